import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepsLease } from '../../../core/timing/patroniLimits.ts';
import { meetsTarget, type SolverRequest, solverLimits, solveTiming } from '../../../core/timing/solveTiming.ts';
import type { Timing } from '../../../core/timing/timing.ts';

const targets = fc.integer({ min: 20, max: 900 }).map((tenths) => tenths / 10);
const requests = fc.record({
  targetRtoSeconds: targets,
  measure: fc.constantFrom('worst' as const, 'typical' as const),
  rpoBytes: fc.constantFrom(0, 1_048_576),
  rttSeconds: fc.constantFrom(undefined, 0.0003, 0.02, 0.3, 1.8),
  patroniVersion: fc.constantFrom(undefined, '3.0.2', '3.1.2', '3.2.0', '4.0.7'),
  vip: fc.boolean(),
});

interface Found {
  readonly calmChecks: boolean;
  readonly ttl: number;
  readonly retry: number;
  readonly loop: number;
}

/** Tries everything; the sums are written out here once more, apart from the program's. */
function bruteForce(request: SolverRequest): Found | undefined {
  const enforced =
    request.patroniVersion === undefined ||
    (!request.patroniVersion.startsWith('3.0') && !request.patroniVersion.startsWith('3.1'));
  const rtt = Math.ceil((request.rttSeconds ?? 0) * 1e6) / 1000;
  const election = Math.max(1000, Math.ceil(10 * rtt), 10 * Math.max(100, Math.ceil(rtt)));
  let best: Found | undefined;
  for (const checks of [
    { inter: 3, fastinter: 1, downinter: 3, rise: 3, fall: 3 },
    { inter: 1, fastinter: 0.5, downinter: 1, rise: 2, fall: 2 },
  ]) {
    for (let ttl = enforced ? 20 : 1; ttl <= request.targetRtoSeconds; ttl++) {
      if (1000 * ttl < 1.5 * election) continue;
      for (let retry = 3; 2 * retry < ttl; retry++)
        for (let loop = 1; loop + 2 * retry <= ttl; loop++) {
          if (outage(request, checks, ttl, loop) > request.targetRtoSeconds + 1e-9) continue;
          const found = { ttl, retry, loop, calmChecks: checks.inter === 3 };
          if (best === undefined || calmer(found, best) > 0) best = found;
        }
    }
  }
  return best;
}

/** A lease of 20 s, then the slower checks, then the lease, a loop of up to a sixth of it, the retries. Positive: the first is calmer. */
function calmer(one: Found, other: Found): number {
  const rank = ({ ttl, retry, loop, calmChecks }: Found) => {
    const share = Math.max(1, Math.floor(ttl / 6));
    return [Math.min(ttl, 20), Number(calmChecks), ttl, loop <= share ? loop : -loop, retry];
  };
  const [left, right] = [rank(one), rank(other)];
  const at = left.findIndex((value, index) => value !== right[index]);
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

function outage(
  { measure, vip }: SolverRequest,
  checks: { inter: number; fastinter: number; downinter: number; rise: number; fall: number },
  ttl: number,
  loop: number,
): number {
  const worst = measure === 'worst';
  const further = (checks.rise - 1) * checks.fastinter;
  const up = Math.max(
    (worst ? checks.downinter : checks.downinter / 2) + further,
    vip === true ? (worst ? 2.1 : 1.6) : 0,
  );
  const quick = (checks.fall - 1) * checks.fastinter;
  const down = worst ? Math.max(checks.fall * checks.inter, checks.inter + quick) : checks.inter / 2 + quick;
  const start = Math.floor(ttl / 3);
  const wake = worst ? loop : loop / 2;
  const host = Math.max(worst ? ttl : ttl - loop / 2, down) + wake;
  const crash = wake + Math.max(start, down) + wake;
  return Math.max(host, crash) + (worst ? 2 : 1) + up;
}

/** Of two timings the one with the higher figure is calmer, or they are alike. */
function calmth({ patroni: { ttlSeconds }, haproxy }: Timing): number {
  return Math.min(ttlSeconds, 20) * 1e6 + (haproxy.interSeconds === 3 ? 1e5 : 0) + ttlSeconds;
}

describe('the solver', () => {
  it('finds exactly what trying everything finds, and no more', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const expected = bruteForce(request);
        const result = solveTiming(request);
        expect(result.feasible).toBe(expected !== undefined);
        if (!result.feasible || expected === undefined) return;
        const { ttlSeconds: ttl, retryTimeoutSeconds: retry, loopWaitSeconds: loop } = result.timing.patroni;
        expect({ ttl, retry, loop, calmChecks: result.timing.haproxy.interSeconds === 3 }).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps every constraint, met or not', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const result = solveTiming(request);
        const { timing, budget } = result.feasible ? result : result.best;
        const limits = solverLimits(request);
        expect(keepsLease(timing.patroni)).toBe(true);
        for (const name of ['ttlSeconds', 'loopWaitSeconds', 'retryTimeoutSeconds'] as const)
          expect(timing.patroni[name]).toBeGreaterThanOrEqual(limits[name]);
        expect(1000 * timing.patroni.ttlSeconds).toBeGreaterThanOrEqual(1.5 * timing.etcd.electionMilliseconds);
        expect(timing.etcd.electionMilliseconds).toBeGreaterThanOrEqual(10_000 * (request.rttSeconds ?? 0));
        expect(timing.etcd.electionMilliseconds).toBeGreaterThanOrEqual(5 * timing.etcd.heartbeatMilliseconds);
        expect(meetsTarget(timing, request)).toBe(result.feasible);
        if (!result.feasible) expect(result.reason).toContain(`${request.targetRtoSeconds} s`);
        expect(budget.kind).toBe('hostLoss');
      }),
    );
  });

  it('gives a longer target a timing that is as calm or calmer', () => {
    fc.assert(
      fc.property(requests, targets, (request, other) => {
        const [less, more] = [request.targetRtoSeconds, other].sort((one, two) => one - two);
        const shorter = solveTiming({ ...request, targetRtoSeconds: less ?? 0 });
        const longer = solveTiming({ ...request, targetRtoSeconds: more ?? 0 });
        if (!shorter.feasible) return;
        expect(longer.feasible).toBe(true);
        if (longer.feasible) expect(calmth(longer.timing)).toBeGreaterThanOrEqual(calmth(shorter.timing));
      }),
    );
  });

  it('ends where its reason says: the shortest outage is feasible, a tenth of a second less is not', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const refused = solveTiming({ ...request, targetRtoSeconds: 1 });
        expect(refused.feasible).toBe(false);
        if (refused.feasible) return;
        const { budget } = refused.best;
        const shortest = request.measure === 'worst' ? budget.worstSeconds : budget.typicalSeconds;
        expect(solveTiming({ ...request, targetRtoSeconds: shortest }).feasible).toBe(true);
        expect(solveTiming({ ...request, targetRtoSeconds: shortest - 0.1 }).feasible).toBe(false);
      }),
    );
  });

  it('says that no target can be met over a round trip that etcd cannot bridge', () => {
    const result = solveTiming({ targetRtoSeconds: 600, measure: 'worst', rpoBytes: 0, rttSeconds: 6 });
    expect(result).toMatchObject({ feasible: false, reason: expect.stringContaining('6000 ms') });
  });
});
