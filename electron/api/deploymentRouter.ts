import { z } from 'zod';
import { nothingToInstall, openPackageSource } from '../services/deploy/packageSource.ts';
import { rotateCertificates } from '../services/deploy/rotateCertificates.ts';
import { type DeployResult, runDeployment } from '../services/deploy/runDeployment.ts';
import { runDestroy } from '../services/deploy/runDestroy.ts';
import type { ProcedureEvent } from '../services/procedures/procedureEvent.ts';
import { acceptInput } from './acceptInput.ts';
import { deploymentTarget, refuseErrors } from './deploymentTarget.ts';
import { withOpenedPlan } from './openedPlan.ts';
import { planFileInput } from './planInput.ts';
import { streamed } from './streamed.ts';
import { procedure, router } from './trpc.ts';

/** What a person may say about the hosts of a run: take over locks, leave hosts out by name. */
const hostChoices = {
  takeLock: z.boolean().default(false),
  without: z.array(z.string().min(1).max(255)).max(1000).default([]),
};

/** Everything that changes hosts. */
export const deploymentRouter = router({
  /** Brings the hosts to what the plan says; emits what happens, then the result. Leaving the stream asks for a stop at a safe point. */
  deploy: procedure
    .input(planFileInput.extend({ dryRun: z.boolean().default(false), ...hostChoices, accept: acceptInput }))
    .subscription(({ input, ctx }) =>
      streamed<ProcedureEvent, DeployResult>((onEvent, signal) =>
        withOpenedPlan(ctx, input.planFile, async (opened) => {
          refuseErrors(opened);
          return runDeployment({
            ...deploymentTarget(opened),
            ...(await openPackageSource(opened.plan, opened.project.planFile)),
            dryRun: input.dryRun,
            takeLock: input.takeLock,
            without: input.without,
            accept: input.accept,
            signal,
            onEvent,
          });
        }),
      ),
    ),

  /** Renews the certificates of a deployed plan; emits what happens, then the result. */
  rotateCertificates: procedure
    .input(planFileInput.extend({ separate: z.boolean().default(false), ...hostChoices }))
    .subscription(({ input, ctx }) =>
      streamed<ProcedureEvent, DeployResult>((onEvent, signal) =>
        withOpenedPlan(ctx, input.planFile, async (opened) => {
          refuseErrors(opened);
          const { takeLock, without, separate } = input;
          const target = {
            ...deploymentTarget(opened),
            ...(await openPackageSource(opened.plan, opened.project.planFile)),
          };
          return rotateCertificates({ ...target, takeLock, without, separate, signal, onEvent });
        }),
      ),
    ),

  /** Removes what was deployed, data included, by the notes that it left on the hosts. The shell has asked before. */
  destroy: procedure.input(planFileInput.extend(hostChoices)).subscription(({ input, ctx }) =>
    streamed<ProcedureEvent, DeployResult>((onEvent, signal) =>
      withOpenedPlan(ctx, input.planFile, async (opened) =>
        runDestroy({
          ...deploymentTarget(opened),
          packages: nothingToInstall,
          takeLock: input.takeLock,
          without: input.without,
          signal,
          onEvent,
        }),
      ),
    ),
  ),
});
