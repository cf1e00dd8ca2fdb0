import type { StatusDocument } from '../health/statusDocument.ts';
import { switchoverChoices } from '../health/switchoverChoices.ts';
import type { Cluster, Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { planTimingReport } from '../timing/timingReport.ts';
import { listOf, say } from '../wording/phrase.ts';
import type { Interruption } from './procedure.ts';

/** What a switchover of a cluster would be, before it is done. */
export interface SwitchoverProspect {
  readonly cluster: string;
  /** Null when nobody leads, or only on a host that does not answer. */
  readonly leader: string | null;
  /** Members that may take over, the best first. */
  readonly candidates: readonly string[];
  /** How long clients cannot write. */
  readonly predicted: Interruption;
}

/** Says what a switchover of a cluster of the plan would be. */
export function switchoverProspect(plan: Plan, status: StatusDocument, planned: Cluster): SwitchoverProspect {
  const { name } = planned;
  const { leader, candidates } = switchoverChoices(
    status.clusters.find((one) => one.name === name) ?? { name, leader: null, paused: false, members: [] },
    plan,
    status.unreachable.map(({ host }) => host),
  );
  return { cluster: name, leader, candidates, predicted: switchoverStop(plan) };
}

/** How long a switchover stops the writes of a plan's clusters. */
export function switchoverStop(plan: Plan): Interruption {
  const { minSeconds, typicalSeconds, worstSeconds } = planTimingReport(plan).budget.switchover;
  return { minSeconds, typicalSeconds, worstSeconds };
}

/**
 * The cluster that is meant.
 * @param name may be left out when the plan has one only, or when `member` says which
 * @param member that shall lead, where one is named
 * @throws Problem `switchover-cluster` (usage) when the plan does not tell which cluster is meant, `switchover-member` (usage) for a member that it has not
 */
export function switchoverCluster(plan: Plan, name: string | undefined, member: string | undefined): Cluster {
  const has = (cluster: Cluster) => cluster.members.some((one) => one.name === member);
  const named = plan.clusters.filter((cluster) => name === undefined || cluster.name === name);
  const members = listOf(
    named.flatMap((cluster) => cluster.members.map((one) => one.name)),
    'comma',
  );
  if (member !== undefined && named.length > 0 && !named.some(has))
    throw new Problem(
      'switchover-member',
      'usage',
      say`The plan has no member ${JSON.stringify(member.slice(0, 60))} that could lead; it has ${members}.`,
    );
  const meant = member === undefined ? named : named.filter(has);
  const [only, ...more] = meant;
  if (only !== undefined && more.length === 0) return only;
  const clusters = listOf(
    plan.clusters.map((cluster) => cluster.name),
    'comma',
  );
  throw new Problem(
    'switchover-cluster',
    'usage',
    say`Say with --cluster which cluster is meant; the plan has ${clusters}.`,
  );
}
