import type { Timing } from '../../timing/timing.ts';
import { type CheckTiming, type TimingPresetName, timingPresets } from '../../timing/timingPresets.ts';
import type { PigstyTarget } from '../exportFormat.ts';

/** One line of pg_rto_plan: ttl, loop, retry, start, margin, inter, fastinter, downinter, rise, fall. */
export type PigstyPlanLine = readonly [number, number, number, number, number, string, string, string, number, number];

/** What Pigsty 3 has in its HAProxy template for every cluster (roles/pgsql/templates/service.cfg). */
export const pigsty3Checks: CheckTiming = {
  interSeconds: 3,
  fastinterSeconds: 1,
  downinterSeconds: 5,
  rise: 3,
  fall: 3,
};

/** The timing variables of a cluster and of all clusters. */
export interface PigstyTiming {
  readonly cluster: { readonly pg_rto: number | TimingPresetName };
  readonly all: { readonly pg_rto_plan?: Readonly<Record<TimingPresetName, PigstyPlanLine>> };
}

/**
 * Timing as Pigsty takes it. Version 4 has four named presets; own values replace the line of the one that Pigsty itself takes for
 * such a ttl, since an unknown name would silently mean `norm`. Version 3 has one number of seconds.
 * @see Pigsty documentation, parameters pg_rto and pg_rto_plan
 */
export function pigstyTiming(timing: Timing, target: PigstyTarget): PigstyTiming {
  if (target === 'v3') return { cluster: { pg_rto: timing.patroni.ttlSeconds }, all: {} };
  const own = planLine(timing.patroni, timing.haproxy);
  const lines = presetLines();
  const equal = presetNames.find((name) => JSON.stringify(lines[name]) === JSON.stringify(own));
  if (equal !== undefined) return { cluster: { pg_rto: equal }, all: {} };
  const name = presetFor(timing.patroni.ttlSeconds);
  return { cluster: { pg_rto: name }, all: { pg_rto_plan: { ...lines, [name]: own } } };
}

/** The preset that Pigsty 4 takes for a number of seconds. */
export function presetFor(seconds: number): TimingPresetName {
  if (seconds < 30) return 'fast';
  if (seconds < 45) return 'norm';
  return seconds < 90 ? 'safe' : 'wide';
}

export const presetNames = ['fast', 'norm', 'safe', 'wide'] as const satisfies readonly TimingPresetName[];

function presetLines(): Record<TimingPresetName, PigstyPlanLine> {
  const line = (name: TimingPresetName) => planLine(timingPresets[name].patroni, timingPresets[name].haproxy);
  return { fast: line('fast'), norm: line('norm'), safe: line('safe'), wide: line('wide') };
}

function planLine(
  patroni: Omit<Timing['patroni'], 'primaryStopTimeoutSeconds' | 'maximumLagOnFailoverBytes'>,
  checks: CheckTiming,
): PigstyPlanLine {
  return [
    patroni.ttlSeconds,
    patroni.loopWaitSeconds,
    patroni.retryTimeoutSeconds,
    patroni.primaryStartTimeoutSeconds,
    patroni.safetyMarginSeconds,
    durationText(checks.interSeconds),
    durationText(checks.fastinterSeconds),
    durationText(checks.downinterSeconds),
    checks.rise,
    checks.fall,
  ];
}

/** HAProxy takes whole numbers only: 500ms, not 0.5s. */
export function durationText(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
}
