import { z } from 'zod';
import { cannotFollow, highestTimeline, memberRuns } from '../../../core/dr/regionFacts.ts';
import type { RegionPair } from '../../../core/dr/regionPair.ts';
import type { MemberAnswer } from '../../../core/dr/regionWorld.ts';
import { isPrimary, memberHosts } from '../../../core/dr/regionWorld.ts';
import type { FactValues } from '../../../core/facts/fact.ts';
import { hostLock } from '../../../core/facts/hostLock.ts';
import { hostOwner } from '../../../core/facts/hostOwner.ts';
import type { ReturnWorld } from '../../../core/procedures/regionReturn.ts';
import { addressOnHost } from '../../../core/render/hostNetwork.ts';
import type { Door } from '../procedures/door.ts';
import { gatherOf } from '../procedures/gatherLocks.ts';
import type { Gather } from '../procedures/hostLocks.ts';
import type { ProcedureContext } from '../procedures/procedureRun.ts';
import { askJson } from '../status/askHttp.ts';
import { operatorTls } from '../status/readStatus.ts';

const facts = { lock: hostLock, owner: hostOwner, runs: memberRuns, timeline: highestTimeline, cannotFollow };

/** What is read of each host of two regions. */
export type RegionFacts = FactValues<typeof facts>;

/** Makes what reads of each host who has its lock, whether its member runs, and how far its data goes. */
export function gatherRegions({ pool }: ProcedureContext): Gather<RegionFacts> {
  return gatherOf(pool, facts);
}

const answerSchema = z.object({
  role: z.string().max(60),
  state: z.string().max(60),
  timeline: z.number().optional(),
  pause: z.boolean().optional(),
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

/** Puts together what both regions say, each member by its own Patroni. */
export async function lookAtRegions(
  context: ProcedureContext,
  pair: RegionPair,
  door: Pick<Door, 'reached'>,
  known: ReadonlyMap<string, RegionFacts>,
): Promise<ReturnWorld> {
  const hosts = [...memberHosts(pair.standby), ...memberHosts(pair.upstream)].filter((host) => known.has(host));
  const answers = (
    await Promise.all(hosts.map(async (host) => memberAnswer(host, await askPatroni(context, host, '/patroni'))))
  ).flat();
  const primary = answers.find((one) => isPrimary(one) && memberHosts(pair.upstream).includes(one.host));
  const pick = <T>(of: (one: RegionFacts) => T | undefined): ReadonlyMap<string, T> =>
    new Map(
      hosts.flatMap((host) => {
        const one = known.get(host);
        const value = one && of(one);
        return value === undefined ? [] : [[host, value]];
      }),
    );
  return {
    plan: context.plan,
    pair,
    reached: door.reached,
    answers,
    running: pick(({ runs }) => runs),
    history: primary === undefined ? undefined : await askPatroni(context, primary.host, '/history'),
    timelines: pick(({ timeline }) => timeline),
    cannotFollow: pick((one) => one.cannotFollow),
  };
}

/** Asks the Patroni of a member; undefined when it does not answer, or the host cannot be reached. */
async function askPatroni(
  { plan, secrets, pool, targets }: ProcedureContext,
  host: string,
  path: string,
): Promise<unknown> {
  const target = targets.get(host);
  if (target === undefined) return undefined;
  const tls = plan.security.tls ? operatorTls(secrets) : undefined;
  try {
    const session = await pool.session(target);
    return await askJson(session, { address: addressOnHost(target.address), port: plan.patroni.port, path, tls });
  } catch {
    return undefined;
  }
}

function memberAnswer(host: string, answer: unknown): readonly MemberAnswer[] {
  const parsed = answerSchema.safeParse(answer);
  return parsed.success ? [{ ...parsed.data, host }] : [];
}
