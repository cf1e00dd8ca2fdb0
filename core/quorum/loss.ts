import type { ClusterState } from './clusterState.ts';
import { choiceMeets, syncEligible } from './synchronous.ts';
import type { Verdict } from './verdict.ts';

/**
 * The bound of acknowledged WAL that is lost, in bytes; null when nothing bounds it.
 * In synchronous mode an acknowledged commit is on the leader and on a synchronous standby, so it survives wherever one of them does.
 */
export function lossBytes(state: ClusterState, verdict: Verdict): number | null {
  const { model, cluster, damage, leadership } = state;
  if (verdict.writes === 'lost' || verdict.code === 'region-lost' || verdict.code === 'upstream-gone') return null;
  // Nothing is written into a standby cluster: its leader, whoever that is, receives it all again.
  if (cluster.cluster.standbyOf !== undefined) return 0;
  const { fate } = leadership;
  const synchronous = model.plan.patroni.synchronous.enabled;
  if (fate === 'keeps' || fate === 'failsafe') return 0;
  const lag = synchronous ? 0 : model.timing.patroni.maximumLagOnFailoverBytes;
  if (fate === 'restarts')
    return cluster.members.some((one) => one !== cluster.leader && !leadership.refusals.has(one)) ? lag : 0;
  if (verdict.writes === 'automatic') {
    // While cut off, a leader takes writes from clients on its side until it demotes; only a replica that still streams has them.
    const streams = leadership.possible.every((one) => damage.reach(cluster.leader.host, one.host));
    return synchronous || fate !== 'demotes' || streams ? lag : null;
  }
  if (damage.up(cluster.leader.host)) return 0;
  if (!synchronous) return null;
  const { nodes } = model.plan.patroni.synchronous;
  const kept = choiceMeets(syncEligible(cluster), nodes, cluster.syncStandbys, (one) => damage.up(one.host));
  return kept === 'certain' ? 0 : null;
}
