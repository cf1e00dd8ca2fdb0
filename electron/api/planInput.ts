import { z } from 'zod';
import { type ParsedPlan, parsePlan } from '../../core/plan/parse.ts';
import { formatPath } from '../../core/plan/planPath.ts';
import { Problem } from '../../core/problem.ts';
import { linesOf, type PhraseValue, say } from '../../core/wording/phrase.ts';

/** A plan given as text: for everything that touches no host. */
export const planTextInput = z.object({ planText: z.string() });

/** A plan given as a file: for everything that keeps something beside it or touches hosts. */
export const planFileInput = z.object({ planFile: z.string().min(1).max(4096) });

/**
 * Parses a plan or ends with what is wrong with it.
 * @throws Problem `plan-invalid` (usage) listing every problem with line and column; its details are the problems
 */
export function parsedPlan(planText: string, planFile: PhraseValue = say`the plan`): ParsedPlan {
  const result = parsePlan(planText);
  if (result.ok) return result.parsed;
  const lines = result.problems.map((one) =>
    one.path.length === 0
      ? say`${planFile}:${one.line}:${one.column}: ${one.said}`
      : say`${planFile}:${one.line}:${one.column}: ${formatPath(one.path)}: ${one.said}`,
  );
  throw new Problem('plan-invalid', 'usage', linesOf(lines), { details: { problems: result.problems } });
}
