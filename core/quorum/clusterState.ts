import type { Damage } from './damage.ts';
import type { EtcdState } from './etcdQuorum.ts';
import type { Leadership } from './leadership.ts';
import type { ClusterModel, QuorumModel } from './model.ts';

/** One cluster after the failures, with what the verdict follows from. */
export interface ClusterState {
  readonly model: QuorumModel;
  readonly cluster: ClusterModel;
  readonly damage: Damage;
  readonly etcd: EtcdState;
  readonly leadership: Leadership;
}
