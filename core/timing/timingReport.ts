import type { Plan } from '../plan/plan.ts';
import { type ClassicEstimate, classicEstimate } from './classicEstimate.ts';
import { type FailureBudget, type FailureKind, failureBudget, failureKinds } from './failureBudget.ts';
import { plannedPatroniVersion, resolveTiming, solvedTiming, type TimingOptions } from './resolveTiming.ts';
import { etcdRoundTripSeconds } from './roundTrips.ts';
import { type SolverRequest, type SolverResult, solveTiming } from './solveTiming.ts';
import type { Timing, TimingExplanation } from './timing.ts';

/** The document that `quorate timing` prints. Times are in seconds unless their name says otherwise. */
export interface TimingReport {
  readonly patroni: Timing['patroni'];
  readonly haproxy: Timing['haproxy'];
  readonly etcd: Timing['etcd'];
  readonly budget: Readonly<Record<FailureKind, FailureBudget>>;
  readonly classic: ClassicEstimate;
  readonly explanations: readonly TimingExplanation[];
  /** What meets the objective as a worst case, when the derived timing does not. */
  readonly solver: { readonly worst: SolverResult; readonly typical: SolverResult };
  readonly notes: readonly string[];
}

export interface TimingObjectives {
  readonly rtoSeconds: number;
  readonly rpoBytes: number;
  readonly rttSeconds?: number | undefined;
  readonly patroniVersion?: string | undefined;
  readonly vip?: boolean | undefined;
}

/** The timing that a plan with these objectives has, when it says nothing else of timing. */
export function timingOfObjectives({ vip = false, ...objectives }: TimingObjectives): Timing {
  return solvedTiming(
    {
      ...objectives,
      synchronous: objectives.rpoBytes === 0,
      checks: 'default',
      overrides: {},
      checkOverrides: {},
      etcdOverrides: {},
    },
    vip,
  );
}

/** Reports a timing beside the objectives that it serves. Without a timing, the one that follows from the objectives. */
export function timingReport(objectives: TimingObjectives, timing = timingOfObjectives(objectives)): TimingReport {
  const budget = Object.fromEntries(
    failureKinds.map((kind) => [kind, failureBudget(timing, kind, { vip: objectives.vip })]),
  ) as Record<FailureKind, FailureBudget>;
  const request: Omit<SolverRequest, 'measure'> = { ...objectives, targetRtoSeconds: objectives.rtoSeconds };
  const solver = {
    worst: solveTiming({ ...request, measure: 'worst' }),
    typical: solveTiming({ ...request, measure: 'typical' }),
  };
  const classic = classicEstimate(timing);
  return {
    patroni: timing.patroni,
    haproxy: timing.haproxy,
    etcd: timing.etcd,
    budget,
    classic,
    explanations: timing.explanations,
    solver,
    notes: [...notesOf(objectives, timing, budget.hostLoss, solver.worst), ...classic.why],
  };
}

/** Reports the timing of a plan. */
export function planTimingReport(plan: Plan, options: TimingOptions = {}): TimingReport {
  const objectives: TimingObjectives = {
    rtoSeconds: plan.objectives.rtoSeconds,
    rpoBytes: plan.objectives.rpoBytes,
    rttSeconds: options.rttSeconds ?? etcdRoundTripSeconds(plan),
    patroniVersion: options.patroniVersion ?? plannedPatroniVersion(plan),
    vip: plan.access.vip !== undefined,
  };
  return timingReport(objectives, resolveTiming(plan, options));
}

function notesOf(
  { rtoSeconds, rpoBytes }: TimingObjectives,
  timing: Timing,
  host: FailureBudget,
  worst: SolverResult,
): readonly string[] {
  const corrected = timing.explanations.filter(
    ({ name, formula }) => name.startsWith('patroni.') && /raised to|lowered to/.test(formula),
  );
  const notes = corrected.map(({ name, formula, source }) => `${name}: ${formula} (${source}).`);
  if (host.worstSeconds > rtoSeconds)
    notes.push(
      `Losing the primary's host stops writes for ${host.typicalSeconds} s typically and ${host.worstSeconds} s at worst; the objective is ${rtoSeconds} s. ${
        worst.feasible
          ? `ttl ${worst.timing.patroni.ttlSeconds}, loop_wait ${worst.timing.patroni.loopWaitSeconds}, retry_timeout ${worst.timing.patroni.retryTimeoutSeconds} with checks every ${worst.timing.haproxy.downinterSeconds} s of servers that are down keeps the worst case within it.`
          : worst.reason
      }`,
    );
  notes.push(
    rpoBytes === 0
      ? 'rpo 0: replication is synchronous; only the old primary or a synchronous standby is promoted.'
      : `rpo ${rpoBytes} bytes: replicas further behind are not promoted. The bound is not hard: the position that they are compared with can be up to ttl (${timing.patroni.ttlSeconds} s) old.`,
    `When the etcd leader is on the lost host, every lease starts again: add up to ${Math.round(0.3 * timing.etcd.electionMilliseconds) / 100} s, and the best case of ttl - loop_wait is gone.`,
  );
  return notes;
}
