import type { ClusterState } from './clusterState.ts';
import type { Refusal } from './simulationResult.ts';

/** Why a member may not be promoted, to follow its name. */
export const refusalWords: Readonly<Record<Refusal, string>> = {
  'host-dead': 'has lost its host',
  'postgres-dead': 'has no running PostgreSQL',
  'patroni-dead': 'has no running Patroni',
  nofailover: 'is tagged nofailover',
  'no-quorum': 'finds no etcd quorum',
  'no-dcs': 'cannot reach the etcd majority',
  lagging: 'is too far behind',
  'not-synchronous': 'is not the synchronous standby',
  'perhaps-not-synchronous': 'may not be the synchronous standby',
};

/** What has become of the member that led, to follow its name. */
export function fateWords({ cluster, damage, leadership }: ClusterState): string {
  switch (leadership.fate) {
    case 'orphan':
      return 'has lost its Patroni';
    case 'demotes':
      return 'cannot reach the etcd majority and goes read-only';
    case 'down':
      return damage.up(cluster.leader.host) ? 'has lost its PostgreSQL' : 'has lost its host';
    case 'follows-on':
      return 'cannot reach the etcd majority';
    case 'keeps':
    case 'restarts':
    case 'failsafe':
      return 'goes on';
  }
}

/** Who may not be promoted and why, shortened. */
export function refusalList({ cluster, leadership }: ClusterState): string {
  const all = cluster.members.flatMap((one) => {
    const refusal = leadership.refusals.get(one);
    return refusal === undefined ? [] : [`${one.member.name} ${refusalWords[refusal]}`];
  });
  const shown = all.slice(0, 5).join(', ');
  if (all.length === 0) return 'there is none';
  return all.length > 5 ? `${shown} and ${all.length - 5} more` : shown;
}

/** What the sentences of reasons are filled with. */
export function reasonParametersOf(state: ClusterState): Readonly<Record<string, string | number>> {
  const { model, cluster, etcd, leadership } = state;
  const now = leadership.possible[0] ?? cluster.leader;
  const names = leadership.possible.slice(0, 5).map((one) => `${one.member.name} on ${one.member.host}`);
  return {
    cluster: cluster.cluster.name,
    leader: now.member.name,
    leaderHost: now.member.host,
    old: cluster.leader.member.name,
    oldHost: cluster.leader.member.host,
    fate: fateWords(state),
    failsafe: model.plan.patroni.failsafe
      ? 'does not get an answer from every other member, as failsafe mode demands'
      : 'has no failsafe mode to keep it',
    candidates: leadership.possible.length > 5 ? `${names.join(', ')} and others` : names.join(', '),
    upstream: cluster.cluster.standbyOf?.cluster ?? '',
    etcdHost: model.hostNames[cluster.etcd[0] ?? -1] ?? '',
    etcdRunning: etcd.running,
    etcdTotal: etcd.total,
    etcdQuorum: etcd.inQuorum.size,
    majority: etcd.majority,
    startSeconds: model.timing.patroni.primaryStartTimeoutSeconds,
  };
}
