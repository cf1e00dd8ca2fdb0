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
      readonly written: () => unknown;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'unreadable'; readonly problems: readonly PlanProblem[] };

/** The latest texts: the one on the screen, and one that is being tried. */
const latest = new Map<string, Judged>();
const maxKept = 3;

/** Reads and judges a plan's text; the answers for the latest texts are kept, since every part of a screen asks. */
export function judge(text: string): Judged {
  const known = latest.get(text);
  if (known !== undefined) return known;
  const result = parsePlan(text);
  const judged: Judged = result.ok ? judgedPlan(result.parsed) : { kind: 'unreadable', problems: result.problems };
  latest.set(text, judged);
  for (const oldest of [...latest.keys()].slice(0, -maxKept)) latest.delete(oldest);
  return judged;
}

function judgedPlan(parsed: ParsedPlan): Judged {
  const { plan, document } = parsed;
  const findings = once(() => validatePlan(plan));
  return {
    kind: 'plan',
    plan,
    parsed,
    written: once(() => document.toJS({ maxAliasCount: 0 })),
    // The rules take a while in a long plan: they are asked when a screen wants to know, not while somebody types.
    get findings() {
      return findings();
    },
  };
}

/** Makes a value when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Whether a path lies at or below another one. */
export function isWithin(path: PlanPath, above: PlanPath): boolean {
  return above.every((part, index) => path[index] === part);
}
