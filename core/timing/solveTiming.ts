import { type Phrase, phraseText, say } from '../wording/phrase.ts';
import { deriveTiming } from './deriveTiming.ts';
import { etcdTuningSource } from './etcdTiming.ts';
import { budgetSum, type FailureBudget, failureBudget } from './failureBudget.ts';
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
const mostTtlSeconds = 86_400;
const checkKinds = ['default', 'fast'] as const;

/**
 * The calmest timing that meets a target: the largest ttl, then the largest retry_timeout, then the largest loop_wait, then the
 * slower health checks. Every constraint holds: `ttl >= loop_wait + 2 * retry_timeout`, the minimums of the Patroni version,
 * `ttl >= 1.5 * election timeout`, an election timeout that fits the round trip.
 * @returns the timing and its budget; or why the target cannot be met, and the shortest that can
 */
export function solveTiming(request: SolverRequest): SolverResult {
  const limits = solverLimits(request);
  const candidates = checkKinds.flatMap((checks) => {
    const lease = calmestLease(request, limits, checks);
    return lease === undefined ? [] : [{ lease, checks }];
  });
  const [calmest] = candidates.sort((one, other) => compareLeases(other.lease, one.lease));
  const impossible = roundTripProblem(request);
  if (calmest !== undefined && impossible === undefined)
    return { feasible: true, ...solution(request, calmest.lease, calmest.checks) };
  const best = solution(request, shortestLease(limits), 'fast');
  const said = impossible ?? reasonFor(request, limits, best);
  return { feasible: false, reason: phraseText(said), said, best };
}

/** The least lease that the solver proposes: Patroni's minimums, the retries of a calm cluster, etcd's shortest lease. */
export function solverLimits(
  request: Pick<SolverRequest, 'patroniVersion' | 'rttSeconds' | 'rpoBytes'>,
): PatroniLimits {
  const limits = patroniLimits(request.patroniVersion);
  const retryTimeoutSeconds = Math.max(limits.retryTimeoutSeconds, leastRetrySeconds);
  const { etcd } = timingOf({ ...request }, undefined, 'fast');
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

/** Whether a timing meets the target in every failure that it promises to survive by itself. */
export function meetsTarget(timing: Timing, { targetRtoSeconds, measure, vip }: SolverRequest): boolean {
  return (['hostLoss', 'postgresCrash'] as const).every((kind) => {
    const budget = failureBudget(timing, kind, { vip });
    return (measure === 'worst' ? budget.worstSeconds : budget.typicalSeconds) <= targetRtoSeconds + 1e-9;
  });
}

function calmestLease(request: SolverRequest, limits: PatroniLimits, checks: Checks): Lease | undefined {
  const base = timingOf(request, undefined, checks);
  const meets = (lease: Lease) => meetsTarget(withLease(base, lease), request);
  // With the shortest loop, every second of the lease is one second of the budget: the largest is found by halving.
  const shortLoop = (ttlSeconds: number): Lease => ({
    ttlSeconds,
    loopWaitSeconds: limits.loopWaitSeconds,
    retryTimeoutSeconds: Math.floor((ttlSeconds - limits.loopWaitSeconds) / 2),
  });
  const ttl = largest(limits.ttlSeconds, mostTtlSeconds, (value) => meets(shortLoop(value)));
  if (ttl === undefined) return undefined;
  const lease = shortLoop(ttl);
  const mostLoop = ttl - 2 * lease.retryTimeoutSeconds;
  const loop = largest(limits.loopWaitSeconds, mostLoop, (value) => meets({ ...lease, loopWaitSeconds: value }));
  return { ...lease, loopWaitSeconds: loop ?? limits.loopWaitSeconds };
}

/** The figures that a budget is made of, for a lease that needs no correction; explained only once it is chosen. */
function withLease(base: Timing, lease: Lease): Timing {
  const primaryStartTimeoutSeconds = Math.floor(lease.ttlSeconds / 3);
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

function shortestLease(limits: PatroniLimits): Lease {
  const { ttlSeconds, loopWaitSeconds } = limits;
  return { ttlSeconds, loopWaitSeconds, retryTimeoutSeconds: Math.floor((ttlSeconds - loopWaitSeconds) / 2) };
}

type Checks = (typeof checkKinds)[number];

function timingOf(
  request: Pick<SolverRequest, 'patroniVersion' | 'rttSeconds' | 'rpoBytes'>,
  lease: Lease | undefined,
  checks: Checks,
): Timing {
  return deriveTiming({
    rtoSeconds: lease?.ttlSeconds ?? 30,
    rpoBytes: request.rpoBytes,
    synchronous: request.rpoBytes === 0,
    checks,
    overrides:
      lease === undefined
        ? {}
        : { ttl: lease.ttlSeconds, loopWait: lease.loopWaitSeconds, retryTimeout: lease.retryTimeoutSeconds },
    checkOverrides: {},
    etcdOverrides: {},
    rttSeconds: request.rttSeconds,
    patroniVersion: request.patroniVersion,
  });
}

function solution(request: SolverRequest, lease: Lease, checks: Checks): Solution {
  const { measure, targetRtoSeconds } = request;
  const derived = timingOf(request, lease, checks);
  const source =
    measure === 'worst'
      ? say`solver: calmest lease whose worst outage is at most ${targetRtoSeconds} s`
      : say`solver: calmest lease whose typical outage is at most ${targetRtoSeconds} s`;
  const explanations = derived.explanations.map((one) =>
    one.source.startsWith('plan: patroni.timing')
      ? explained(one.name, one.value, one.unit, solved(one.name), source)
      : one,
  );
  const timing = { ...derived, explanations };
  return { timing, budget: failureBudget(timing, 'hostLoss', { vip: request.vip }) };
}

function solved(name: string): Phrase {
  if (name === 'patroni.ttlSeconds') return say`largest ttl that meets the target`;
  return name === 'patroni.retryTimeoutSeconds'
    ? say`(ttl - least loop_wait) / 2, rounded down`
    : say`largest loop_wait that is left: at most ttl - 2 * retry_timeout`;
}

function compareLeases(one: Lease, other: Lease): number {
  return (
    one.ttlSeconds - other.ttlSeconds ||
    one.retryTimeoutSeconds - other.retryTimeoutSeconds ||
    one.loopWaitSeconds - other.loopWaitSeconds
  );
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
