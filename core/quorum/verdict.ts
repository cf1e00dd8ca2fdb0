import type { ClusterState } from './clusterState.ts';
import { copiesElsewhere } from './copies.ts';
import type { MemberModel } from './model.ts';
import { leaseOutage, longer, noOutage, restartOutage, syncStall } from './outage.ts';
import { splitBrainOutcome } from './protection.ts';
import type { ReasonCode } from './reasons.ts';
import type { ClusterOutcome, RunbookId, SecondsRange, Writes } from './simulationResult.ts';
import { syncEffect } from './synchronous.ts';

/** What a cluster's state means for writes, and why. */
export interface Verdict {
  readonly writes: Writes;
  readonly best: Writes;
  readonly code: ReasonCode;
  readonly seconds: SecondsRange | null;
  readonly runbook: RunbookId | null;
  /** Whom the reason names as leader, where it is not the first of those that may lead. */
  readonly leader?: MemberModel;
}

/** Judges a cluster's state. @param upstream the outcome of the cluster that it follows, for a standby cluster */
export function judge(state: ClusterState, upstream: ClusterOutcome | undefined): Verdict {
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
  const { plan } = model;
  const standby = cluster.cluster.standbyOf !== undefined;
  const repairsEtcd = etcd.inQuorum.size < etcd.total ? 'etcd-member-replacement' : null;
  switch (leadership.fate) {
    // Where another is elected, the old one goes on following until it hears of it: nothing stops.
    case 'follows-on': {
      const code = leadership.possible[0] === cluster.leader ? 'standby-leader-without-dcs' : 'standby-leader-elected';
      return { writes: 'unaffected', best: 'unaffected', code, seconds: noOutage, runbook: repairsEtcd };
    }
    case 'keeps':
    case 'restarts':
    case 'failsafe': {
      const settled = stays(state, standby, repairsEtcd);
      return standby || !plan.patroni.synchronous.enabled ? settled : synchronousVerdict(state, settled);
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
    code: standby ? 'standby-leader-elected' : leadership.possible.length === 1 ? 'failover' : 'failover-one-of',
    seconds: leaseOutage(model, etcdLeaderMayBeLost),
    runbook: splitBrainOutcome(state).exposed ? 'split-brain' : repairsEtcd,
  };
}

function stays({ model, leadership }: ClusterState, standby: boolean, runbook: RunbookId | null): Verdict {
  if (leadership.fate === 'restarts')
    return { writes: 'automatic', best: 'automatic', code: 'restarts', seconds: restartOutage(model), runbook };
  const code = standby ? 'standby-leader-keeps' : leadership.fate === 'keeps' ? 'leader-keeps' : 'failsafe-holds';
  return { writes: 'unaffected', best: 'unaffected', code, seconds: noOutage, runbook };
}

/** Adds to the verdict on a leader that stays what its lost synchronous standbys do to its commits. */
function synchronousVerdict({ model, cluster, damage, etcd, leadership }: ClusterState, settled: Verdict): Verdict {
  const { strict, nodes } = model.plan.patroni.synchronous;
  const leaderHasDcs = leadership.fate !== 'failsafe';
  const effect = syncEffect(cluster, damage, etcd, { strict, nodes, leaderHasDcs });
  const certain = effect.stalled === 'certain';
  if (effect.outcome === 'nothing') return settled;
  if (effect.outcome === 'blocked') {
    const code = leaderHasDcs ? 'sync-blocked' : 'sync-blocked-without-dcs';
    const best = certain ? 'manual' : settled.best;
    return { writes: 'manual', best, code, seconds: null, runbook: 'troubleshooting' };
  }
  return {
    writes: 'automatic',
    best: certain ? 'automatic' : settled.best,
    code: effect.outcome === 'replaced' ? 'sync-replaced' : 'sync-dropped',
    seconds: longer(settled.seconds ?? noOutage, syncStall(model, effect.byLease, certain)),
    runbook: settled.runbook,
  };
}

function withoutLeader(state: ClusterState): Verdict {
  const { model, cluster, damage, etcd, leadership } = state;
  const manual = (code: ReasonCode, runbook: RunbookId): Verdict => ({
    writes: 'manual',
    best: 'manual',
    code,
    seconds: null,
    runbook,
  });
  if (!cluster.members.some((one) => damage.up(one.host))) {
    if (copiesElsewhere(state).length === 0)
      return { writes: 'lost', best: 'lost', code: 'all-copies-lost', seconds: null, runbook: null };
    const standby = cluster.cluster.standbyOf !== undefined;
    return standby ? manual('standby-region-lost', 'troubleshooting') : manual('region-lost', 'dr-promote');
  }
  const recovery = model.plan.topology === 'two-node' ? 'two-node-promotion' : 'two-of-three-recovery';
  if (etcd.inQuorum.size === 0) return manual(noQuorumCode(state), recovery);
  const notSync = [...leadership.refusals.values()].some((refusal) => refusal === 'not-synchronous');
  if (leadership.fate === 'demotes') return manual('no-dcs-read-only', 'troubleshooting');
  return manual(notSync ? 'sync-standby-lost' : 'no-candidate', 'troubleshooting');
}

function noQuorumCode({ etcd, leadership }: ClusterState): ReasonCode {
  const readOnly = leadership.fate === 'demotes';
  if (etcd.total === 1) return readOnly ? 'only-etcd-lost-read-only' : 'only-etcd-lost';
  return readOnly ? 'no-quorum-read-only' : 'no-quorum';
}
