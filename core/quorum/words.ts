import type { ClusterState } from './clusterOutcome.ts';
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
