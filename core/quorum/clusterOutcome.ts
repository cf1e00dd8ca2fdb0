import { clientLocations, readsFrom } from './clients.ts';
import type { ClusterState } from './clusterState.ts';
import type { Damage } from './damage.ts';
import { degradations } from './degradations.ts';
import { etcdQuorum } from './etcdQuorum.ts';
import { explained } from './explained.ts';
import { leadershipOf } from './leadership.ts';
import { lossBytes } from './loss.ts';
import { memberOutcomes } from './memberOutcomes.ts';
import type { ClusterModel, MemberModel, QuorumModel } from './model.ts';
import { failsafeOutcome, splitBrainOutcome, watchdogOutcome } from './protection.ts';
import { reasonOf } from './reasons.ts';
import { reasonValuesOf } from './reasonValues.ts';
import type { ClientLocation, ClusterOutcome, Writes } from './simulationResult.ts';
import { judge, type Verdict } from './verdict.ts';
import { vipOutcome } from './vip.ts';

/**
 * Says what the failures do to one cluster.
 * @param upstream the outcome of the cluster that it follows, for a standby cluster
 */
export function clusterOutcome(
  model: QuorumModel,
  cluster: ClusterModel,
  damage: Damage,
  upstream: ClusterOutcome | undefined,
): ClusterOutcome {
  const etcd = etcdQuorum(cluster.etcd, damage);
  const state: ClusterState = { model, cluster, damage, etcd, leadership: leadershipOf(model, cluster, damage, etcd) };
  const verdict = judge(state, upstream);
  const leads = verdict.writes === 'unaffected' || verdict.writes === 'automatic' || leaderStays(state);
  const possible = leads ? state.leadership.possible : [];
  const isStandby = cluster.cluster.standbyOf !== undefined;
  const { leader, clients, someRoute } = worstForClients(state, possible, isStandby);
  const routed: Verdict =
    !isStandby && leader !== undefined && cluster.haproxy.length > 0 && !clients.some((client) => client.primary)
      ? noRoute(leader, someRoute ? verdict.best : 'manual')
      : verdict;
  return {
    name: cluster.cluster.name,
    kind: isStandby ? 'standby' : 'primary',
    leader: leader?.member.name ?? null,
    leaderHost: leader?.member.host ?? null,
    possibleLeaders: state.leadership.possible.map((one) => one.member.name),
    writes: routed.writes,
    writesAtBest: routed.best,
    reads: readsFrom(cluster, damage, clients),
    clients,
    secondsToWritable: routed.seconds,
    lossBytes: lossBytes(state, routed),
    ...explained(reasonOf(routed.code, reasonValuesOf(state, routed.leader))),
    reasonCode: routed.code,
    runbook: routed.runbook,
    failsafe: failsafeOutcome(state),
    watchdog: watchdogOutcome(state),
    splitBrain: splitBrainOutcome(state),
    vip: vipOutcome(state, leader),
    degraded: degradations(state, leader, clients.length, upstream),
    members: memberOutcomes(state, leader),
    etcdQuorum: etcd.inQuorum.size > 0,
  };
}

/** Where any of several members may win, the one that fewest clients would reach. */
function worstForClients(
  { model, cluster, damage, leadership }: ClusterState,
  possible: readonly MemberModel[],
  isStandby: boolean,
): { leader: MemberModel | undefined; clients: readonly ClientLocation[]; someRoute: boolean } {
  const restarting = leadership.fate === 'restarts';
  const reachedAs = (leader: MemberModel | undefined) => {
    const clients = clientLocations(model.hostNames, cluster, damage, isStandby ? undefined : leader, restarting);
    const primary = clients.filter((client) => client.primary).length;
    const replica = clients.filter((client) => client.replica).length;
    return { leader, clients, someRoute: primary > 0, reached: primary * (clients.length + 1) + replica };
  };
  const [first, ...others] = possible;
  const start = reachedAs(first);
  if (!damage.uneven || isStandby) return start;
  return others.map(reachedAs).reduce((worst, next) => {
    const someRoute = worst.someRoute || next.someRoute;
    return { ...(next.reached < worst.reached ? next : worst), someRoute };
  }, start);
}

function noRoute(leader: MemberModel, best: Writes): Verdict {
  return { writes: 'manual', best, code: 'no-route', seconds: null, runbook: 'troubleshooting', leader };
}

function leaderStays({ leadership }: ClusterState): boolean {
  return leadership.certain && leadership.possible.length > 0;
}
