import type { Drift, Taking } from '../health/drift.ts';
import { editPlan } from '../plan/edit.ts';
import { parsePlan } from '../plan/parse.ts';
import type { Plan } from '../plan/plan.ts';
import { formatPath } from '../plan/planPath.ts';
import { Problem } from '../problem.ts';
import type { Finding } from '../rules/finding.ts';
import { validatePlan } from '../rules/rules.ts';
import { linesOf, listOf, type PhraseValue, say } from '../wording/phrase.ts';

/** A plan that has taken something in. */
export interface TakenDrift {
  readonly planText: string;
  readonly taken: readonly (Taking & { readonly field: string })[];
}

/**
 * Takes what hosts have otherwise into a plan, and keeps its comments.
 * @param names fields of the plan, such as `postgres.parameters.work_mem`, or settings by their own name; none: all that can be taken
 * @throws Problem `drift-unknown` (usage) for a name of which nothing can be taken; `drift-apart` (no) where hosts have several values of one setting;
 * `drift-invalid` (no) where the plan would break a rule. Then nothing is taken
 */
export function takeDrift(planText: string, drift: readonly Drift[], names: readonly string[] = []): TakenDrift {
  const all = drift.flatMap(({ take }) => {
    const [first] = take;
    return first === undefined ? [] : [{ field: formatPath(first.path), edits: take }];
  });
  const called = (field: string, name: string) => field === name || field.endsWith(`.${name}`);
  const unknown = names.filter((name) => !all.some(({ field }) => called(field, name)));
  if (unknown.length > 0) {
    const known = [...new Set(all.map(({ field }) => field))];
    throw new Problem(
      'drift-unknown',
      'usage',
      known.length === 0
        ? say`Nothing of ${listOf(unknown)} can be taken into the plan: no difference that was found has a place in it.`
        : say`Nothing of ${listOf(unknown)} can be taken into the plan. What can: ${listOf(known)}.`,
    );
  }
  const wanted = all
    .filter(({ field }) => names.length === 0 || names.some((name) => called(field, name)))
    .flatMap(({ edits }) => edits.map((edit) => ({ ...edit, field: formatPath(edit.path) })));
  const taken = [...new Map(wanted.map((one) => [one.field, one])).values()];
  const apart = taken.filter(({ field, value }) =>
    wanted.some((one) => one.field === field && String(one.value) !== String(value)),
  );
  if (apart.length > 0)
    throw new Problem(
      'drift-apart',
      'no',
      say`The hosts have several values of ${listOf(apart.map(({ field }) => field))}: write the one that is to be into the plan. Nothing was taken.`,
    );
  const changed = editPlan(planText, taken);
  const broken = newErrors(planText, changed);
  if (broken.length > 0)
    throw new Problem(
      'drift-invalid',
      'no',
      linesOf([say`The plan would not be valid with what the hosts have, and nothing was taken:`, ...broken]),
    );
  return { planText: changed, taken };
}

/** What is wrong with the later text that was not wrong with the earlier one. */
function newErrors(before: string, after: string): readonly PhraseValue[] {
  const result = parsePlan(after);
  if (!result.ok) return result.problems.map(({ field, said }) => say`${field}: ${said}`);
  const earlier = parsePlan(before);
  const known = new Set(earlier.ok ? errorsOf(earlier.parsed.plan).map(placed) : []);
  return errorsOf(result.parsed.plan).flatMap((finding) =>
    known.has(placed(finding)) ? [] : [say`${formatPath(finding.path)}: ${finding.said}`],
  );
}

function placed({ id, path }: Finding): string {
  return `${id} ${formatPath(path)}`;
}

function errorsOf(plan: Plan) {
  return validatePlan(plan).filter(({ severity }) => severity === 'error');
}
