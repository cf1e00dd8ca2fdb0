import { join } from 'node:path';
import { z } from 'zod';
import { comparePlans } from '../../core/changes/comparePlans.ts';
import { deployedBy } from '../../core/health/deployed.ts';
import { pastRuns } from '../../core/procedures/history.ts';
import { deployedByJournal } from '../services/deploy/byJournal.ts';
import { listProjectStates } from '../services/monitor/projectStates.ts';
import { readJournal } from '../services/procedures/journal.ts';
import { readLoggedEvent } from '../services/procedures/loggedEvent.ts';
import { readHistory, runGoesOn } from '../services/procedures/readHistory.ts';
import { type LoggedLine, readRunLog } from '../services/procedures/runLog.ts';
import { writeFileAtomic } from '../services/projects/atomicFile.ts';
import { readDeployedText } from '../services/projects/deployedPlan.ts';
import { openProject, projectDirectory } from '../services/projects/openProject.ts';
import {
  createProject,
  planFileOf,
  readProject,
  removeProject,
  saveProject,
  saveStep,
} from '../services/projects/projectStore.ts';
import { knownHostsFile } from '../services/ssh/knownHosts.ts';
import { parsedPlan, planFileInput } from './planInput.ts';
import { procedure, router } from './trpc.ts';

const name = z.string().min(1).max(63);
const planText = z.string().max(1024 * 1024);

/** The wizard's projects: a folder with a plan file each. */
export const projectRouter = router({
  /** Each with what its plan holds, whether it was deployed, and how its clusters were seen last. */
  list: procedure.query(() => listProjectStates()),
  create: procedure
    .input(
      z.object({
        name,
        planText,
        /** Keys of its hosts that were confirmed before there was a project, as `importCluster` gives them. */
        knownHosts: z
          .string()
          .max(256 * 1024)
          .default(''),
      }),
    )
    .mutation(async ({ input }) => {
      const made = await createProject(input.name, input.planText);
      if (input.knownHosts !== '')
        await writeFileAtomic(join(await projectDirectory(made.planFile), knownHostsFile), input.knownHosts);
      return made;
    }),
  open: procedure.input(z.object({ name })).query(async ({ input }) => ({
    ...(await readProject(input.name)),
    deployed: (await deployedOf(planFileOf(input.name))) === 'deployed',
  })),
  /** What a project has brought to its hosts so far. */
  deployed: procedure.input(z.object({ name })).query(({ input }) => deployedOf(planFileOf(input.name))),
  /** Every run of a plan, newest first, whichever shell began it. */
  history: procedure.input(planFileInput).query(async ({ input }) => {
    const { directory } = await openProject(input.planFile);
    return { runs: await readHistory(directory) };
  }),
  /**
   * How a plan differs from the one that was deployed last; no host is asked. What is known of that one: `never` deployed, `removed`, `deployed`, or
   * `unknown` when its record is lost or of another version.
   */
  changes: procedure.input(planFileInput).query(async ({ input }) => {
    const { directory, planText: text } = await openProject(input.planFile);
    const now = parsedPlan(text, input.planFile);
    const [before, lines] = await Promise.all([
      readDeployedText(directory),
      readJournal(join(directory, 'journal.jsonl')),
    ]);
    const [deployed, runs] = [deployedBy(lines), pastRuns(lines, runGoesOn(Date.now()))];
    const last = runs.find(({ what, rehearsal, outcome }) => what === 'deploy' && !rehearsal && outcome === 'done');
    const compared = before === undefined ? { fields: [], refusals: [], notes: [] } : comparePlans(before, now);
    const state = before !== undefined ? 'deployed' : deployed === 'deployed' ? 'unknown' : deployed;
    return { state, deployedAt: last?.startedAt ?? null, ...compared } as const;
  }),
  /** A part of what one run told. @returns null when its log is not kept (any more) */
  runLog: procedure
    .input(
      planFileInput.extend({
        run: z.string().max(64),
        afterLine: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(20_000).default(5000),
      }),
    )
    .query(async ({ input }) => {
      const { directory } = await openProject(input.planFile);
      const read = await readRunLog(directory, input.run, input);
      if (read === undefined) return null;
      const { lines, ...place } = read;
      return { ...place, entries: lines.flatMap(entryOf) };
    }),
  /** Removes a project with its passwords, certificates and journal; its hosts are left as they are. Refused while one of its runs is under way. */
  remove: procedure.input(z.object({ name })).mutation(async ({ input, ctx }) => {
    const planFile = planFileOf(input.name);
    ctx.live.runs.forget(planFile);
    ctx.live.observed.delete(planFile);
    await removeProject(input.name);
  }),
  /** Refused when the file was changed by somebody else since `revision`. */
  save: procedure
    .input(z.object({ name, planText, revision: z.string().max(64) }))
    .mutation(({ input }) => saveProject(input.name, input)),
  saveStep: procedure
    .input(z.object({ name, step: z.string().regex(/^[a-z]{1,20}$/) }))
    .mutation(({ input }) => saveStep(input.name, input.step)),
});

async function deployedOf(planFile: string) {
  const { directory } = await openProject(planFile);
  return deployedByJournal(join(directory, 'journal.jsonl'))();
}

function entryOf({ line, at, event }: LoggedLine) {
  const told = readLoggedEvent(event);
  return told === undefined ? [] : [{ line, at, event: told }];
}
