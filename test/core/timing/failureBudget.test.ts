import { describe, expect, it } from 'vitest';
import { classicEstimate } from '../../../core/timing/classicEstimate.ts';
import { type FailureKind, failureBudget, failureKinds } from '../../../core/timing/failureBudget.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { planTimingReport, timingReport } from '../../../core/timing/timingReport.ts';
import { planFixture } from '../planFixture.ts';

const mebibyte = 1_048_576;
const usual = resolveTiming(planFixture({ sections: { objectives: { mode: 'default' } } }));
const fast = resolveTiming(planFixture({ sections: { objectives: { mode: 'fast' } } }), { patroniVersion: '4.0.7' });

function figures(kind: FailureKind, timing = usual, vip = false) {
  const { minSeconds, typicalSeconds, worstSeconds } = failureBudget(timing, kind, { vip });
  return [minSeconds, typicalSeconds, worstSeconds];
}

describe('the budget of a failure', () => {
  // Added up by hand: ttl 30, loop_wait 10, start 10, downinter 3, (rise - 1) * fastinter = 2.
  it.each<[FailureKind, number[]]>([
    ['hostLoss', [30 - 10 + 0.1 + 2, 30 + 1 + 1.5 + 2, 30 + 10 + 2 + 3 + 2]],
    ['patroniCrash', [22.1, 34.5, 47]],
    ['etcdLeaderAndPrimary', [2 + 30 + 0.1 + 2, 2.5 + 30 + 5 + 1 + 1.5 + 2, 3 + 30 + 10 + 2 + 3 + 2]],
    // While PostgreSQL is not restarted, HAProxy's way down takes its least 2 s.
    ['postgresCrash', [2 + 0.1 + 2, 10 + 10 + 1 + 1.5 + 2, 20 + 10 + 2 + 3 + 2]],
    ['switchover', [0.1 + 0.1 + 2, 0.5 + 1 + 1.5 + 2, 3 + 3 + 2]],
  ])('adds up for %s', (kind, expected) => {
    expect(figures(kind)).toEqual(expected.map((value) => expect.closeTo(value, 6)));
  });

  it('shows what 15 s are on a Patroni that runs with ttl 20', () => {
    // ttl 20, loop_wait 6, downinter 1, (2 - 1) * 0.5.
    expect(figures('hostLoss', fast)).toEqual([14.6, 22, 29.5]);
  });

  it('counts phases beside others only where they last longer', () => {
    const { phases } = failureBudget(usual, 'hostLoss', { vip: true });
    expect(
      phases
        .filter(({ overlapsWith }) => overlapsWith !== undefined)
        .map(({ name, overlapsWith }) => [name, overlapsWith]),
    ).toEqual([
      ['haproxy-down', 'lease'],
      ['vip', 'haproxy-up'],
    ]);
    expect(figures('hostLoss', usual, true)).toEqual(figures('hostLoss'));
    // The checks take 0.5 s at best, 1 s typically and 1.5 s at worst: the virtual IP arrives later.
    expect(figures('hostLoss', fast, true)).toEqual([15.2, 22.6, 30.1]);
  });

  it('is in order, and says how it is added up', () => {
    for (const timing of [usual, fast])
      for (const kind of failureKinds) {
        const budget = failureBudget(timing, kind);
        expect(budget.minSeconds).toBeLessThan(budget.typicalSeconds);
        expect(budget.typicalSeconds).toBeLessThan(budget.worstSeconds);
        for (const phase of budget.phases) {
          expect(phase.minSeconds).toBeLessThanOrEqual(phase.typicalSeconds);
          expect(phase.typicalSeconds).toBeLessThanOrEqual(phase.worstSeconds);
        }
        expect(budget.formula.worst).toContain(`= ${budget.worstSeconds} s`);
      }
  });

  it('stands beside the classic estimate, which counts what overlaps', () => {
    expect(classicEstimate(usual)).toMatchObject({ minSeconds: 44, worstSeconds: 49 });
    expect(classicEstimate(usual).why.join(' ')).toContain('9 s in which HAProxy sees the old primary die');
  });
});

describe('the timing report', () => {
  it('says what differs from what was asked for', () => {
    const report = timingReport({ rtoSeconds: 15, rpoBytes: mebibyte, patroniVersion: '4.0.7' });
    expect(report.patroni.ttlSeconds).toBe(20);
    expect(report.notes.join('\n')).toMatch(/ttlSeconds: rto = 15, raised to the minimum 20 \(Patroni 3\.2/);
    expect(report.notes.join('\n')).toMatch(/22 s typically and 26\.5 s at worst; the objective is 15 s/);
    expect(Object.keys(report.budget)).toEqual([...failureKinds]);
    const old = timingReport({ rtoSeconds: 15, rpoBytes: mebibyte, patroniVersion: '3.0.2' });
    expect(old.patroni.ttlSeconds).toBe(13);
    expect(old.notes.join('\n')).not.toContain('raised');
  });

  it('reports a plan with its own timing and its virtual IP', () => {
    const plan = planFixture({}, [
      [['patroni'], { timing: { ttl: 60 } }],
      [['access'], { vip: { address: '10.0.0.100/24', interface: 'eth0' } }],
    ]);
    const report = planTimingReport(plan);
    expect(report.patroni.ttlSeconds).toBe(60);
    expect(report.budget.hostLoss.phases.some(({ name }) => name === 'vip')).toBe(true);
    expect(planTimingReport(plan, { rttSeconds: 0.2 }).etcd.electionMilliseconds).toBe(2000);
  });
});
