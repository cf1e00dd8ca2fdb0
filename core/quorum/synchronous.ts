import type { Damage } from './damage.ts';
import { type EtcdState, reachesQuorum } from './etcdQuorum.ts';
import type { ClusterModel, MemberModel } from './model.ts';

/** Whether something is so for every choice of synchronous standbys that Patroni may have made, for some, or for none. */
export type Certainty = 'certain' | 'possible' | 'no';

/** What the failures do to commits on a leader that goes on in synchronous mode. */
export interface SyncEffect {
  /** Whether a synchronous standby is gone, so that commits wait. */
  readonly stalled: Certainty;
  /** `drops` in the end Patroni replaces or drops it, `blocked` commits wait until a standby is back. */
  readonly outcome: 'nothing' | 'replaced' | 'dropped' | 'blocked';
  /** Whether Patroni sees the loss only by the lease of the member (host or network gone) and not at once (a closed connection). */
  readonly byLease: boolean;
  /** Whether any member is left that may be a synchronous standby. */
  readonly standbyLeft: boolean;
}

/**
 * Splits a choice of `count` out of `eligible` members, made before the failures, by whether it meets `hit`.
 * @param known the choice itself, where it is known
 */
export function choiceMeets(
  eligible: readonly MemberModel[],
  count: number,
  known: readonly string[] | undefined,
  hit: (member: MemberModel) => boolean,
): Certainty {
  if (known !== undefined)
    return eligible.some((one) => known.includes(one.member.name) && hit(one)) ? 'certain' : 'no';
  const hits = eligible.filter(hit).length;
  if (hits === 0) return 'no';
  return eligible.length - hits < Math.min(count, eligible.length) ? 'certain' : 'possible';
}

/** Members that may be synchronous standbys of the leader. */
export function syncEligible(cluster: ClusterModel): readonly MemberModel[] {
  return cluster.registered.filter((one) => one !== cluster.leader && one.syncEligible);
}

/**
 * Follows Patroni's `process_sync_replication` (3.0 to 4.0) for a leader that stays.
 * With the DCS the leader replaces a lost standby, or drops it; in strict mode it then sets `synchronous_standby_names = '*'`, which any
 * member that streams satisfies, also one tagged nosync. Without the DCS (failsafe) it changes nothing, so commits wait.
 */
export function syncEffect(
  cluster: ClusterModel,
  damage: Damage,
  etcd: EtcdState,
  mode: { readonly strict: boolean; readonly nodes: number; readonly leaderHasDcs: boolean },
): SyncEffect {
  const eligible = syncEligible(cluster);
  const streams = (one: MemberModel) =>
    damage.runs(one.host, 'postgres') && damage.reach(cluster.leader.host, one.host);
  const registered = (one: MemberModel) =>
    streams(one) && damage.runs(one.host, 'patroni') && reachesQuorum(etcd, damage, one.host);
  const silent = (one: MemberModel) => !streams(one);
  const stalled = choiceMeets(eligible, mode.nodes, cluster.syncStandbys, silent);
  const standbyLeft = eligible.some(mode.leaderHasDcs ? registered : streams);
  const byLease = eligible.some(
    (one) => silent(one) && !(damage.runs(one.host, 'patroni') && damage.reach(cluster.leader.host, one.host)),
  );
  const others = cluster.members.filter((one) => one !== cluster.leader);
  // Strict mode without an eligible standby waits for any at all from the start, so losing the last one that streams blocks it too.
  if (mode.strict && mode.leaderHasDcs && others.length > 0 && !others.some(streams))
    return { stalled: 'certain', outcome: 'blocked', byLease, standbyLeft };
  if (stalled === 'no') return { stalled, outcome: 'nothing', byLease, standbyLeft };
  if (!mode.leaderHasDcs) return { stalled, outcome: 'blocked', byLease, standbyLeft };
  return { stalled, outcome: standbyLeft ? 'replaced' : 'dropped', byLease, standbyLeft };
}
