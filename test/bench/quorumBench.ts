import { newPlan } from '../../core/plan/newPlan.ts';
import { parsePlan } from '../../core/plan/parse.ts';
import { simulateAll } from '../../core/quorum/simulateAll.ts';
import { type Measured, medianSeconds } from './measured.ts';

/** All single and double failures of a plan of 50 hosts. */
export function benchQuorum(): readonly Measured[] {
  const hosts = Array.from({ length: 50 }, (_, index) => ({ name: `n${index + 1}`, address: `10.0.0.${index + 1}` }));
  const written = newPlan({ topology: 'five-node', hosts });
  if (!written.ok) throw new Error(JSON.stringify(written.problems[0]));
  const parsed = parsePlan(written.text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems[0]));
  const { plan } = parsed.parsed;
  let combinations = 0;
  const seconds = medianSeconds(() => {
    combinations = simulateAll(plan, 2).combinations.length;
  });
  const detail = `${combinations} combinations`;
  return [
    {
      name: 'simulate all single and double failures of 50 hosts',
      value: seconds * 1000,
      unit: 'ms',
      atMost: 200,
      detail,
    },
  ];
}
