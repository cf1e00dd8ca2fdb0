import type { Timing } from '../timing/timing.ts';
import type { SecondsRange } from './simulationResult.ts';

export const noOutage: SecondsRange = { min: 0, typical: 0, worst: 0 };
/** Seconds that a promotion takes: at best, typically, at worst. */
const promotion = { min: 0.1, typical: 1, worst: 2 } as const;

/**
 * The leader is gone or cut off: its lease runs out, a replica is promoted, HAProxy finds it. HAProxy's own detection of the dead
 * server lies inside the lease and is not added.
 * @param etcdLeaderMayBeLost a new etcd leader gives every lease its full time again
 */
export function leaseOutage({ patroni, haproxy, etcd }: Timing, etcdLeaderMayBeLost: boolean): SecondsRange {
  const up = (haproxy.rise - 1) * haproxy.fastinterSeconds;
  const election = etcdLeaderMayBeLost ? (3 * etcd.electionMilliseconds) / 1000 : 0;
  return {
    min: patroni.ttlSeconds - patroni.loopWaitSeconds + promotion.min + up,
    typical: patroni.ttlSeconds + promotion.typical + haproxy.interSeconds / 2 + up,
    worst: patroni.ttlSeconds + patroni.loopWaitSeconds + election + promotion.worst + haproxy.interSeconds + up,
  };
}

/** PostgreSQL's processes are gone and Patroni starts them again; at worst it gives up after `primary_start_timeout` and hands over. */
export function restartOutage({ patroni, haproxy }: Timing): SecondsRange {
  const up = (haproxy.rise - 1) * haproxy.fastinterSeconds;
  return {
    min: promotion.min,
    typical: patroni.loopWaitSeconds / 2 + promotion.typical + haproxy.interSeconds / 2 + up,
    worst:
      2 * patroni.loopWaitSeconds + patroni.primaryStartTimeoutSeconds + promotion.worst + haproxy.interSeconds + up,
  };
}

/**
 * Commits wait for a synchronous standby that is gone. The leader's Patroni drops it in its next loop, once the connection is closed or
 * the member's lease in etcd has run out; reloading and confirming takes it two seconds more.
 */
export function syncStall({ patroni }: Timing, byLease: boolean, certain: boolean): SecondsRange {
  const { ttlSeconds, loopWaitSeconds } = patroni;
  const lease = byLease ? ttlSeconds : 0;
  return {
    min: certain && byLease ? Math.max(0, ttlSeconds - loopWaitSeconds) : 0,
    typical: certain ? lease + loopWaitSeconds / 2 : 0,
    worst: lease + loopWaitSeconds + 2,
  };
}
