import { distributions } from '../plan/distributions.ts';
import type { Plan } from '../plan/plan.ts';
import { deriveTiming, type TimingRequest } from './deriveTiming.ts';
import { etcdRoundTripSeconds } from './roundTrips.ts';
import { solveTiming } from './solveTiming.ts';
import type { Timing } from './timing.ts';

export interface TimingOptions {
  /** The Patroni that will run, as measured on the hosts; default: the one of the plan's release, else the newest. */
  readonly patroniVersion?: string | undefined;
  /** Largest round trip between two etcd members of one region, as measured, in seconds; default: the plan's. */
  readonly rttSeconds?: number | undefined;
}

/**
 * Resolves all timing of a plan. Objectives that somebody wrote down (mode custom) get the calmest timing whose typical outage meets them,
 * or the shortest there is; the named modes keep the classic derivation of one number. The plan's own overrides come first, and what the
 * version of Patroni allows has the last word.
 * @returns seconds, milliseconds and bytes as the names say, with an explanation of every value
 */
export function resolveTiming(plan: Plan, options: TimingOptions = {}): Timing {
  const key = `${options.patroniVersion} ${options.rttSeconds}`;
  const known = resolved.get(plan) ?? new Map<string, Timing>();
  const timing = known.get(key) ?? freshTiming(plan, options);
  resolved.set(plan, known.set(key, timing));
  return timing;
}

/** Many rules ask for the same timing of the same plan, and a search is behind it. */
const resolved = new WeakMap<Plan, Map<string, Timing>>();

function freshTiming(plan: Plan, options: TimingOptions): Timing {
  const request = timingRequest(plan, options);
  return plan.objectives.mode === 'custom' && !givesLease(request)
    ? solvedTiming(request, plan.access.vip !== undefined)
    : deriveTiming(request);
}

/** The calmest timing whose typical outage meets the objectives, or the shortest there is. */
export function solvedTiming(request: TimingRequest, vip: boolean): Timing {
  const { rtoSeconds, rpoBytes, rttSeconds, patroniVersion, ...given } = request;
  const target = { targetRtoSeconds: rtoSeconds, measure: 'typical', rpoBytes, rttSeconds, patroniVersion } as const;
  const solved = solveTiming({ ...target, vip, given });
  return (solved.feasible ? solved : solved.best).timing;
}

/** Whether the plan gives any part of the lease itself: the rest of it then follows from that part. */
function givesLease({ overrides: { ttl, loopWait, retryTimeout } }: TimingRequest): boolean {
  return ttl !== undefined || loopWait !== undefined || retryTimeout !== undefined;
}

/** What the timing of a plan follows from. */
export function timingRequest(plan: Plan, options: TimingOptions = {}): TimingRequest {
  const { mode, rtoSeconds, rpoBytes } = plan.objectives;
  return {
    rtoSeconds,
    rpoBytes,
    synchronous: plan.patroni.synchronous.enabled,
    checks: mode === 'fast' || rtoSeconds < 30 ? 'fast' : 'default',
    overrides: plan.patroni.timing,
    checkOverrides: plan.haproxy.checks,
    etcdOverrides: plan.etcd,
    rttSeconds: options.rttSeconds ?? etcdRoundTripSeconds(plan),
    patroniVersion: options.patroniVersion ?? plannedPatroniVersion(plan),
  };
}

/** The Patroni of the release that the plan expects, or undefined when the plan leaves the release to the hosts. */
export function plannedPatroniVersion(plan: Plan): string | undefined {
  return plan.packages.release === undefined ? undefined : distributions[plan.packages.release].versions.patroni;
}
