import { serves } from '../patroni/answers.ts';
import type { Plan } from '../plan/plan.ts';
import type { StatusDocument } from './statusDocument.ts';

type Cluster = StatusDocument['clusters'][number];

/** Between whom the leadership can be handed over now. */
export interface SwitchoverChoices {
  /** Null: nobody leads, or only by a lease that a silent host can no longer renew; Patroni would wait for it in vain. */
  readonly leader: string | null;
  /** Running replicas that the plan lets lead, on hosts that answer: synchronous ones first, then those with the least to catch up. */
  readonly candidates: readonly string[];
}

/** @param silent hosts that do not answer */
export function switchoverChoices(cluster: Cluster, plan: Plan, silent: readonly string[]): SwitchoverChoices {
  const planned = plan.clusters.find((one) => one.name === cluster.name);
  const answering = cluster.members.filter((one) => !silent.includes(one.host));
  const leader = answering.find((one) => one.name === cluster.leader)?.name ?? null;
  const candidates = answering
    .filter((one) => one.role === 'replica' && serves(one))
    .filter((one) => planned?.members.find((member) => member.name === one.name)?.role !== 'offline')
    .sort((one, other) => Number(other.synchronous) - Number(one.synchronous) || lagOf(one) - lagOf(other))
    .map((one) => one.name);
  return { leader, candidates };
}

/** One of which nobody knows how far behind it is comes last. */
function lagOf({ lagBytes }: Cluster['members'][number]): number {
  return lagBytes ?? Number.MAX_VALUE;
}
