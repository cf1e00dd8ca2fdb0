import { type Phrase, phraseText, say } from '../wording/phrase.ts';
import { deriveTiming, type TimingRequest } from './deriveTiming.ts';
import { etcdTuningSource } from './etcdTiming.ts';
import { budgetSum, type FailureBudget, failureBudget, objectiveFailures, outageSeconds } from './failureBudget.ts';
import { type Lease, type PatroniLimits, patroniLimits } from './patroniLimits.ts';
import { explained, type Timing } from './timing.ts';

export type Measure = 'worst' | 'typical';

export interface SolverRequest {
  readonly targetRtoSeconds: number;
  /** Which figure of the budget must meet the target. */
  readonly measure: Measure;
  readonly rpoBytes: number;
  /** Largest round trip between two etcd members, seconds. */
  readonly rttSeconds?: number | undefined;
  readonly patroniVersion?: string | undefined;
  readonly vip?: boolean | undefined;
  /** What the plan sets beside the lease: the solver takes it as it is. */
  readonly given?: Partial<Pick<TimingRequest, 'synchronous' | 'overrides' | 'checkOverrides' | 'etcdOverrides'>>;
}

export interface Solution {
  readonly timing: Timing;
  /** Of a lost host; a crashed PostgreSQL takes no longer with this timing. */
  readonly budget: FailureBudget;
}

export type SolverResult =
  | (Solution & { readonly feasible: true })
  | {
      readonly feasible: false;
      readonly reason: string;
      /** The reason with its values apart, for another language. */
      readonly said: Phrase;
      readonly best: Solution;
    };

/** Below this, one slow answer of etcd or a short pause of a disk makes a healthy primary step down. */
const leastRetrySeconds = 3;
const maxTtlSeconds = 86_400;
const checkKinds = ['default', 'fast'] as const;
/** A lease of this length rides out a pause of a host or a disk; it is also the least that Patroni 3.2 and later run with. */
const calmTtlSeconds = 20;
/** Patroni's loop takes this share of the lease, as in the named presets of Pigsty 4 (30 s: 5 s); the retries share the rest. */
const loopShare = 1 / 6;

/**
 * The calmest timing that meets a target. A lease of 20 s comes first, then the slower health checks (the faster ones take a healthy
 * primary out of rotation after two seconds of silence, and end its sessions), then the largest ttl, a loop_wait of up to a sixth of it, and the
 * largest retry_timeout. Every constraint holds: `ttl >= loop_wait + 2 * retry_timeout`, the minimums of the Patroni version,
 * `ttl >= 1.5 * election timeout`, an election timeout that fits the round trip.
 * @returns the timing and its budget; or why the target cannot be met, and the shortest that can
 */
export function solveTiming(request: SolverRequest): SolverResult {
  const limits = solverLimits(request);
  const candidates = checkKinds.flatMap((checks) => {
    const lease = calmestLease(request, limits, checks);
    return lease === undefined ? [] : [{ lease, checks }];
  });
  // Both are in the order of preference: the slower checks win where their lease is long enough.
  const [calmest] = candidates.sort((one, other) => calmTtl(other.lease) - calmTtl(one.lease));
  const impossible = roundTripProblem(request);
  if (calmest !== undefined && impossible === undefined)
    return { feasible: true, ...solution(request, calmest.lease, calmest.checks, leaseFormulas) };
  const best = solution(request, shortestLease(limits, request.measure), 'fast', {
    ...leaseFormulas,
    'patroni.ttlSeconds': {
      formula: say`${`rto = ${request.targetRtoSeconds}`}, raised to the minimum ${limits.ttlSeconds}`,
      source: limits.source,
    },
  });
  const said = impossible ?? reasonFor(request, limits, best);
  return { feasible: false, reason: phraseText(said), said, best };
}

/** The least lease that the solver proposes: Patroni's minimums, the retries of a calm cluster, etcd's shortest lease. */
export function solverLimits(
  request: Pick<SolverRequest, 'patroniVersion' | 'rttSeconds' | 'rpoBytes' | 'given'>,
): PatroniLimits {
  const limits = patroniLimits(request.patroniVersion);
  const retryTimeoutSeconds = Math.max(limits.retryTimeoutSeconds, leastRetrySeconds);
  const { etcd } = timingOf(request, undefined, 'fast');
  return {
    ...limits,
    retryTimeoutSeconds,
    ttlSeconds: Math.max(
      limits.ttlSeconds,
      limits.loopWaitSeconds + 2 * retryTimeoutSeconds,
      Math.ceil((1.5 * etcd.electionMilliseconds) / 1000),
    ),
  };
}

/** Whether a timing meets the target in every failure that an objective is about. */
export function meetsTarget(timing: Timing, { targetRtoSeconds, measure, vip }: SolverRequest): boolean {
  return objectiveFailures.every((kind) => outageSeconds(timing, kind, measure, { vip }) <= targetRtoSeconds + 1e-9);
}

function calmestLease(request: SolverRequest, limits: PatroniLimits, checks: Checks): Lease | undefined {
  const base = timingOf(request, undefined, checks);
  const meets = (lease: Lease) => meetsTarget(withLease(base, lease, request.given), request);
  // With the shortest loop, every second of the lease is one second of the budget: the largest is found by halving.
  const shortLoop = (ttlSeconds: number): Lease => ({
    ttlSeconds,
    loopWaitSeconds: limits.loopWaitSeconds,
    retryTimeoutSeconds: Math.floor((ttlSeconds - limits.loopWaitSeconds) / 2),
  });
  // The lease is part of every outage, so none is longer than the target.
  const maxTtl = Math.min(maxTtlSeconds, Math.floor(request.targetRtoSeconds));
  const ttl = largest(limits.ttlSeconds, maxTtl, (value) => meets(shortLoop(value)));
  if (ttl === undefined) return undefined;
  const loop = largest(limits.loopWaitSeconds, sharedLoop(ttl, limits), (value) =>
    meets({ ...shortLoop(ttl), loopWaitSeconds: value }),
  );
  return evened(ttl, loop ?? limits.loopWaitSeconds, limits);
}

