import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newPlan } from '../../core/plan/newPlan.ts';
import { parsePlan } from '../../core/plan/parse.ts';
import { planText } from '../core/planFixture.ts';
import { englishLeft } from './englishLeft.ts';

const whole = planText({ topology: 'three-node', layout: 'three-members' });

function problemsOf(text: string) {
  const result = parsePlan(text);
  return result.ok ? [] : result.problems;
}

describe('why a text is no plan', () => {
  it.each([
    ['too large', 'a: 1\n'.repeat(300_000)],
    ['empty', ''],
    ['a list', '- a\n'],
    ['a newer program', 'quorate: 2\n'],
    ['nested deeply', '['.repeat(20_000)],
    ['a second document', `${whole}---\n${whole}`],
    ['a tab', 'hosts:\n\t- a\n'],
    ['an anchor', 'a: &x [1]\nb: *x\n'],
    ['a key twice', `${whole}name: other\n`],
    ['values of all kinds', 'name: 7\nssh: { port: 1e400, sudo: yes, key: "" }\nhosts: {}\nclusters: [1]\nsites: \n'],
    ['limits', 'objectives: { rto: -1, rpo: 1 MegaByte }\npostgres: { version: 99, parameters: { a: [], "": 1 } }\n'],
    ['unknown keys', 'nmae: x\npostgres: { users: [{ name: app, password: x }], colour: blue }\n'],
    [
      'a control character',
      'access: { dns: "a\\u0000b", vip: { address: 1 } }\nnetwork: { links: [{ between: [a], rtt: true }] }\n',
    ],
  ])('is said in Chinese: %s', (_, text) => {
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    // Keys, roles and settings of the plan.
    expect(problems.flatMap(({ said }) => englishLeft(said, ['hosts', 'members', 'host', 'a', 'b', 'name']))).toEqual(
      [],
    );
  });

  it('is said in Chinese wherever a plan is broken', () => {
    const signs = fc.constantFrom(
      '\t',
      ': ',
      '- ',
      '{',
      ']',
      '[',
      '"',
      "'",
      '|',
      '!x ',
      '%',
      '&y ',
      '@',
      '\\',
      ',',
      '?',
      '\n',
    );
    const broken = fc
      .tuple(fc.nat(whole.length), fc.nat(6), signs)
      .map(([at, gone, sign]) => whole.slice(0, at) + sign + whole.slice(at + gone));
    fc.assert(
      fc.property(broken, (text) => {
        for (const { code, said } of problemsOf(text)) if (code === 'syntax') expect(englishLeft(said)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('is said in Chinese of what no plan can be made of', () => {
    const taken = { name: 'n1', address: '10.0.0.1' };
    const refused = [
      newPlan({ topology: 'three-node', name: '-x', hosts: [{ name: 'n_1', address: '10.0.0' }, taken, taken] }),
      newPlan({ topology: 'two-node', hosts: [taken] }),
      newPlan({ topology: 'three-node', hosts: [taken] }),
      newPlan({ topology: 'two-node', layout: 'none-such' }),
      newPlan({ topology: 'two-node', sections: { objectives: { rto: -5 } } }),
    ].map((result) => (result.ok ? [] : result.problems));
    for (const problems of refused) expect(problems).not.toEqual([]);
    expect(refused.flat().flatMap(({ said }) => englishLeft(said, ['no']))).toEqual([]);
  });
});
