import { describe, expect, it } from 'vitest';
import { secretsOf } from '../../../core/components/secretsOf.ts';
import { regionPair, swapRegions } from '../../../core/dr/regionPair.ts';
import { editPlan } from '../../../core/plan/edit.ts';
import { newPlan } from '../../../core/plan/newPlan.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import { validatePlan } from '../../../core/rules/rules.ts';

function geoPlan(): string {
  const made = newPlan({ topology: 'geo-dr', name: 'geo' });
  if (!made.ok) throw new Error('no plan');
  return made.text.replace('standbyOf: { cluster: pg-geo }', 'standbyOf: { cluster: pg-geo, delay: 60s } # behind');
}

function read(text: string) {
  const parsed = parsePlan(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.parsed.plan;
}

const swapped = (text: string) => editPlan(text, swapRegions(read(text), regionPair(read(text), undefined)));

describe('a plan whose regions have changed places', () => {
  it('says who follows whom, keeps its comments, and breaks no rule that it kept before', () => {
    const text = geoPlan();
    const after = swapped(text);
    const plan = read(after);
    expect(plan.clusters.map(({ name, standbyOf }) => [name, standbyOf])).toEqual([
      ['pg-geo', { cluster: 'pg-geo-dr', delaySeconds: 60 }],
      ['pg-geo-dr', undefined],
    ]);
    expect(plan.sites.map(({ role }) => role)).toEqual(['standby', 'primary']);
    expect(after).toContain('# behind');
    const errors = (of: string) =>
      validatePlan(read(of))
        .filter(({ severity }) => severity === 'error')
        .map(({ id }) => id);
    expect(errors(after)).toEqual(errors(text));
  });

  it('means the same passwords, which both regions have', () => {
    expect(secretsOf(read(swapped(geoPlan())))).toEqual(secretsOf(read(geoPlan())));
  });

  it('is the old one again when they change back', () => {
    expect(read(swapped(swapped(geoPlan())))).toEqual(read(geoPlan()));
  });

  it('refuses a cluster that follows nobody', () => {
    expect(() => regionPair(read(geoPlan()), 'pg-geo')).toThrow(/no standby cluster "pg-geo"; it has: pg-geo-dr/);
  });
});
