import { z } from 'zod';
import { standbyPair } from '../../core/dr/swapRegions.ts';
import { phraseText } from '../../core/wording/phrase.ts';
import { type PromoteResult, promoteStandby } from '../services/dr/promoteStandby.ts';
import { type ReturnResult, returnRegion } from '../services/dr/returnRegion.ts';
import { readPlanFile } from '../services/projects/openProject.ts';
import { deploymentTarget } from './deploymentTarget.ts';
import { withOpenedPlan } from './openedPlan.ts';
import { parsedPlan, planFileInput } from './planInput.ts';
import { streamed } from './streamed.ts';
import { procedure, router } from './trpc.ts';

const clusterInput = planFileInput.extend({ cluster: z.string().min(1).max(63).optional() });
const changeInput = clusterInput.extend({ takeLock: z.boolean().default(false) });

/** Two regions: which of them takes writes. */
export const drRouter = router({
  /** The standby cluster and its upstream, for a question that names them. */
  pair: procedure.input(clusterInput).query(async ({ input }) => {
    const { plan } = parsedPlan(await readPlanFile(input.planFile), input.planFile);
    const { standby, upstream } = standbyPair(plan, input.cluster);
    return { standby: standby.name, upstream: upstream.name };
  }),

  /** Makes the standby cluster writable and writes the new roles into the plan file. The shell has asked before. */
  promote: procedure
    .input(changeInput.extend({ fenced: z.boolean().default(false), stopPrimary: z.boolean().default(false) }))
    .subscription(({ input, ctx }) =>
      streamed<string, PromoteResult>((onEvent) =>
        withOpenedPlan(ctx, input.planFile, (opened) =>
          promoteStandby({
            ...opened,
            ...deploymentTarget(opened),
            takeLock: input.takeLock,
            cluster: input.cluster,
            fenced: input.fenced ? 'all' : [],
            stopPrimary: input.stopPrimary,
            onEvent: (said) => onEvent(phraseText(said)),
          }),
        ),
      ),
    ),

  /** Makes the former primary region follow the other one. */
  return: procedure.input(changeInput).subscription(({ input, ctx }) =>
    streamed<string, ReturnResult>((onEvent) =>
      withOpenedPlan(ctx, input.planFile, (opened) =>
        returnRegion({
          ...opened,
          ...deploymentTarget(opened),
          takeLock: input.takeLock,
          cluster: input.cluster,
          onEvent: (said) => onEvent(phraseText(said)),
        }),
      ),
    ),
  ),
});
