import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../core/plan/parse.ts';
import { simulateAll } from '../../core/quorum/simulateAll.ts';
import { explainPlan } from '../../core/timing/explainPlan.ts';
import { planTimingReport, timingReport } from '../../core/timing/timingReport.ts';
import type { Phrase } from '../../core/wording/phrase.ts';
import { layouts, planText, readPlan } from '../core/planFixture.ts';
import { planFor, strict, zeroLoss } from '../core/quorum/plans.ts';
import { englishLeft } from './englishLeft.ts';

const left = (said: readonly Phrase[]) => [...new Set(said.flatMap((phrase) => englishLeft(phrase)))];

describe('the design of a plan, in Chinese,', () => {
  it('has no English word in what timing and budgets come from, nor in why a target cannot be kept', () => {
    const objectives = [5, 20, 30, 60, 300].flatMap((rtoSeconds) =>
      [undefined, 0.02, 6].flatMap((rttSeconds) =>
        ['3.0.2', undefined].map((patroniVersion) =>
          timingReport({
            rtoSeconds,
            rpoBytes: rtoSeconds === 60 ? 0 : 1_048_576,
            rttSeconds,
            patroniVersion,
            vip: true,
          }),
        ),
      ),
    );
    const plans = layouts.map((layout) =>
      planTimingReport(
        readPlan(planText(layout, [[['patroni', 'timing'], { ttl: 25, loopWait: 20, retryTimeout: 9 }]])),
      ),
    );
    const said = [...objectives, ...plans].flatMap(({ explanations, budget, solver }) => [
      ...explanations.flatMap((one) => [one.said.formula, one.said.source]),
      ...Object.values(budget).flatMap(({ phases }) => phases.map((phase) => phase.said)),
      ...[solver.worst, solver.typical].flatMap((one) => {
        if (one.feasible) return one.timing.explanations.flatMap((value) => [value.said.formula, value.said.source]);
        return [one.said];
      }),
    ]);
    expect(said.length).toBeGreaterThan(1000);
    expect(left(said)).toEqual([]);
  });

  it('has no English word in why a value is what it is', () => {
    const said = layouts.flatMap((layout) => {
      const parsed = parsePlan(planText(layout));
      if (!parsed.ok) throw new Error('the plan of a layout is not read');
      return explainPlan(parsed.parsed, planTimingReport(parsed.parsed.plan).explanations).map((one) => one.said);
    });
    expect(said.length).toBeGreaterThan(300);
    expect(left(said)).toEqual([]);
  });

  it('has no English word in what failures do', () => {
    const plans = [
      planFor('two-node', { layout: 'arbiter' }),
      planFor('two-node', { layout: 'no-arbiter' }),
      planFor('three-node'),
      planFor('three-node', { sections: { patroni: { failsafe: false, watchdog: 'required' } } }),
      planFor('five-node', zeroLoss),
      planFor('dual-dc', strict),
      planFor('geo-dr'),
    ];
    const outcomes = plans.flatMap((plan) =>
      simulateAll(plan, 2, { include: ['site', 'process', 'link'] }).combinations.flatMap(({ clusters }) => clusters),
    );
    expect(new Set(outcomes.map(({ reasonCode }) => reasonCode)).size).toBeGreaterThan(10);
    const said = outcomes.flatMap((one) => [one, one.splitBrain, one.failsafe, one.watchdog, one.vip, ...one.degraded]);
    expect(left(said.flatMap((one) => (one === null ? [] : [one.said])))).toEqual([]);
  });
});
