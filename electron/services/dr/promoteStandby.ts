import { join } from 'node:path';
import { editConfigScript } from '../../../core/dr/scripts.ts';
import { type StandbyPair, standbyPair, swapRegions } from '../../../core/dr/swapRegions.ts';
import { editPlan } from '../../../core/plan/edit.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { Cluster } from '../../../core/plan/plan.ts';
import { Problem } from '../../../core/problem.ts';
import { unfinishedRuns } from '../../../core/procedures/unfinished.ts';
import { type Phrase, say } from '../../../core/wording/phrase.ts';
import { gatherLocks } from '../procedures/gatherLocks.ts';
import { readJournal } from '../procedures/journal.ts';
import { type ProcedureContext, runProcedure } from '../procedures/runProcedure.ts';
import { writeFileAtomic } from '../projects/atomicFile.ts';
import { type Project, readPlanFile } from '../projects/openProject.ts';
import { fenceCluster, lookForRunning } from './fenceCluster.ts';
import { askMembers, type DrContext, isPrimary, memberHosts, type PatroniAt } from './patroniAt.ts';

export interface PromoteOptions extends ProcedureContext, Omit<DrContext, 'door'> {
  readonly project: Project;
  /** The standby cluster; may be left out when there is only one. */
  readonly cluster: string | undefined;
  readonly stopPrimary: boolean;
  /** Hosts of the primary region that, should they not be reached, take no writes as a person says; or `all`. */
  readonly fenced: 'all' | readonly string[];
  readonly onEvent: (said: Phrase) => void;
}

export interface PromoteResult {
  readonly cluster: string;
  readonly leaderHost: string;
  readonly formerPrimary: string;
  /** Hosts whose fencing rests on the person's word. */
  readonly unreachable: readonly string[];
  /** WAL of the former primary that did not arrive; null when it could not be asked, so that only the time below is known. */
  readonly lossBytes: number | null;
  /** Commit time of the last transaction that had been replayed before the promotion, as PostgreSQL writes it. What arrived later was replayed then. */
  readonly lastReplayedAt: string | null;
  /** From the change of the configuration to a leader that takes writes. */
  readonly seconds: number;
}

const mostSeconds = 120;

/**
 * Makes a standby cluster writable. First makes sure that the cluster it follows takes no writes any more; then takes `standby_cluster` out of
 * Patroni's configuration, waits for the promotion, and writes the new roles into the plan file, so that the next deployment agrees.
 * @throws Problem `dr-no-standby`, `dr-not-fenced`, `dr-no-leader`, `dr-not-promoted`
 */
export async function promoteStandby(options: PromoteOptions): Promise<PromoteResult> {
  const { plan, pool } = options;
  const cutOff = await promotionCutOff(options);
  const standby = cutOff?.promoted ?? standbyPair(plan, options.cluster).standby;
  const {
    roundTrips: _,
    roundTripsPerHost: __,
    ...result
  } = await runProcedure(options, {
    id: 'promote',
    cluster: standby.name,
    hosts: plan.hosts.map(({ name }) => name),
    // A dark region must not keep the other one from taking its place.
    unreachable: 'leave-out',
    gather: gatherLocks(pool),
    apply: (door) => {
      const own = { ...options, door, onEvent: door.sayingTo(options.onEvent) };
      return cutOff === undefined ? promote(own) : confirmPromotion(own, cutOff);
    },
    ok: () => true,
  });
  return result;
}

interface CutOff {
  readonly promoted: Cluster;
  readonly formerPrimary: Cluster;
}

/**
 * A promotion that was killed after it had written the new roles into the plan, and before its end: asked for again it must not be taken for one in the other
 * direction, which the plan as it stands now would mean.
 */
async function promotionCutOff({ plan, directory, cluster }: PromoteOptions): Promise<CutOff | undefined> {
  const last = unfinishedRuns(await readJournal(join(directory, 'journal.jsonl'))).at(-1)?.begun;
  if (last?.event !== 'run' || last.what !== 'promote') return undefined;
  const promoted = plan.clusters.find(({ name }) => name === last.cluster);
  const formerPrimary = plan.clusters.find(({ standbyOf }) => standbyOf?.cluster === promoted?.name);
  if (promoted === undefined || promoted.standbyOf !== undefined || formerPrimary === undefined) return undefined;
  return cluster === undefined || cluster === promoted.name ? { promoted, formerPrimary } : undefined;
}

