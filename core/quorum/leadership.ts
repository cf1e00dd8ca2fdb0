import type { Damage } from './damage.ts';
import { type EtcdState, reachesQuorum } from './etcdQuorum.ts';
import type { ClusterModel, MemberModel, QuorumModel } from './model.ts';
import type { Refusal } from './simulationResult.ts';
import { choiceMeets, syncEligible } from './synchronous.ts';

/** What becomes of the member that leads. */
export type LeaderFate =
  /** It renews its lease. */
  | 'keeps'
  /** Its Patroni renews the lease and starts PostgreSQL again. */
  | 'restarts'
  /** It cannot renew the lease, and every other member confirms that none of them leads. */
  | 'failsafe'
  /** A standby leader without the DCS: nothing is written into it, so it goes on following. */
  | 'follows-on'
  /** It cannot renew the lease and goes on read-only. */
  | 'demotes'
  /** Nothing is in charge of its PostgreSQL, which goes on. */
  | 'orphan'
  /** Its PostgreSQL is gone. */
  | 'down';

export interface Leadership {
  readonly fate: LeaderFate;
  /** The leader in the end, any one of these; empty when there is none. */
  readonly possible: readonly MemberModel[];
  /** False when it depends on the choice of synchronous standby whether anybody may be promoted. */
  readonly certain: boolean;
  /** Why each member but the one that led may not be promoted; members that may are not in it. */
  readonly refusals: ReadonlyMap<MemberModel, Refusal>;
}

/** Decides who leads a cluster after the failures, as Patroni's loop does: the lease first, then failsafe mode, then the race. */
export function leadershipOf(model: QuorumModel, cluster: ClusterModel, damage: Damage, etcd: EtcdState): Leadership {
  const refusals = refusalsOf(model, cluster, damage, etcd);
  const candidates = cluster.members.filter(
    (one) => one !== cluster.leader && (refusals.get(one) ?? 'perhaps-not-synchronous') === 'perhaps-not-synchronous',
  );
  const certain = !candidates.some((one) => refusals.has(one));
  const stays = leaderFate(model, cluster, damage, etcd);
  const keepsRole = stays === 'keeps' || stays === 'restarts' || stays === 'failsafe';
  if (keepsRole || (stays === 'follows-on' && candidates.length === 0))
    return { fate: stays, possible: [cluster.leader], certain: true, refusals };
  return { fate: stays, possible: candidates, certain, refusals };
}

function leaderFate({ plan }: QuorumModel, cluster: ClusterModel, damage: Damage, etcd: EtcdState): LeaderFate {
  const { host } = cluster.leader;
  const postgres = damage.runs(host, 'postgres');
  if (!damage.runs(host, 'patroni')) return postgres ? 'orphan' : 'down';
  if (reachesQuorum(etcd, damage, host)) return postgres ? 'keeps' : 'restarts';
  if (!postgres) return 'down';
  if (cluster.cluster.standbyOf !== undefined) return 'follows-on';
  // Patroni asks every member of the key /failsafe, those tagged nofailover too; one that is silent is enough to demote.
  const allAnswer = cluster.registered.every((one) => damage.runs(one.host, 'patroni') && damage.reach(host, one.host));
  return plan.patroni.failsafe && allAnswer ? 'failsafe' : 'demotes';
}

function refusalsOf(
  { plan }: QuorumModel,
  cluster: ClusterModel,
  damage: Damage,
  etcd: EtcdState,
): ReadonlyMap<MemberModel, Refusal> {
  const refusals = new Map<MemberModel, Refusal>();
  const refuse = (one: MemberModel): Refusal | undefined => {
    if (!damage.up(one.host)) return 'host-dead';
    if (!damage.runs(one.host, 'postgres')) return 'postgres-dead';
    if (!damage.runs(one.host, 'patroni')) return 'patroni-dead';
    if (one.member.role === 'offline') return 'nofailover';
    if (etcd.inQuorum.size === 0) return 'no-quorum';
    if (!reachesQuorum(etcd, damage, one.host)) return 'no-dcs';
    return one.lagging ? 'lagging' : undefined;
  };
  for (const one of cluster.members) {
    const refusal = one === cluster.leader ? undefined : refuse(one);
    if (refusal !== undefined) refusals.set(one, refusal);
  }
  // Patroni ignores synchronous_mode in a standby cluster.
  if (!plan.patroni.synchronous.enabled || cluster.cluster.standbyOf !== undefined) return refusals;
  const eligible = syncEligible(cluster);
  const { nodes } = plan.patroni.synchronous;
  const met = choiceMeets(eligible, nodes, cluster.syncStandbys, (one) => !refusals.has(one));
  for (const one of cluster.members) {
    if (one === cluster.leader || refusals.has(one)) continue;
    const known = cluster.syncStandbys;
    if (!one.syncEligible || met === 'no' || (known !== undefined && !known.includes(one.member.name)))
      refusals.set(one, 'not-synchronous');
    else if (met === 'possible') refusals.set(one, 'perhaps-not-synchronous');
  }
  return refusals;
}
