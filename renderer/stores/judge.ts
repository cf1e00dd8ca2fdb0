import { type ParsedPlan, parsePlan } from '../../core/plan/parse.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { PlanPath } from '../../core/plan/planPath.ts';
import type { PlanProblem } from '../../core/plan/problem.ts';
import type { Finding } from '../../core/rules/finding.ts';
import { validatePlan } from '../../core/rules/rules.ts';

/** What a text is: a plan with what the rules say of it, or what is wrong with it. */
export type Judged =
  | { readonly kind: 'plan'; readonly plan: Plan; readonly parsed: ParsedPlan; readonly findings: readonly Finding[] }
  | { readonly kind: 'unreadable'; readonly problems: readonly PlanProblem[] };

let last: { readonly text: string; readonly judged: Judged } | undefined;

/** Reads and judges a plan's text; the answer for the latest text is kept, since every part of a screen asks. */
export function judge(text: string): Judged {
  if (last?.text === text) return last.judged;
  const result = parsePlan(text);
  const judged: Judged = result.ok
    ? { kind: 'plan', plan: result.parsed.plan, parsed: result.parsed, findings: validatePlan(result.parsed.plan) }
    : { kind: 'unreadable', problems: result.problems };
  last = { text, judged };
  return judged;
}

/** Whether a path lies at or below another one. */
export function isWithin(path: PlanPath, above: PlanPath): boolean {
  return above.every((part, index) => path[index] === part);
}
