import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { Problem, type ProblemKind } from '../../core/problem.ts';

/** Exit codes of every verb: 0 done, 1 the answer is no, 2 wrong usage or an unreadable plan, 3 a host could not be reached or authenticated. */
export const exitCodes: Readonly<Record<ProblemKind, number>> = { no: 1, usage: 2, unreachable: 3 };

/** The problem inside whatever was thrown: the router wraps it. Undefined for a fault of the program itself. */
export function problemOf(thrown: unknown): Problem | undefined {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof TRPCError) {
    if (thrown.code === 'BAD_REQUEST' && thrown.cause instanceof ZodError) return inputProblem(thrown.cause);
    return problemOf(thrown.cause);
  }
  return undefined;
}

/** What the router's own check of its input says, in the words of the options. */
function inputProblem(error: ZodError): Problem {
  const lines = error.issues.map(
    (issue) => `${issue.path.length === 0 ? 'input' : issue.path.join('.')}: ${issue.message}.`,
  );
  return new Problem('input-invalid', 'usage', lines.join('\n'), { cause: error });
}
