import { join } from 'node:path';
import { z } from 'zod';
import { takeDrift } from '../../core/drift/takeDrift.ts';
import { type DriftLook, withDrift, withReturned } from '../../core/health/status.ts';
import { deployedByJournal, leftOutByJournal } from '../services/deploy/byJournal.ts';
import { askDrift } from '../services/drift/askDrift.ts';
import { readSshConfig } from '../services/hosts/readSshConfig.ts';
import { testLogin } from '../services/hosts/testLogin.ts';
import { writeFileAtomic } from '../services/projects/atomicFile.ts';
import { openProject, readPlanFile } from '../services/projects/openProject.ts';
import { askReturned } from '../services/status/askReturned.ts';
import { readStatus } from '../services/status/readStatus.ts';
import { type OpenedPlan, openPlan, withOpenedPlan } from './openedPlan.ts';
import { parsedPlan, planFileInput } from './planInput.ts';
import { preflight } from './preflight.ts';
import { procedure, router } from './trpc.ts';

/** @returns undefined where nothing of the plan was deployed yet */
function driftOf({ plan, hosts, secrets, templates, project }: OpenedPlan) {
  return askDrift(plan, hosts, secrets, templates, project.directory);
}

/** Everything that asks real hosts and changes nothing on them. */
export const hostRouter = router({
  /** Checks the hosts before a deployment. */
  preflight: procedure
    .input(planFileInput)
    .query(({ input, ctx }) =>
      withOpenedPlan(ctx, input.planFile, async (opened) => (await preflight(opened, {})).report),
    ),

  /**
   * The state of clusters, etcd and HAProxy now, and of the services as clients use them; without `probe` these are not tried, and without `seldom` what changes
   * seldom is not asked for: whether hosts that left are back, and how hosts differ from the plan. */
  status: procedure
    .input(planFileInput.extend({ probe: z.boolean().default(true), seldom: z.boolean().default(true) }))
    .query(({ input, ctx }) =>
      withOpenedPlan(ctx, input.planFile, async (opened) => {
        const { plan, hosts, secrets, project } = opened;
        const [status, returned] = await Promise.all([
          readStatus(plan, hosts, secrets, { probe: input.probe }),
          input.seldom ? askReturned(plan, hosts, project.directory) : [],
        ]);
        // After the rest: a connection carries a few conversations at a time.
        const look: DriftLook = input.seldom
          ? await driftOf(opened).then(
              (drift) => (drift === undefined ? {} : { drift }),
              (error: Error) => ({ driftUnread: error.message }),
            )
          : {};
        const leftOut = await leftOutByJournal(join(project.directory, 'journal.jsonl'))();
        return { ...withDrift(input.seldom ? withReturned(status, returned) : status, look), leftOut };
      }),
    ),

  /** How the hosts differ from the plan; nothing where nothing was deployed yet. */
  drift: procedure
    .input(planFileInput)
    .query(({ input, ctx }) =>
      withOpenedPlan(ctx, input.planFile, async (opened) => ({ drift: (await driftOf(opened)) ?? [] })),
    ),

  /**
   * Looks again how the hosts differ from the plan, and takes what they have otherwise into the plan's file.
   * @see takeDrift for the names, and for what is refused
   */
  takeDrift: procedure
    .input(planFileInput.extend({ names: z.array(z.string().min(1).max(200)).max(200).default([]) }))
    .mutation(({ input, ctx }) =>
      withOpenedPlan(ctx, input.planFile, async (opened) => {
        const { project } = opened;
        const drift = (await driftOf(opened)) ?? [];
        // Into the file as it is now: it may have been changed since the plan was read.
        const text = await readPlanFile(project.planFile);
        const { planText, taken } = takeDrift(text, drift, input.names);
        if (planText !== text) await writeFileAtomic(project.planFile, planText, 0o644);
        return { drift, taken };
      }),
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

  /** The same, again and again, until nobody reads it any more: each time something has changed, and every two seconds. */
  watch: procedure.input(planFileInput).subscription(async function* ({ input, ctx, signal }) {
    const opened = await openPlan(ctx, input.planFile, { patience: 'short' });
    const { directory } = opened.project;
    const journal = join(directory, 'journal.jsonl');
    const [deployed, leftOut] = [deployedByJournal(journal), leftOutByJournal(journal)];
    yield* ctx.live.monitors.follow(input.planFile, { ...opened, directory, deployed, leftOut }, signal);
  }),
});