async function confirmPromotion(
  options: PromoteOptions & DrContext,
  { promoted, formerPrimary }: CutOff,
): Promise<PromoteResult> {
  const leader = await untilPrimary(options, promoted);
  options.onEvent(say`${promoted.name} was promoted by a run that was cut off at its end: it takes writes`);
  const unreachable = memberHosts(options.plan, formerPrimary).filter((host) => !options.door.reaches(host));
  return {
    cluster: promoted.name,
    leaderHost: leader.host,
    formerPrimary: formerPrimary.name,
    unreachable,
    lossBytes: null,
    lastReplayedAt: null,
    seconds: 0,
  };
}

async function promote(options: PromoteOptions & DrContext): Promise<PromoteResult> {
  const { plan, door, onEvent } = options;
  const pair = standbyPair(plan, options.cluster);
  const { standby, upstream } = pair;
  // All at once: hosts of a dark region are given up after a while only, and meanwhile nobody writes.
  const [before, above, seen] = await Promise.all([
    askMembers(options, standby),
    askMembers(options, upstream),
    lookForRunning(options, upstream),
  ]);
  const leader = before.find((one) => one.role === 'standby_leader') ?? before.find(isPrimary);
  if (leader === undefined)
    throw new Problem(
      'dr-no-leader',
      'no',
      say`No member of ${standby.name} that can be reached leads it, so there is nothing to promote. Look at \`quorate status\` and at its etcd members first.`,
    );
  const written = above.find(isPrimary)?.xlog?.location;
  const unreachable = await fenceCluster(options, upstream, {
    stop: options.stopPrimary,
    confirmed: options.fenced,
    seen,
    onEvent,
  });
  const last = (await askMembers(options, standby)).find(({ host }) => host === leader.host) ?? leader;

  onEvent(say`Promoting ${standby.name} on ${leader.host}`);
  const started = performance.now();
  await door.change(
    { host: leader.host, id: 'dr/promote', title: say`Let ${standby.name} follow nobody` },
    editConfigScript(standby.name, { standby_cluster: null }),
  );
  const promoted = await untilPrimary(options, standby);
  const seconds = (performance.now() - started) / 1000;
  await writeNewRoles(options, pair);
  return {
    cluster: standby.name,
    leaderHost: promoted.host,
    formerPrimary: upstream.name,
    unreachable,
    lossBytes: lossBytes(written, last),
    lastReplayedAt: last.xlog?.replayed_timestamp ?? null,
    seconds,
  };
}

/** Into the file as it is now: it may have been changed since the plan was read. */
async function writeNewRoles({ project, onEvent }: PromoteOptions, { standby, upstream }: StandbyPair): Promise<void> {
  const { planFile } = project;
  const text = await readPlanFile(planFile);
  const parsed = parsePlan(text);
  if (!parsed.ok) {
    onEvent(say`${planFile} cannot be read any more: write into it that ${upstream.name} follows ${standby.name}`);
    return;
  }
  const { plan } = parsed.parsed;
  await writeFileAtomic(planFile, editPlan(text, swapRegions(plan, standbyPair(plan, standby.name))), 0o644);
  onEvent(say`${planFile} says so now: ${upstream.name} follows ${standby.name}`);
}

/** At least this much was written there and had not arrived here; a clean stop sends the rest before it ends. */
function lossBytes(written: number | undefined, last: PatroniAt): number | null {
  const received = last.xlog?.received_location ?? last.xlog?.location;
  return written === undefined || received === undefined ? null : Math.max(0, written - received);
}

function untilPrimary(options: DrContext, standby: Cluster): Promise<PatroniAt> {
  return options.door.gate({
    seconds: mostSeconds,
    everyMilliseconds: 300,
    check: async () => (await askMembers(options, standby)).find((one) => isPrimary(one) && one.state === 'running'),
    problem: () =>
      new Problem(
        'dr-not-promoted',
        'no',
        say`${standby.name} has no member that takes writes ${mostSeconds} s after its configuration was changed. Its Patroni's journal says why: journalctl -u patroni.`,
      ),
  });
}
