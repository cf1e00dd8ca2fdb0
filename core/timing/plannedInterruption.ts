import { checkPhase, detectionPhase, seconds, vipPhase } from './phases.ts';
import type { Timing } from './timing.ts';

/** Seconds for which something does not work. */
export interface Duration {
  readonly minSeconds: number;
  readonly typicalSeconds: number;
  readonly worstSeconds: number;
}

export const noTime: Duration = seconds(0, 0, 0);

/** PostgreSQL's restart by Patroni: a fast shutdown with its checkpoint, and the start. Measured on lab hosts at 0.6 to 2 s; busy ones write longer. */
const postgresRestart = seconds(0.5, 2, 5);
/** A client that has lost its connection opens another one; PgBouncer, its own to PostgreSQL (server_login_retry, set to 1 s). */
const reconnect = seconds(0, 0.5, 1.5);
/** The programs of the access layer stop and start at once. */
const accessRestart = seconds(0.1, 0.3, 1);

/**
 * The restart of a primary, without a failover. PgBouncer keeps clients waiting. Where the restart outlasts the checks of HAProxy, that has taken the
 * server out, closed its connections, and must find it again.
 */
export function primaryRestart(timing: Timing): Duration {
  const noticed = detectionPhase(timing, 'restart');
  const back = checkPhase(timing);
  // HAProxy notices soonest what it noticed with its luckiest check: that is the worst that can happen to a short restart.
  return seconds(
    postgresRestart.minSeconds,
    postgresRestart.typicalSeconds +
      reconnect.typicalSeconds +
      (postgresRestart.typicalSeconds > noticed.typicalSeconds ? back.typicalSeconds : 0),
    postgresRestart.worstSeconds +
      reconnect.worstSeconds +
      (postgresRestart.worstSeconds > noticed.minSeconds ? back.worstSeconds : 0),
  );
}

/** A commit waits for the synchronous standby that restarts, until it is back: Patroni's loop comes too late to give it up. */
export function commitsWait(timing: Timing): Duration {
  return seconds(0, postgresRestart.typicalSeconds, postgresRestart.worstSeconds + timing.patroni.loopWaitSeconds);
}

/** Clients that read from a replica that stops: they wait until it is back, or until HAProxy has taken it out and they are at another one. */
export function replicaAway(timing: Timing, comesBack: boolean, behindHaproxy: boolean): Duration {
  if (!behindHaproxy) return reconnect;
  const noticed = detectionPhase(timing, 'restart');
  const until = (column: 'typicalSeconds' | 'worstSeconds') =>
    Math.min(noticed[column], comesBack ? postgresRestart[column] : Number.POSITIVE_INFINITY) + reconnect[column];
  return seconds(0, until('typicalSeconds'), until('worstSeconds'));
}

/** PgBouncer in front of the member that somebody works with. */
export function poolRestart(): Duration {
  return together(accessRestart, reconnect);
}

/**
 * HAProxy where somebody comes in: with another entrance its clients go there. After its start it takes every server for good until the first check, so
 * that who is early may be sent to a replica.
 */
export function proxyRestart({ haproxy }: Timing, otherEntrance: boolean): Duration {
  const first = seconds(0, 0, haproxy.interSeconds);
  const own = together(together(accessRestart, reconnect), first);
  return otherEntrance ? { ...own, minSeconds: 0 } : own;
}

/** The virtual IP goes to another host, or comes back. */
export function vipMoves(): Duration {
  return together(vipPhase, reconnect);
}

function together(one: Duration, other: Duration): Duration {
  return seconds(
    one.minSeconds + other.minSeconds,
    one.typicalSeconds + other.typicalSeconds,
    one.worstSeconds + other.worstSeconds,
  );
}
