import { clientLocations, readsFrom } from './clients.ts';
import type { Damage } from './damage.ts';
import { degradations } from './degradations.ts';
import { type EtcdState, etcdQuorum } from './etcdQuorum.ts';
import { type Leadership, leadershipOf } from './leadership.ts';
import { lossBytes } from './loss.ts';
import { memberOutcomes } from './memberOutcomes.ts';
import type { ClusterModel, QuorumModel } from './model.ts';
import { leaseOutage, noOutage, restartOutage, syncStall } from './outage.ts';
import { failsafeOutcome, splitBrainOutcome, watchdogOutcome } from './protection.ts';
import { type ReasonCode, reasonText } from './reasons.ts';
import type { ClusterOutcome, RunbookId, SecondsRange, Writes } from './simulationResult.ts';
import { syncEffect } from './synchronous.ts';
import { fateWords, refusalWords } from './words.ts';

/** What a cluster's state means for writes, and why. */
export interface Verdict {
  readonly writes: Writes;
  readonly best: Writes;
  readonly code: ReasonCode;
  readonly seconds: SecondsRange | null;
  readonly runbook: RunbookId | null;
  readonly more?: Readonly<Record<string, string | number>>;
}

/** One cluster after the failures, with what the verdict follows from. */
export interface ClusterState {
  readonly model: QuorumModel;
  readonly cluster: ClusterModel;
  readonly damage: Damage;
  readonly etcd: EtcdState;
  readonly leadership: Leadership;
}

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
  const [leader] = possible;
  const isStandby = cluster.cluster.standbyOf !== undefined;
  const hostNames = model.plan.hosts.map((host) => host.name);
  const clients = clientLocations(
    hostNames,
    cluster,
    damage,
    isStandby ? undefined : leader,
    state.leadership.fate === 'restarts',
  );
  const routed: Verdict =
    !isStandby && leader !== undefined && clients.length > 0 && !clients.some((client) => client.primary)
      ? { writes: 'manual', best: 'manual', code: 'no-route', seconds: null, runbook: 'troubleshooting' }
      : verdict;
  const reasonParameters = { ...parametersOf(state), ...routed.more };
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
    reason: reasonText(routed.code, reasonParameters),
    reasonCode: routed.code,
    reasonParameters,
    runbook: routed.runbook,
    failsafe: failsafeOutcome(state),
    watchdog: watchdogOutcome(state),
    splitBrain: splitBrainOutcome(state),
    degraded: degradations(state, leader, clients.length),
    members: memberOutcomes(state, leader),
    etcdQuorum: etcd.inQuorum.size > 0,
  };
}

function leaderStays({ leadership }: ClusterState): boolean {
  return leadership.certain && leadership.possible.length > 0;
}

function judge(state: ClusterState, upstream: ClusterOutcome | undefined): Verdict {
  const { cluster, damage, leadership } = state;
  const verdict = leadership.possible.length > 0 ? withLeader(state) : withoutLeader(state);
  if (upstream === undefined || verdict.writes === 'lost') return verdict;
  const follows = upstream.writes === 'unaffected' || upstream.writes === 'automatic';
  const readable = cluster.members.some((one) => damage.up(one.host));
  if (follows || !readable) return verdict;
  return { writes: 'manual', best: 'manual', code: 'upstream-gone', seconds: null, runbook: 'dr-promote' };
}

function withLeader(state: ClusterState): Verdict {
  const { model, cluster, etcd, leadership } = state;
  const { timing, plan } = model;
  const standby = cluster.cluster.standbyOf !== undefined;
  const repairsEtcd = etcd.inQuorum.size < etcd.total ? 'etcd-member-replacement' : null;
  switch (leadership.fate) {
    case 'restarts':
      return {
        writes: 'automatic',
        best: 'automatic',
        code: 'restarts',
        seconds: restartOutage(timing),
        runbook: null,
      };
    case 'follows-on':
      if (leadership.possible[0] !== cluster.leader) break;
      return {
        writes: 'unaffected',
        best: 'unaffected',
        code: 'standby-leader-without-dcs',
        seconds: noOutage,
        runbook: repairsEtcd,
      };
    case 'keeps':
    case 'failsafe': {
      const code = standby ? 'standby-leader-keeps' : leadership.fate === 'keeps' ? 'leader-keeps' : 'failsafe-holds';
      const calm: Verdict = { writes: 'unaffected', best: 'unaffected', code, seconds: noOutage, runbook: repairsEtcd };
      if (standby || !plan.patroni.synchronous.enabled) return calm;
      return synchronousVerdict(state, calm);
    }
    case 'demotes':
    case 'orphan':
    case 'down':
      break;
  }
  if (!leadership.certain)
    return {
      writes: 'manual',
      best: 'automatic',
      code: 'sync-standby-perhaps-lost',
      seconds: null,
      runbook: 'troubleshooting',
    };
  const etcdLeaderMayBeLost = etcd.total > 1 && cluster.etcd.some((host) => !etcd.inQuorum.has(host));
  return {
    writes: 'automatic',
    best: 'automatic',
    code: leadership.possible.length === 1 ? 'failover' : 'failover-one-of',
    seconds: leaseOutage(timing, etcdLeaderMayBeLost),
    runbook: splitBrainOutcome(state).exposed ? 'split-brain' : repairsEtcd,
  };
}

