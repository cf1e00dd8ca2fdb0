import { type FailureKind, failureBudget } from '../timing/failureBudget.ts';
import type { QuorumModel } from './model.ts';
import type { SecondsRange } from './simulationResult.ts';

export const noOutage: SecondsRange = { min: 0, typical: 0, worst: 0 };

/**
 * The leader is gone or cut off: its lease runs out, a replica is promoted, HAProxy finds it.
 * @param etcdLeaderMayBeLost a new etcd leader gives every lease its full time again, at worst
 */
export function leaseOutage(model: QuorumModel, etcdLeaderMayBeLost: boolean): SecondsRange {
  const plain = budget(model, 'hostLoss');
  if (!etcdLeaderMayBeLost) return plain;
  return { ...plain, worst: Math.max(plain.worst, budget(model, 'etcdLeaderAndPrimary').worst) };
}

/** PostgreSQL's processes are gone and Patroni starts them again; at worst it gives up after `primary_start_timeout` and hands over. */
export function restartOutage(model: QuorumModel): SecondsRange {
  const { phases, worstSeconds } = crashBudget(model);
  // Without a failover there is neither the wait for a replica's loop nor the time that Patroni gives a start in vain.
  const counted = phases.filter(({ name }) => name === 'detection' || name === 'promotion' || name === 'haproxy-up');
  return {
    min: 0,
    typical: counted.reduce((sum, phase) => sum + phase.typicalSeconds, 0),
    worst: worstSeconds,
  };
}

/**
 * Commits wait for a synchronous standby that is gone. The leader's Patroni drops it in its next loop, once the connection is closed or
 * the member's lease in etcd has run out; reloading and confirming takes it two seconds more (`ha.py`). The best case is a host that
 * closes its connections as it goes, seen by a loop that was about to begin.
 */
export function syncStall({ timing }: QuorumModel, byLease: boolean, certain: boolean): SecondsRange {
  const { ttlSeconds, loopWaitSeconds } = timing.patroni;
  const lease = byLease ? ttlSeconds : 0;
  return {
    min: 0,
    typical: certain ? lease + loopWaitSeconds / 2 : 0,
    worst: lease + loopWaitSeconds + 2,
  };
}

/** The longer of two outages that begin together. */
export function longer(one: SecondsRange, other: SecondsRange): SecondsRange {
  return {
    min: Math.max(one.min, other.min),
    typical: Math.max(one.typical, other.typical),
    worst: Math.max(one.worst, other.worst),
  };
}

function crashBudget({ timing, plan }: QuorumModel) {
  return failureBudget(timing, 'postgresCrash', { vip: plan.access.vip !== undefined });
}

function budget({ timing, plan }: QuorumModel, kind: FailureKind): SecondsRange {
  const { minSeconds, typicalSeconds, worstSeconds } = failureBudget(timing, kind, {
    vip: plan.access.vip !== undefined,
  });
  return { min: minSeconds, typical: typicalSeconds, worst: worstSeconds };
}
