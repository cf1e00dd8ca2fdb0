import { z } from 'zod';
import { switchoverCluster, switchoverProspect } from '../../core/procedures/switchoverProspect.ts';
import { switchover } from '../services/operations/switchover.ts';
import { readStatus } from '../services/status/readStatus.ts';
import { deploymentTarget } from './deploymentTarget.ts';
import { withOpenedPlan } from './openedPlan.ts';
import { planFileInput } from './planInput.ts';
import { procedure, router } from './trpc.ts';

const name = z.string().min(1).max(255);

/** What is done to a running cluster. */
export const clusterRouter = router({
  /** Who leads, who could take over, and how long writes would stop: for the question before a switchover. */
  switchoverProspect: procedure
    .input(planFileInput.extend({ cluster: name.optional(), member: name.optional() }))
    .query(({ input, ctx }) =>
      withOpenedPlan(ctx, input.planFile, async ({ plan, hosts, secrets }) => {
        const cluster = switchoverCluster(plan, input.cluster, input.member);
        return switchoverProspect(plan, await readStatus(plan, hosts, secrets, { upkeep: false }), cluster);
      }),
    ),

  /** Hands the leadership to another member. The shell has asked before. */
  switchover: procedure
    .input(planFileInput.extend({ cluster: name, leader: name, candidate: name, takeLock: z.boolean().default(false) }))
    .mutation(({ input, ctx }) =>
      withOpenedPlan(ctx, input.planFile, (opened) => switchover({ ...opened, ...deploymentTarget(opened), ...input })),
    ),
});
