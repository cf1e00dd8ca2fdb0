import { z } from 'zod';
import type { DeployEvent } from '../services/deploy/deployEvent.ts';
import { nothingToInstall, openPackageSource } from '../services/deploy/packageSource.ts';
import { type DeployResult, runDeployment } from '../services/deploy/runDeployment.ts';
import { runDestroy } from '../services/deploy/runDestroy.ts';
import { deploymentTarget, refuseErrors } from './deploymentTarget.ts';
import { withOpenedPlan } from './openedPlan.ts';
import { planFileInput } from './planInput.ts';
import { streamed } from './streamed.ts';
import { procedure, router } from './trpc.ts';

/** Everything that changes hosts. */
export const deploymentRouter = router({
  /** Brings the hosts to what the plan says; emits what happens, then the result. Leaving the stream asks for a stop at a safe point. */
  deploy: procedure
    .input(planFileInput.extend({ dryRun: z.boolean().default(false), takeLock: z.boolean().default(false) }))
    .subscription(({ input, ctx }) =>
      streamed<DeployEvent, DeployResult>((onEvent, signal) =>
        withOpenedPlan(ctx, input.planFile, async (opened) => {
          refuseErrors(opened);
          return runDeployment({
            ...deploymentTarget(opened),
            ...(await openPackageSource(opened.plan, opened.project.planFile)),
            dryRun: input.dryRun,
            takeLock: input.takeLock,
            signal,
            onEvent,
          });
        }),
      ),
    ),

  /** Removes what was deployed, data included, by the notes that it left on the hosts. The shell has asked before. */
  destroy: procedure
    .input(planFileInput.extend({ takeLock: z.boolean().default(false) }))
    .subscription(({ input, ctx }) =>
      streamed<DeployEvent, DeployResult>((onEvent, signal) =>
        withOpenedPlan(ctx, input.planFile, async (opened) =>
          runDestroy({
            ...deploymentTarget(opened),
            packages: nothingToInstall,
            takeLock: input.takeLock,
            signal,
            onEvent,
          }),
        ),
      ),
    ),
});
