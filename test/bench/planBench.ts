import { parse } from 'yaml';
import { parsePlan } from '../../core/plan/parse.ts';
import { validatePlan } from '../../core/rules/rules.ts';
import { largePlanText } from './largePlan.ts';
import { type Measured, medianSeconds } from './measured.ts';

/** Reading and judging a plan of 300 hosts, against reading its YAML alone. */
export function benchPlan(): readonly Measured[] {
  const text = largePlanText();
  const floor = medianSeconds(() => parse(text));
  const whole = medianSeconds(() => {
    const parsed = parsePlan(text);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems[0]));
    validatePlan(parsed.parsed.plan);
  });
  return [
    { name: 'validate a plan of 300 hosts', value: whole * 1000, unit: 'ms', atMost: 100 },
    {
      name: 'validate a plan of 300 hosts / reading its YAML alone',
      value: whole / floor,
      unit: 'ratio',
      detail: `${(floor * 1000).toFixed(1)} ms for the YAML`,
    },
  ];
}
