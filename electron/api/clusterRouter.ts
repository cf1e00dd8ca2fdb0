import { z } from 'zod';
import { switchover } from '../services/operations/switchover.ts';
import { deploymentTarget } from './deploymentTarget.ts';
import { withOpenedPlan } from './openedPlan.ts';
import { planFileInput } from './planInput.ts';
import { procedure, router } from './trpc.ts';

const name = z.string().min(1).max(255);

/** What is done to a running cluster. */
export const clusterRouter = router({
  /** Hands the leadership to another member. The shell has asked before. */
  switchover: procedure
    .input(planFileInput.extend({ cluster: name, leader: name, candidate: name, takeLock: z.boolean().default(false) }))
    .mutation(({ input, ctx }) =>
      withOpenedPlan(ctx, input.planFile, (opened) => switchover({ ...opened, ...deploymentTarget(opened), ...input })),
    ),
});
