import { z } from 'zod';
import { resolveTiming } from '../../core/timing/resolveTiming.ts';
import { readManifest } from '../services/bundle/readManifest.ts';
import { readSshConfig } from '../services/hosts/readSshConfig.ts';
import { testLogin } from '../services/hosts/testLogin.ts';
import { runPreflight } from '../services/preflight/runPreflight.ts';
import { openProject } from '../services/projects/openProject.ts';
import { readStatus } from '../services/status/readStatus.ts';
import { withOpenedPlan } from './openedPlan.ts';
import { parsedPlan, planFileInput } from './planInput.ts';
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

  /** Logs in on one host and says what it is; a host key that is new is the answer, until it is confirmed. */
  testLogin: procedure
    .input(
      planFileInput.extend({
        host: z.string().min(1).max(63),
        /** Fingerprints that the user has compared. */
        confirmed: z.array(z.string().max(200)).max(10).default([]),
      }),
    )
    .mutation(async ({ input, ctx }) => {
      const { planText, directory } = await openProject(input.planFile);
      const { plan } = parsedPlan(planText, input.planFile);
      return testLogin(plan, input.host, directory, ctx.access, input.confirmed);
    }),

  /** The hosts of the operator's own OpenSSH configuration. */
  sshConfig: procedure.query(() => readSshConfig()),
});
