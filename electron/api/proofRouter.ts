import { z } from 'zod';
import type { Plan } from '../../core/plan/plan.ts';
import { sizeSchema } from '../../core/plan/quantities.ts';
import { Problem } from '../../core/problem.ts';
import type { Failure } from '../../core/quorum/failure.ts';
import { parseFailure } from '../../core/quorum/parseFailure.ts';
import { simulate } from '../../core/quorum/simulate.ts';
import { simulateAll } from '../../core/quorum/simulateAll.ts';
import { planTimingReport, timingReport } from '../../core/timing/timingReport.ts';
import { parsedPlan, planTextInput } from './planInput.ts';
import { procedure, router } from './trpc.ts';

/** The design proven on paper: timing and failures. Nothing here touches a host. */
export const proofRouter = router({
  /** Timing for objectives alone. */
  timing: procedure
    .input(
      z.object({
        rto: z.number().positive().max(86_400),
        rpo: sizeSchema,
        rttSeconds: z.number().positive().max(10).optional(),
        patroniVersion: z.string().max(20).optional(),
        vip: z.boolean().optional(),
      }),
    )
    .query(({ input: { rto, rpo, ...rest } }) => timingReport({ rtoSeconds: rto, rpoBytes: rpo, ...rest })),

  /** Timing of a plan, with the failure budgets that follow. */
  planTiming: procedure.input(planTextInput).query(({ input }) => planTimingReport(parsedPlan(input.planText).plan)),

  /** What a set of failures does. Failures are text as on the command line, such as `host=n1`. */
  simulate: procedure
    .input(planTextInput.extend({ failures: z.array(z.string().max(200)).max(1000) }))
    .query(({ input }) => {
      const { plan } = parsedPlan(input.planText);
      return simulate(plan, readFailures(input.failures, plan));
    }),

  /** Every combination of 1 to `most` failed hosts and sites, with totals. */
  simulateAll: procedure.input(planTextInput.extend({ most: z.int().min(1).max(5) })).query(({ input }) => {
    try {
      return simulateAll(parsedPlan(input.planText).plan, input.most);
    } catch (cause) {
      if (cause instanceof RangeError)
        throw new Problem('too-many-combinations', 'usage', `${cause.message}.`, { cause });
      throw cause;
    }
  }),
});

function readFailures(texts: readonly string[], plan: Plan): Failure[] {
  return texts.map((text) => {
    const read = parseFailure(text, plan);
    if (read.ok) return read.failure;
    const { message, suggestion } = read.problem;
    throw new Problem(
      'failure-unknown',
      'usage',
      suggestion === undefined ? `${message}.` : `${message}; did you mean ${suggestion}?`,
    );
  });
}
