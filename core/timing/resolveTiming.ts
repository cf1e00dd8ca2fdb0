import { distributions } from '../plan/distributions.ts';
import type { Plan } from '../plan/plan.ts';
import { deriveTiming, type TimingRequest } from './deriveTiming.ts';
import { etcdRoundTripSeconds } from './roundTrips.ts';
import type { Timing } from './timing.ts';

export interface TimingOptions {
  /** The Patroni that will run, as measured on the hosts; default: the one of the plan's release, else the newest. */
  readonly patroniVersion?: string | undefined;
  /** Largest round trip between two etcd members of one region, as measured, in seconds; default: the plan's. */
  readonly rttSeconds?: number | undefined;
}

/**
 * Resolves all timing of a plan: objectives, then the plan's own overrides, then what the version of Patroni allows.
 * @returns seconds, milliseconds and bytes as the names say, with an explanation of every value
 */
export function resolveTiming(plan: Plan, options: TimingOptions = {}): Timing {
  return deriveTiming(timingRequest(plan, options));
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
