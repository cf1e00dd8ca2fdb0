import type { Alert, AlertId } from './alerts.ts';
import type { Deployed } from './deployed.ts';
import type { StatusDocument } from './statusDocument.ts';

export const verdicts = ['waiting', 'not-deployed', 'removed', 'foreign', 'healthy', 'degraded', 'outage'] as const;
export type Verdict = (typeof verdicts)[number];

/** What it takes to judge: the state of all hosts, which of them have not answered yet, and what the project has deployed. */
export interface Seen {
  readonly status: Pick<StatusDocument, 'etcd' | 'clusters' | 'troubles'>;
  readonly waitingFor: readonly string[];
  readonly deployed: Deployed;
}

/** Clients cannot work, or their writes go to two places. */
const outages: ReadonlySet<AlertId> = new Set(['no-leader', 'no-backend', 'two-leaders', 'etcd-two-clusters']);

/** The state of the whole in one word. */
export function verdictOf(seen: Seen | undefined, alerts: readonly Alert[]): Verdict {
  if (seen === undefined || seen.waitingFor.length > 0) return 'waiting';
  const { status, deployed } = seen;
  const nothingRuns =
    status.etcd.every((one) => !one.healthy) &&
    status.clusters.every((cluster) => cluster.members.every((member) => member.role === 'offline'));
  // Hosts that carry nothing yet may be out of reach, or off: that is no incident. What answers all the same belongs to somebody else, such as
  // an imported cluster, whose certificates this project does not have.
  if (nothingRuns && deployed !== 'deployed') {
    if (status.troubles.some(({ trouble }) => trouble === 'wrong-answer')) return 'foreign';
    return deployed === 'removed' ? 'removed' : 'not-deployed';
  }
  if (alerts.some(({ id }) => outages.has(id))) return 'outage';
  return alerts.length > 0 ? 'degraded' : 'healthy';
}
