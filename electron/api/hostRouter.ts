import { resolveTiming } from '../../core/timing/resolveTiming.ts';
import { readManifest } from '../services/bundle/readManifest.ts';
import { runPreflight } from '../services/preflight/runPreflight.ts';
import { readStatus } from '../services/status/readStatus.ts';
import { withOpenedPlan } from './openedPlan.ts';
import { planFileInput } from './planInput.ts';
import { procedure, router } from './trpc.ts';

/** Everything that asks real hosts and changes nothing. */
export const hostRouter = router({
  /** Checks the hosts before a deployment. */
  preflight: procedure.input(planFileInput).query(({ input, ctx }) =>
    withOpenedPlan(ctx, input.planFile, async ({ plan, hosts }) =>
      runPreflight({
        plan,
        hosts,
        timing: resolveTiming(plan),
        bundle:
          plan.packages.source === 'bundle' && plan.packages.file !== undefined
            ? await readManifest(plan.packages.file)
            : undefined,
      }),
    ),
  ),

  /** The state of clusters, etcd and HAProxy now. */
  status: procedure
    .input(planFileInput)
    .query(({ input, ctx }) =>
      withOpenedPlan(ctx, input.planFile, ({ plan, hosts, secrets }) => readStatus(plan, hosts, secrets)),
    ),
});
