import type { ClusterState } from './clusterState.ts';
import type { MemberModel } from './model.ts';
import type { MemberOutcome, Refusal } from './simulationResult.ts';

/** The state of every member, and whether it may be promoted. */
export function memberOutcomes(state: ClusterState, leader: MemberModel | undefined): readonly MemberOutcome[] {
  return state.cluster.members.map((one) => {
    const refusal = state.leadership.refusals.get(one) ?? formerLeaderRefusal(state, one);
    return {
      name: one.member.name,
      host: one.member.host,
      state: memberState(state, one, leader),
      promotable: one !== leader && refusal === null,
      refusal: one === leader ? null : refusal,
    };
  });
}

function formerLeaderRefusal({ cluster, damage, etcd, leadership }: ClusterState, one: MemberModel): Refusal | null {
  if (one !== cluster.leader) return null;
  if (!damage.up(one.host)) return 'host-dead';
  if (leadership.fate === 'orphan') return 'patroni-dead';
  if (leadership.fate === 'down') return damage.runs(one.host, 'patroni') ? 'postgres-dead' : 'patroni-dead';
  return etcd.inQuorum.size === 0 ? 'no-quorum' : 'no-dcs';
}

function memberState(
  { cluster, damage, leadership }: ClusterState,
  one: MemberModel,
  leader: MemberModel | undefined,
): MemberOutcome['state'] {
  if (one === leader) return 'leader';
  if (!damage.runs(one.host, 'postgres')) return 'down';
  if (!damage.runs(one.host, 'patroni')) return 'orphan';
  if (one === cluster.leader && leadership.fate === 'follows-on') return 'replica';
  if (leader === undefined || !damage.reach(one.host, leader.host)) return 'stranded';
  return one.member.role === 'offline' ? 'offline' : 'replica';
}
