import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { environmentOf, type HostsSeen } from '../../../core/deployment/desiredState.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { releases } from '../../../core/plan/schema.ts';
import { assumedHost } from '../../../core/render/renderedFile.ts';
import { writeFileAtomic } from '../projects/atomicFile.ts';

const address = z.string().max(255);
const schema = z.record(
  z.string().max(255),
  z.object({
    release: z.enum(releases),
    cores: z.number().positive(),
    memoryBytes: z.number().positive(),
    diskBytes: z.number().positive().default(assumedHost.diskBytes),
    sharesKernel: z.boolean().default(false),
    routes: z.array(
      z
        .object({ to: address, address, source: address.optional() })
        .transform(({ source, ...route }) => ({ ...route, source })),
    ),
  }),
);

const pathIn = (directory: string) => join(directory, 'hosts-seen.json');

/** What a project knows of its hosts from its last deployment: for those that are left out of the next one. Nothing where it knows nothing. */
export async function readHostsSeen(directory: string): Promise<HostsSeen> {
  try {
    const known = schema.safeParse(JSON.parse(await readFile(pathIn(directory), 'utf8')));
    return known.success ? known.data : {};
  } catch {
    return {};
  }
}

/** Keeps what hosts are, beside what is known of those that were not seen. */
export async function keepHostsSeen(directory: string, facts: ReadonlyMap<string, HostFacts>): Promise<void> {
  const known = await readHostsSeen(directory);
  const seen = Object.fromEntries(
    [...facts].map(([host, its]) => [host, { ...environmentOf(its), routes: its.routes }]),
  );
  const all = { ...known, ...seen };
  if (JSON.stringify(all) === JSON.stringify(known)) return;
  await writeFileAtomic(pathIn(directory), `${JSON.stringify(all, undefined, 2)}\n`);
}
