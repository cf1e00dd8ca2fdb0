import { type ParsedPlan, parsePlan } from '../../core/plan/parse.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { PlanPath } from '../../core/plan/planPath.ts';
import type { PlanProblem } from '../../core/plan/problem.ts';
import type { Finding } from '../../core/rules/finding.ts';
import { validatePlan } from '../../core/rules/rules.ts';

/** What a text is: a plan with what the rules say of it, or what is wrong with it. */
export type Judged =
  | {
      readonly kind: 'plan';
      readonly plan: Plan;
      readonly parsed: ParsedPlan;
      /** What the file itself says, without defaults. */
      readonly written: unknown;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'unreadable'; readonly problems: readonly PlanProblem[] };

/** The latest texts: the one on the screen, and one that is being tried. */
const latest = new Map<string, Judged>();
const mostKept = 3;

/** Reads and judges a plan's text; the answers for the latest texts are kept, since every part of a screen asks. */
export function judge(text: string): Judged {
  const known = latest.get(text);
  if (known !== undefined) return known;
  const result = parsePlan(text);
  const judged: Judged = result.ok
    ? {
        kind: 'plan',
        plan: result.parsed.plan,
        parsed: result.parsed,
        written: result.parsed.document.toJS({ maxAliasCount: 0 }),
        findings: validatePlan(result.parsed.plan),
      }
    : { kind: 'unreadable', problems: result.problems };
  latest.set(text, judged);
  for (const oldest of [...latest.keys()].slice(0, -mostKept)) latest.delete(oldest);
  return judged;
}

/** Whether a path lies at or below another one. */
export function isWithin(path: PlanPath, above: PlanPath): boolean {
  return above.every((part, index) => path[index] === part);
}
