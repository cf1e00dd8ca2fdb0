import { fenceScript, runningScript } from '../../../core/dr/scripts.ts';
import type { Cluster } from '../../../core/plan/plan.ts';
import { Problem } from '../../../core/problem.ts';
import { listOf, type Phrase, say } from '../../../core/wording/phrase.ts';
import { type DrContext, memberHosts, readOn } from './patroniAt.ts';

/** What runs of a cluster, host by host; undefined for a host that cannot be reached. */
export type Running = readonly { readonly host: string; readonly running: string | undefined }[];

/** Asks every host of a cluster what of it runs there. Changes nothing. */
export async function lookForRunning(context: DrContext, cluster: Cluster): Promise<Running> {
  return Promise.all(
    memberHosts(context.plan, cluster).map(async (host) => ({
      host,
      running: await readOn(context, host, runningScript),
    })),
  );
}

export interface FenceOptions {
  /** Stop what is reachable and runs. */
  readonly stop: boolean;
  /** Hosts of which a person has confirmed that they take no writes, should they not be reached; or `all`, whichever these are. */
  readonly confirmed: 'all' | readonly string[];
  readonly seen: Running;
  readonly onEvent: (said: Phrase) => void;
}

/**
 * Makes sure that no member of a cluster takes writes any more.
 * @returns the hosts that could not be asked, for which the person's word stands
 * @throws Problem `dr-not-fenced` when a member runs and shall not be stopped, or cannot be reached and nobody confirmed that it is off
 */
export async function fenceCluster(
  context: DrContext,
  cluster: Cluster,
  { stop, confirmed, seen, onEvent }: FenceOptions,
): Promise<readonly string[]> {
  const unreachable = seen.filter(({ running }) => running === undefined).map(({ host }) => host);
  const running = seen.filter((one) => one.running !== undefined && one.running.trim() !== '').map(({ host }) => host);
  const unsure = unreachable.filter((host) => confirmed !== 'all' && !confirmed.includes(host));
  if (unsure.length > 0)
    throw new Problem(
      'dr-not-fenced',
      'no',
      say`${listOf(unsure, 'comma')} of ${cluster.name} cannot be reached, which does not mean that nobody writes there. Switch these hosts off or cut their clients off, then say so (--fenced).`,
      { details: { unreachable: unsure } },
    );
  if (running.length > 0 && !stop)
    throw new Problem(
      'dr-not-fenced',
      'no',
      say`${cluster.name} still runs on ${listOf(running, 'comma')}. Two regions that both take writes can never be put together again: let it be stopped first (--stop-primary).`,
      { details: { running } },
    );
  if (running.length > 0) onEvent(say`Stopping ${cluster.name} on ${listOf(running, 'comma')}`);
  // Reachable hosts that are down already must not start by themselves at the next boot either.
  const reachable = seen.filter(({ host }) => !unreachable.includes(host)).map(({ host }) => host);
  // All come to their end, also when one fails: nothing goes on in the background.
  const fenced = await Promise.allSettled(reachable.map((host) => fence(context, cluster, host)));
  for (const one of fenced) if (one.status === 'rejected') throw one.reason;
  return unreachable;
}

/** Stops the member on a host. @throws what `Door.change` throws: a connection that is lost meanwhile is no proof that it stopped */
export async function fence({ door }: DrContext, { name }: Cluster, host: string): Promise<void> {
  await door.change({ host, id: 'dr/fence', title: say`Stop ${name} on ${host}` }, fenceScript);
}