function synchronousVerdict({ model, cluster, damage, etcd, leadership }: ClusterState, calm: Verdict): Verdict {
  const { strict, nodes } = model.plan.patroni.synchronous;
  const leaderHasDcs = leadership.fate === 'keeps';
  const effect = syncEffect(cluster, damage, etcd, { strict, nodes, leaderHasDcs });
  const best = effect.stalled === 'certain' ? undefined : ('unaffected' as const);
  if (effect.outcome === 'nothing') return calm;
  if (effect.outcome === 'blocked') {
    const code = leaderHasDcs ? 'sync-blocked' : 'sync-blocked-without-dcs';
    return { writes: 'manual', best: best ?? 'manual', code, seconds: null, runbook: 'troubleshooting' };
  }
  return {
    writes: 'automatic',
    best: best ?? 'automatic',
    code: effect.outcome === 'replaced' ? 'sync-replaced' : 'sync-dropped',
    seconds: syncStall(model.timing, effect.byLease, effect.stalled === 'certain'),
    runbook: calm.runbook,
  };
}

function withoutLeader(state: ClusterState): Verdict {
  const { model, cluster, damage, etcd, leadership } = state;
  const manual = (code: ReasonCode, runbook: RunbookId, more: Verdict['more'] = {}): Verdict => ({
    writes: 'manual',
    best: 'manual',
    code,
    seconds: null,
    runbook,
    more,
  });
  if (!cluster.members.some((one) => damage.up(one.host))) {
    const copies = copiesElsewhere(state);
    if (copies.length === 0)
      return { writes: 'lost', best: 'lost', code: 'all-copies-lost', seconds: null, runbook: null };
    const standby = cluster.cluster.standbyOf !== undefined;
    const more = { copies: copies.join(', ') };
    return standby ? manual('standby-region-lost', 'troubleshooting', more) : manual('region-lost', 'dr-promote', more);
  }
  const recovery = model.plan.topology === 'two-node' ? 'two-node-promotion' : 'two-of-three-recovery';
  if (etcd.inQuorum.size === 0)
    return manual(leadership.fate === 'demotes' ? 'no-quorum-read-only' : 'no-quorum', recovery);
  const notSync = [...leadership.refusals.values()].some((refusal) => refusal === 'not-synchronous');
  if (leadership.fate === 'demotes')
    return manual('no-dcs-read-only', 'troubleshooting', {
      rest: `nobody else may be promoted: ${refusalList(state)}`,
    });
  return manual(notSync ? 'sync-standby-lost' : 'no-candidate', 'troubleshooting', { refusals: refusalList(state) });
}

/** Clusters that share their data with this one and have a host left. */
function copiesElsewhere({ model, cluster, damage }: ClusterState): readonly string[] {
  const root = rootOf(model, cluster);
  return model.clusters
    .filter((other) => other !== cluster && rootOf(model, other) === root)
    .filter((other) => other.members.some((one) => damage.up(one.host)))
    .map((other) => other.cluster.name);
}

function rootOf(model: QuorumModel, cluster: ClusterModel): string {
  let root = cluster;
  for (let hops = 0; hops < model.clusters.length; hops++) {
    const upstream = root.upstream === undefined ? undefined : model.clusters[root.upstream];
    if (upstream === undefined) break;
    root = upstream;
  }
  return root.cluster.name;
}

function refusalList({ cluster, leadership }: ClusterState): string {
  const all = cluster.members.flatMap((one) => {
    const refusal = leadership.refusals.get(one);
    return refusal === undefined ? [] : [`${one.member.name} ${refusalWords[refusal]}`];
  });
  const shown = all.slice(0, 5).join(', ');
  if (all.length === 0) return 'there is none';
  return all.length > 5 ? `${shown} and ${all.length - 5} more` : shown;
}

function parametersOf(state: ClusterState): Readonly<Record<string, string | number>> {
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
    etcdRunning: etcd.running,
    etcdTotal: etcd.total,
    etcdQuorum: etcd.inQuorum.size,
    majority: etcd.majority,
    startSeconds: model.timing.patroni.primaryStartTimeoutSeconds,
  };
}
