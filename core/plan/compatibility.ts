import { z } from 'zod';
import data from '../../resources/compatibility.json' with { type: 'json' };
import { versionAtLeast } from './versionAtLeast.ts';

const components = ['postgres', 'patroni', 'etcd', 'haproxy', 'pgbouncer', 'vipManager'] as const;
/** What a plan may ask of its components, as far as some versions cannot do it. */
const needs = ['always', 'failsafe', 'etcd-auth', 'etcd-v2', 'vip-manager'] as const;
/** From the first version (inclusive) up to the second (exclusive); null is open. */
const range = z.tuple([z.string().nullable(), z.string().nullable()]);
const seconds = z.int().positive();

const compatibilitySchema = z.strictObject({
  patroniTiming: z.array(
    z.strictObject({
      since: z.string(),
      minimums: z.strictObject({ ttlSeconds: seconds, loopWaitSeconds: seconds, retryTimeoutSeconds: seconds }),
      source: z.string(),
    }),
  ),
  postgresMajors: z.array(z.strictObject({ patroni: z.string(), newest: z.int(), source: z.string() })),
  knownBad: z.array(
    z.strictObject({
      id: z.string(),
      when: z.partialRecord(z.enum(components), z.array(range)),
      needs: z.enum(needs),
      reason: z.string(),
    }),
  ),
});

export type Component = (typeof components)[number];
export type ComponentNeed = (typeof needs)[number];
export type ComponentVersions = Readonly<Partial<Record<Component, string>>>;

/** What is known of versions and of pairs of versions, oldest first. */
export const compatibility: Readonly<z.infer<typeof compatibilitySchema>> = compatibilitySchema.parse(data);

/** The newest PostgreSQL major that a version of Patroni supports, and where that is said. */
export function newestPostgres(
  patroniVersion: string,
): { readonly newest: number; readonly source: string } | undefined {
  return compatibility.postgresMajors.findLast(({ patroni }) => versionAtLeast(patroniVersion, patroni));
}

/**
 * The known-bad combinations among versions, for what is asked of them.
 * @param versions of the components as installed or as the distribution ships them; an unknown version matches nothing
 */
export function knownBad(
  versions: ComponentVersions,
  asked: readonly ComponentNeed[],
): readonly { readonly id: string; readonly reason: string }[] {
  return compatibility.knownBad.filter(
    (entry) =>
      asked.includes(entry.needs) &&
      Object.entries(entry.when).every(([component, ranges]) => {
        const version = versions[component as Component];
        return version !== undefined && ranges.some(([from, to]) => within(version, from, to));
      }),
  );
}

function within(version: string, from: string | null, to: string | null): boolean {
  return (from === null || versionAtLeast(version, from)) && (to === null || !versionAtLeast(version, to));
}