/** A lease with the retries that fit beside a loop; the second that is left over where they are rounded down is not used. */
function evened(ttlSeconds: number, loopWaitSeconds: number, limits: PatroniLimits): Lease {
  const retryTimeoutSeconds = Math.max(limits.retryTimeoutSeconds, Math.floor((ttlSeconds - loopWaitSeconds) / 2));
  return {
    ttlSeconds,
    loopWaitSeconds: Math.min(loopWaitSeconds, ttlSeconds - 2 * retryTimeoutSeconds),
    retryTimeoutSeconds,
  };
}

/** The figures that a budget is made of, for a lease that needs no correction; explained only once it is chosen. */
function withLease(base: Timing, lease: Lease, given: SolverRequest['given']): Timing {
  const primaryStartTimeoutSeconds = given?.overrides?.primaryStartTimeout ?? Math.floor(lease.ttlSeconds / 3);
  return { ...base, patroni: { ...base.patroni, ...lease, primaryStartTimeoutSeconds } };
}

/** The largest whole number in a range that fits, when all smaller ones fit too. */
function largest(from: number, to: number, fits: (value: number) => boolean): number | undefined {
  if (to < from || !fits(from)) return undefined;
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The loop adds to the worst outage alone, so a typical one leaves it its share of the lease. */
function shortestLease(limits: PatroniLimits, measure: Measure): Lease {
  const { ttlSeconds, loopWaitSeconds } = limits;
  return evened(ttlSeconds, measure === 'worst' ? loopWaitSeconds : sharedLoop(ttlSeconds, limits), limits);
}

function sharedLoop(ttlSeconds: number, limits: PatroniLimits): number {
  return Math.max(limits.loopWaitSeconds, Math.floor(ttlSeconds * loopShare));
}

type Checks = (typeof checkKinds)[number];

function timingOf(
  { given, ...request }: Pick<SolverRequest, 'patroniVersion' | 'rttSeconds' | 'rpoBytes' | 'given'>,
  lease: Lease | undefined,
  checks: Checks,
): Timing {
  const solved =
    lease === undefined
      ? {}
      : { ttl: lease.ttlSeconds, loopWait: lease.loopWaitSeconds, retryTimeout: lease.retryTimeoutSeconds };
  return deriveTiming({
    rtoSeconds: lease?.ttlSeconds ?? 30,
    rpoBytes: request.rpoBytes,
    synchronous: given?.synchronous ?? request.rpoBytes === 0,
    checks,
    overrides: { ...given?.overrides, ...solved },
    checkOverrides: given?.checkOverrides ?? {},
    etcdOverrides: given?.etcdOverrides ?? {},
    rttSeconds: request.rttSeconds,
    patroniVersion: request.patroniVersion,
  });
}

function solution(request: SolverRequest, lease: Lease, checks: Checks, formulas: LeaseFormulas): Solution {
  const { measure, targetRtoSeconds } = request;
  const derived = timingOf(request, lease, checks);
  const source =
    measure === 'worst'
      ? say`solver: calmest lease whose worst outage is at most ${targetRtoSeconds} s`
      : say`solver: calmest lease whose typical outage is at most ${targetRtoSeconds} s`;
  const explanations = derived.explanations.map((one) => {
    const why = formulas[one.name];
    return why === undefined ? one : explained(one.name, one.value, one.unit, why.formula, why.source ?? source);
  });
  const timing = { ...derived, explanations };
  return { timing, budget: failureBudget(timing, 'hostLoss', { vip: request.vip }) };
}

type LeaseFormulas = Readonly<Record<string, { readonly formula: Phrase; readonly source?: Phrase }>>;

const leaseFormulas: LeaseFormulas = {
  'patroni.ttlSeconds': { formula: say`largest ttl that meets the target` },
  'patroni.loopWaitSeconds': { formula: say`largest loop_wait that meets the target: at most ttl / 6` },
  'patroni.retryTimeoutSeconds': { formula: say`(ttl - loop_wait) / 2, rounded down` },
};

function calmTtl({ ttlSeconds }: Lease): number {
  return Math.min(ttlSeconds, calmTtlSeconds);
}

function roundTripProblem(request: SolverRequest): Phrase | undefined {
  const rtt = (request.rttSeconds ?? 0) * 1000;
  const { electionMilliseconds } = timingOf(request, undefined, 'fast').etcd;
  if (10 * rtt <= electionMilliseconds) return undefined;
  return say`A round trip of ${rtt} ms needs an election timeout of ${10 * rtt} ms, more than etcd accepts (${electionMilliseconds} ms): ${etcdTuningSource}.`;
}

function reasonFor(request: SolverRequest, limits: PatroniLimits, best: Solution): Phrase {
  const { measure, targetRtoSeconds } = request;
  const least = measure === 'worst' ? best.budget.worstSeconds : best.budget.typicalSeconds;
  const why = say`the least ttl is ${limits.ttlSeconds} s (${limits.source}; ttl >= loop_wait + 2 * retry_timeout; ttl >= 1.5 election timeouts), and promotion and health checks come on top: ${budgetSum(best.budget, measure)}.`;
  return measure === 'worst'
    ? say`The shortest worst outage is ${least} s, longer than the target of ${targetRtoSeconds} s: ${why}`
    : say`The shortest typical outage is ${least} s, longer than the target of ${targetRtoSeconds} s: ${why}`;
}
