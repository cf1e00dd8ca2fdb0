import { compatibility } from '../plan/compatibility.ts';
import { versionAtLeast } from '../plan/versionAtLeast.ts';
import { type Phrase, say } from '../wording/phrase.ts';

/** The three values of Patroni's lease that depend on each other. */
export interface Lease {
  readonly ttlSeconds: number;
  readonly loopWaitSeconds: number;
  readonly retryTimeoutSeconds: number;
}

/** The least values that a version of Patroni runs with, whatever is configured. */
export interface PatroniLimits extends Lease {
  /** Whether the running Patroni enforces them; before 3.2 it takes whatever is configured. */
  readonly enforced: boolean;
  readonly source: Phrase;
}

/**
 * What a version of Patroni makes of small values.
 * @param version such as `3.0.2` or `4.0.7-3~deb13u1`; without one the newest is assumed, which enforces its minimums
 */
export function patroniLimits(version?: string): PatroniLimits {
  const era = compatibility.patroniTiming.findLast(
    ({ since }) => version === undefined || versionAtLeast(version, since),
  );
  if (era !== undefined) return { ...era.minimums, enforced: true, source: { template: era.source, values: [] } };
  return {
    ttlSeconds: 1,
    loopWaitSeconds: 1,
    retryTimeoutSeconds: 1,
    enforced: false,
    source: say`Patroni ${version ?? ''} enforces no minimums`,
  };
}

/** Whether a lease outlives one loop and two rounds of retries: `ttl >= loop_wait + 2 * retry_timeout`. */
export function keepsLease(lease: Lease): boolean {
  return lease.ttlSeconds >= lease.loopWaitSeconds + 2 * lease.retryTimeoutSeconds;
}

/**
 * The lease that Patroni 3.2 and later really run with: whole seconds, at least the minimums, and the loop (then the retries)
 * shortened until `ttl >= loop_wait + 2 * retry_timeout`. Quorate writes these values for older versions too, which would take the
 * broken ones as they are.
 * @see Patroni 4.0, patroni/config.py, `_validate_and_adjust_timeouts`
 */
export function correctedLease(requested: Lease, limits: PatroniLimits): Lease {
  // etcd grants leases in whole seconds. A lease that cannot hold the least loop and retries could keep no rule at all.
  const leastTtl = Math.max(limits.ttlSeconds, limits.loopWaitSeconds + 2 * limits.retryTimeoutSeconds);
  const ttlSeconds = Math.max(leastTtl, Math.floor(requested.ttlSeconds));
  const loopWaitSeconds = Math.max(limits.loopWaitSeconds, Math.floor(requested.loopWaitSeconds));
  const retryTimeoutSeconds = Math.max(limits.retryTimeoutSeconds, Math.floor(requested.retryTimeoutSeconds));
  if (limits.loopWaitSeconds + 2 * retryTimeoutSeconds > ttlSeconds)
    return {
      ttlSeconds,
      loopWaitSeconds: limits.loopWaitSeconds,
      retryTimeoutSeconds: Math.floor((ttlSeconds - limits.loopWaitSeconds) / 2),
    };
  return {
    ttlSeconds,
    loopWaitSeconds: Math.min(loopWaitSeconds, ttlSeconds - 2 * retryTimeoutSeconds),
    retryTimeoutSeconds,
  };
}
