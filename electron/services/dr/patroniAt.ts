import { z } from 'zod';
import { type Cluster, memberOn, type Plan } from '../../../core/plan/plan.ts';
import { addressOnHost } from '../../../core/render/hostNetwork.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import type { Door } from '../procedures/door.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import { SshError } from '../ssh/sshError.ts';
import { askJson } from '../status/askHttp.ts';
import { operatorTls } from '../status/readStatus.ts';

/** What work on two regions needs. */
export interface DrContext {
  readonly plan: Plan;
  readonly hosts: PlanHosts;
  readonly secrets: SecretStore;
  /** The locked hosts. Those that could not be reached when the run began are dark until its end: asking them again would cost the time of an outage. */
  readonly door: Door;
}

const answerSchema = z.object({
  role: z.string(),
  state: z.string(),
  timeline: z.number().optional(),
  replication: z.array(z.object({ application_name: z.string().max(200), state: z.string().max(60) })).optional(),
  xlog: z
    .object({
      location: z.number().optional(),
      received_location: z.number().optional(),
      replayed_location: z.number().optional(),
      replayed_timestamp: z.string().max(60).nullish(),
    })
    .optional(),
});

/** What the Patroni of one member says of its PostgreSQL. */
export type PatroniAt = z.infer<typeof answerSchema> & { readonly host: string };

/** Asks every member of a cluster; those that do not answer, or cannot be reached, are left out. */
export async function askMembers(
  { plan, hosts, secrets, door }: DrContext,
  cluster: Cluster,
): Promise<readonly PatroniAt[]> {
  const tls = plan.security.tls ? operatorTls(secrets) : undefined;
  const asked = await Promise.all(
    cluster.members.map(async ({ host }): Promise<readonly PatroniAt[]> => {
      if (!door.reaches(host)) return [];
      const target = hosts.target(host);
      try {
        const session = await hosts.pool.session(target);
        const question = { address: addressOnHost(target.address), port: plan.patroni.port, path: '/patroni', tls };
        const answer = answerSchema.safeParse(await askJson(session, question));
        return answer.success ? [{ ...answer.data, host }] : [];
      } catch {
        return [];
      }
    }),
  );
  return asked.flat();
}

/** Patroni 3 says `master` where 4 says `primary`. */
export function isPrimary({ role }: PatroniAt): boolean {
  return role === 'master' || role === 'primary';
}

/** Names of the members that stream from this one. */
export function streamingFrom(one: PatroniAt | undefined): readonly string[] {
  return (one?.replication ?? []).filter(({ state }) => state === 'streaming').map((peer) => peer.application_name);
}

/**
 * Runs a script that changes nothing on a host.
 * @returns its output; undefined when the host cannot be reached
 * @throws Error when the script fails, with the end of its output
 */
export async function readOn({ hosts, door }: DrContext, host: string, script: string): Promise<string | undefined> {
  if (!door.reaches(host)) return undefined;
  try {
    const session = await hosts.pool.session(hosts.target(host));
    const { code, stdout, stderr } = await session.run(script);
    if (code === 0) return stdout;
    throw new Error(`${host}: ${`${stdout}${stderr}`.trim().slice(-1000)} (status ${code})`);
  } catch (error) {
    if (error instanceof SshError) return undefined;
    throw error;
  }
}

/** The hosts of a cluster's members. */
export function memberHosts(plan: Plan, cluster: Cluster): readonly string[] {
  return plan.hosts.filter((host) => memberOn(plan, host.name)?.cluster.name === cluster.name).map((host) => host.name);
}
