import { describe, expect, it } from 'vitest';
import { editPlan } from '../../../core/plan/edit.ts';
import { labSections } from '../../../core/plan/labSections.ts';
import { formatPath } from '../../../core/plan/planPath.ts';
import { rules, validatePlan } from '../../../core/rules/rules.ts';
import { type FixtureOptions, layouts, planText, readPlan } from '../planFixture.ts';
import { type Case, cases } from './cases.ts';

const judge = (text: string) => validatePlan(readPlan(text));
const name = ({ id, title }: Case) => `${id}: ${title}`;
const textOf = ({ base, changes }: Case) => planText(base, changes);
const bases = new Map<string, string>();
function baseText(base: FixtureOptions): string {
  const key = JSON.stringify(base);
  const text = bases.get(key) ?? planText(base);
  bases.set(key, text);
  return text;
}

describe('a plan as it is written for a topology', () => {
  it.each(layouts)('has no error: $topology, $layout', (options) => {
    const findings = judge(planText(options));
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    // Three nodes are the recommendation: nothing is to be said of them, but that nobody has named the clients yet.
    if (options.topology === 'three-node') expect(findings.map(({ id }) => id)).toEqual(['clients-open']);
  });

  it.each(layouts)('has pools that fit into the PostgreSQL of a lab: $topology, $layout', (options) => {
    const findings = judge(planText({ ...options, sections: labSections }));
    expect(findings.filter(({ id }) => id === 'pool-sizes')).toEqual([]);
  });

  it('says of two nodes without an arbiter which loss is not automatic', () => {
    const findings = judge(planText({ topology: 'two-node', layout: 'no-arbiter' }));
    expect(findings.find(({ id }) => id === 'etcd-member-count')).toMatchObject({
      severity: 'warning',
      message: expect.stringMatching(/the loss of n1 is not automatic.*The loss of n2 is automatic/),
    });
  });
});

describe('rules', () => {
  it('have one id each, a case for each, and nothing to say about the plan that the case starts from', () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...new Set(cases.map(({ id }) => id))].sort()).toEqual([...ids].sort());
    for (const { id, base } of cases) expect(judge(baseText(base)).filter((finding) => finding.id === id)).toEqual([]);
  });

  it.each(cases.map((one) => [name(one), one] as const))('find %s', (_, one) => {
    const found = judge(textOf(one)).filter(({ id }) => id === one.id);
    expect(found.map(({ severity, path }) => `${severity} ${formatPath(path)}`)).toEqual(one.found);
    for (const finding of found) {
      expect(finding.message).toMatch(/^[^\p{Cc}]+\.$/u);
      // The mark of an empty value: nothing that a rule says is left without one.
      expect(finding.message).not.toContain('–');
      expect(finding.reference).not.toBe('');
    }
    expect(found.reduce((count, { fixes }) => count + fixes.length, 0)).toBe(one.fixes);
  });

  it.each(cases.filter(({ fixes }) => fixes > 0).map((one) => [name(one), one] as const))(
    'are satisfied by their own fixes: %s',
    (_, one) => {
      const text = textOf(one);
      const before = judge(text).filter(({ id }) => id === one.id);
      for (const finding of before) {
        for (const fix of finding.fixes) {
          const after = judge(editPlan(text, fix.edits)).filter(({ id }) => id === one.id);
          expect(after.length, `${fix.title}: ${JSON.stringify(after)}`).toBeLessThan(before.length + one.fixLeaves);
          expect(after.map(({ message }) => message)).not.toContain(finding.message);
        }
      }
    },
  );

  it('come errors first, then by the place in the plan', () => {
    const findings = judge(
      planText({}, [
        [['security'], { tls: false }],
        [['hosts', 2, 'address'], '127.0.0.1'],
        [['hosts', 0, 'address'], 'not an address'],
        [['objectives'], { mode: 'fast' }],
      ]),
    );
    expect(findings.map(({ severity, path }) => `${severity} ${formatPath(path)}`)).toEqual([
      'error hosts[0].address',
      'error hosts[2].address',
      'warning postgres.clients',
      'warning security.tls',
      // The least lease of Patroni, and what the mode then gives.
      'info objectives',
      'info objectives',
    ]);
  });
});
