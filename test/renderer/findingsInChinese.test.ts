import { describe, expect, it } from 'vitest';
import { rules, validatePlan } from '../../core/rules/rules.ts';
import { phraseInChinese } from '../../renderer/text/chinese.ts';
import { layouts, planText, readPlan } from '../core/planFixture.ts';
import { cases } from '../core/rules/cases.ts';
import { englishLeft } from './englishLeft.ts';

const plans = [
  ...layouts.map((layout) => planText(layout)),
  ...cases.map(({ base, changes }) => planText(base, changes)),
];
const findings = plans.flatMap((text) => validatePlan(readPlan(text)));

describe('what the rules find', () => {
  it('is tried with every rule', () => {
    expect(new Set(findings.map(({ id }) => id)).size).toBe(rules.length);
  });

  it('is said in Chinese without an English word, and so are the fixes', () => {
    const said = findings.flatMap((finding) => [finding.said, ...finding.fixes.map((fix) => fix.said)]);
    // Names in the cases, and the host of [user@]host[:port].
    expect(said.flatMap((phrase) => englishLeft(phrase, ['host', 'a', 'local', 'nobody']))).toEqual([]);
    expect(said.map(phraseInChinese).filter((text) => !/\p{Script=Han}/u.test(text))).toEqual([]);
  });

  it('stands as Chinese is set: full-width marks, and a space between Chinese and Latin only', () => {
    const said = findings.map(({ said }) => phraseInChinese(said));
    const ill =
      /\p{Script=Han}[,:;?!]|\p{Script=Han} \p{Script=Han}|\p{Script=Han}[a-z0-9]|[。，、：；（）] |\{\d\}|undefined/iu;
    expect([...new Set(said)].filter((text) => ill.test(text))).toEqual([]);
  });
});
