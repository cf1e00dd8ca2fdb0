import { z } from 'zod';
import { newPlan } from '../../core/plan/newPlan.ts';
import { topologyIds } from '../../core/plan/schema.ts';
import { Problem } from '../../core/problem.ts';
import { explainPlan } from '../../core/timing/explainPlan.ts';
import { resolveTiming } from '../../core/timing/resolveTiming.ts';
import { linesOf } from '../../core/wording/phrase.ts';
import { readDeployedPlan } from '../services/projects/deployedPlan.ts';
import { projectFolder, readPlanFile } from '../services/projects/openProject.ts';
import { parsedPlan, planFileInput, planTextInput } from './planInput.ts';
import { procedure, router } from './trpc.ts';
import { validationDocument } from './validationDocument.ts';

/** Everything about a plan that needs no host. */
export const planRouter = router({
  /** Writes a commented plan. */
  create: procedure
    .input(
      z.object({
        topology: z.enum(topologyIds),
        name: z.string().optional(),
        layout: z.string().optional(),
        hosts: z.array(z.object({ name: z.string(), address: z.string() })).optional(),
        sections: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .mutation(({ input }) => {
      // The schema judges the sections inside newPlan: what does not fit comes back as a problem.
      const result = newPlan(input as Parameters<typeof newPlan>[0]);
      if (result.ok) return { text: result.text };
      throw new Problem('plan-not-made', 'usage', linesOf(result.problems.map((one) => one.said)), {
        details: result,
      });
    }),

  /** Every value of the plan with where it comes from. */
  explain: procedure.input(planTextInput).query(({ input }) => {
    const parsed = parsedPlan(input.planText);
    return explainPlan(parsed, resolveTiming(parsed.plan).explanations);
  }),

  /**
   * Judges a plan by every rule; unreadable text is a document too, so that an editor can show it. With the plan's file it is also compared with
   * what was deployed last by the project's folder.
   */
  validate: procedure
    .input(planTextInput.extend({ planFile: z.string().min(1).max(4096).optional() }))
    .query(async ({ input: { planText, planFile } }) =>
      validationDocument(
        planText,
        planFile === undefined ? undefined : await readDeployedPlan(projectFolder(planFile)),
      ),
    ),

  /** What a plan file is about, for a question that names it. */
  summary: procedure.input(planFileInput).query(async ({ input }) => {
    const { plan } = parsedPlan(await readPlanFile(input.planFile), input.planFile);
    return {
      name: plan.name,
      hosts: plan.hosts.map((host) => host.name),
      clusters: plan.clusters.map((cluster) => cluster.name),
    };
  }),
});
