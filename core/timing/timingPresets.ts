import type { Timing } from './timing.ts';

/** HAProxy's health checks. */
export type CheckTiming = Timing['haproxy'];

/**
 * The checks that go with an objective of 30 seconds and more: HAProxy has 9 s of the lease's ttl to see a dead server. A server that is
 * down is asked as often as one that is up: the classic 5 s delay the new primary by up to 2 s more, and protect nobody.
 */
export const defaultChecks: CheckTiming = {
  interSeconds: 3,
  fastinterSeconds: 1,
  downinterSeconds: 3,
  rise: 3,
  fall: 3,
};

/** The checks of a short objective: a new primary is found within 1.5 s instead of 5 s, for three times the requests. */
export const fastChecks: CheckTiming = {
  interSeconds: 1,
  fastinterSeconds: 0.5,
  downinterSeconds: 1,
  rise: 2,
  fall: 2,
};

export type TimingPresetName = 'fast' | 'norm' | 'safe' | 'wide';

/** Pigsty 4's named timings (pg_rto_plan), for plans that come from there or go there. */
export const timingPresets: Readonly<
  Record<TimingPresetName, { readonly patroni: PresetLease; readonly haproxy: CheckTiming }>
> = {
  fast: preset([20, 5, 5, 15, 5], [1, 0.5, 1]),
  norm: preset([30, 5, 10, 25, 5], [2, 1, 2]),
  safe: preset([60, 10, 20, 45, 10], [3, 1.5, 3]),
  wide: preset([120, 20, 30, 95, 15], [4, 2, 4]),
};

interface PresetLease {
  readonly ttlSeconds: number;
  readonly loopWaitSeconds: number;
  readonly retryTimeoutSeconds: number;
  readonly primaryStartTimeoutSeconds: number;
  readonly safetyMarginSeconds: number;
}

type Five = readonly [number, number, number, number, number];

function preset(
  [ttl, loop, retry, start, margin]: Five,
  [inter, fastinter, downinter]: readonly [number, number, number],
) {
  return {
    patroni: {
      ttlSeconds: ttl,
      loopWaitSeconds: loop,
      retryTimeoutSeconds: retry,
      primaryStartTimeoutSeconds: start,
      safetyMarginSeconds: margin,
    },
    haproxy: { interSeconds: inter, fastinterSeconds: fastinter, downinterSeconds: downinter, rise: 3, fall: 3 },
  };
}
