import { TRPCError } from '@trpc/server';
import { Problem, type ProblemKind } from '../../core/problem.ts';

/** Exit codes of every verb: 0 done, 1 the answer is no, 2 wrong usage or an unreadable plan, 3 a host could not be reached or authenticated. */
export const exitCodes: Readonly<Record<ProblemKind, number>> = { no: 1, usage: 2, unreachable: 3 };

/** The problem inside whatever was thrown: the router wraps it. Undefined for a fault of the program itself. */
export function problemOf(thrown: unknown): Problem | undefined {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof TRPCError) return problemOf(thrown.cause);
  return undefined;
}
