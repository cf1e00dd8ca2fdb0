import { type Phrase, phraseText, say } from '../wording/phrase.ts';
import type { ClusterState } from './clusterState.ts';
import type { MemberModel } from './model.ts';
import type { ClusterOutcome, Degradation } from './simulationResult.ts';
import { syncEligible } from './synchronous.ts';

/** What is worse than before, and what the next failure would do. */
export function degradations(
  state: ClusterState,
  leader: MemberModel | undefined,
  locations: number,
  upstream: ClusterOutcome | undefined,
): readonly Degradation[] {
  const { model, cluster, damage, etcd, leadership } = state;
  const found: Degradation[] = [];
  const add = (code: Degradation['code'], said: Phrase) => found.push({ code, text: phraseText(said), said });
  if (etcd.tolerance < 0)
    add('etcd-no-quorum', say`etcd has no quorum: no election, switchover or change of configuration.`);
  else if (etcd.inQuorum.size < etcd.total) {
    if (etcd.tolerance === 0) add('etcd-no-more-loss', say`The loss of one more etcd member ends the quorum.`);
    else add('etcd-fewer-losses', say`etcd survives the loss of ${etcd.tolerance} more.`);
  }
  const others = cluster.members.filter((one) => one !== (leader ?? cluster.leader));
  const ready = others.filter(
    (one) => !leadership.refusals.has(one) && (one !== cluster.leader || leader === cluster.leader),
  );
  if (leader !== undefined && others.length > 0 && ready.length === 0)
    add('no-failover-candidate', say`Nobody could take over from ${leader.member.name} by itself.`);
  const synchronous = model.plan.patroni.synchronous.enabled && cluster.cluster.standbyOf === undefined;
  const standby = (one: MemberModel) =>
    one !== leader && leader !== undefined && damage.runs(one.host, 'postgres') && damage.reach(one.host, leader.host);
  if (synchronous && leader !== undefined && ![...syncEligible(cluster), cluster.leader].some(standby))
    add('no-synchronous-standby', say`No synchronous standby is left.`);
  const copies = cluster.members.filter((one) => damage.runs(one.host, 'postgres')).length;
  if (copies === 1 && cluster.members.length > 1) add('single-copy', say`Only one member still has the data and runs.`);
  const working = cluster.haproxy.filter((host) => damage.runs(host, 'haproxy')).length;
  if (working < cluster.haproxy.length)
    add(
      'fewer-client-locations',
      say`HAProxy answers on ${working} of ${cluster.haproxy.length} hosts (${locations} are up).`,
    );
  if (standsStill(state, upstream, leader) && upstream !== undefined)
    add(
      'replication-between-regions-stopped',
      say`Nothing arrives from ${upstream.name}: what it writes now is not copied here.`,
    );
  return found;
}

/** Whether a standby cluster receives nothing: no leader on either side, or no way between them. */
function standsStill(
  { model, damage }: ClusterState,
  upstream: ClusterOutcome | undefined,
  leader: MemberModel | undefined,
): boolean {
  if (upstream === undefined) return false;
  const from = upstream.leaderHost === null ? undefined : model.hostIndex.get(upstream.leaderHost);
  return from === undefined || leader === undefined || !damage.reach(leader.host, from);
}
