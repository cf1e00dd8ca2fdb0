import { basename } from 'node:path';
import { z } from 'zod';
import { parsePlan } from '../../core/plan/parse.ts';
import { sshSchema } from '../../core/plan/schema.ts';
import { unknownRuns } from '../../core/procedures/hostRuns.ts';
import { deployedByJournal } from '../services/deploy/byJournal.ts';
import { keptState } from '../services/handover/keptRecord.ts';
import { readIdentities, readRecipients } from '../services/handover/keyFiles.ts';
import { type Key, wantsPassphrase } from '../services/handover/packFormat.ts';
import { journalPath, packProject, readPackFile } from '../services/handover/packProject.ts';
import { pullProject } from '../services/handover/pullProject.ts';
import { readHostRuns } from '../services/handover/readHostRuns.ts';
import {
  lookToRecover,
  type Recoverable,
  type RecoverRequest,
  recoverProject,
} from '../services/handover/recoverProject.ts';
import { unpackProject } from '../services/handover/unpackProject.ts';
import type { ProcedureEvent } from '../services/procedures/procedureEvent.ts';
import { readHistory } from '../services/procedures/readHistory.ts';
import { forgetFormerHost } from '../services/projects/formerPlans.ts';
import { openProject } from '../services/projects/openProject.ts';
import { projectId } from '../services/projects/projectId.ts';
import { freeProjectFolder } from '../services/projects/projectStore.ts';
import { Secret } from '../services/secrets/secret.ts';
import { loadTemplates } from '../services/templates/loadTemplates.ts';
import type { Context } from './context.ts';
import { withOpenedPlan } from './openedPlan.ts';
import { parsedPlan, planFileInput } from './planInput.ts';
import { streamed } from './streamed.ts';
import { procedure, router } from './trpc.ts';

const path = z.string().min(1).max(4096);
const passphrase = z.string().min(1).max(10_000);

const recoverInput = z.object({
  from: z.string().min(1).max(255),
  ssh: sshSchema,
  out: path,
  without: z.array(z.string().min(1).max(255)).max(1000).default([]),
  takeLock: z.boolean().default(false),
});

async function recoverRequest(ctx: Context, input: z.output<typeof recoverInput>): Promise<RecoverRequest> {
  return { ...input, access: ctx.access, templates: await loadTemplates(ctx.programRoot) };
}

/** What opens a pack: the passphrase where there is one, else every key of the files. */
async function keyOf(word: string | undefined, identityFiles: readonly string[]): Promise<Key> {
  return word === undefined
    ? { identities: (await Promise.all(identityFiles.map(readIdentities))).flat() }
    : { passphrase: new Secret(word) };
}

/** Projects that go from one machine to another, in one encrypted file. */
export const handoverRouter = router({
  /** Notes that a host which left the plan without being cleaned is gone for good: nobody tries to reach it any more. */
  forgetHost: procedure
    .input(planFileInput.extend({ host: z.string().min(1).max(255) }))
    .mutation(async ({ input }) => {
      const { planText, directory } = await openProject(input.planFile);
      const { address } = await forgetFormerHost(directory, parsedPlan(planText, input.planFile).plan, input.host);
      return { host: input.host, address };
    }),

  /** What a project is, and when it was last kept somewhere else. */
  show: procedure.input(planFileInput).query(async ({ input }) => {
    const { planFile, planText, directory } = await openProject(input.planFile);
    const [id, deployed, kept] = await Promise.all([
      projectId(directory),
      deployedByJournal(journalPath(directory))(),
      keptState(planFile),
    ]);
    const result = parsePlan(planText);
    const name = result.ok ? result.parsed.plan.name : basename(planFile);
    return { name, planFile, directory, id, deployed, kept };
  }),

  /** Writes everything of a project into one file, for whoever knows the passphrase or has one of the keys. */
  pack: procedure
    .input(
      planFileInput.extend({
        out: path,
        passphrase: passphrase.optional(),
        /** age keys (`age1...`), and files of them, one a line. */
        recipients: z.array(z.string().max(10_000)).max(100).default([]),
        recipientsFiles: z.array(path).max(100).default([]),
        history: z.boolean().default(true),
      }),
    )
    .mutation(async ({ input: { passphrase: word, recipients, recipientsFiles, ...input } }) => {
      const listed = (await Promise.all(recipientsFiles.map(readRecipients))).flat();
      const lock = word === undefined ? { recipients: [...recipients, ...listed] } : { passphrase: new Secret(word) };
      return packProject({ ...input, lock });
    }),

  /** Takes in what somebody else has deployed from another folder of this project. */
  pull: procedure
    .input(planFileInput.extend({ edits: z.enum(['refuse', 'overwrite', 'keep']).default('refuse') }))
    .mutation(({ input, ctx }) =>
      withOpenedPlan(ctx, input.planFile, ({ project, plan, secrets, templates }) =>
        pullProject({ project, plan, secrets, templates, access: ctx.access, edits: input.edits }),
      ),
    ),

  /** What there is to recover of a cluster whose project folder was lost: for the question before. */
  lookToRecover: procedure
    .input(recoverInput)
    .query(async ({ input, ctx }) => lookToRecover(await recoverRequest(ctx, input))),

  /** Makes the project again, from the cluster's hosts, and writes its new identity on them. */
  recover: procedure
    .input(recoverInput)
    .subscription(({ input, ctx }) =>
      streamed<ProcedureEvent, Recoverable>(async (onEvent) =>
        recoverProject({ ...(await recoverRequest(ctx, input)), onEvent }),
      ),
    ),

  /** What hosts say was done to them, whoever did it: runs that this folder does not know. */
  otherRuns: procedure.input(planFileInput).query(({ input, ctx }) =>
    withOpenedPlan(
      ctx,
      input.planFile,
      async ({ project, hosts }) => {
        const { runs, silent } = await readHostRuns(hosts);
        const own = await readHistory(project.directory);
        return { runs: unknownRuns(runs, own), silent };
      },
      { patience: 'short' },
    ),
  ),

  /** Whether a pack asks for a passphrase or for a key. */
  packAsks: procedure
    .input(z.object({ file: path }))
    .query(async ({ input: { file } }) => ({ passphrase: wantsPassphrase(await readPackFile(file), file) })),

  /** Makes a project of the wizard from a pack. @throws Problem `project-exists` (usage), and as `unpackProject` does */
  unpackProject: procedure
    .input(
      z.object({
        name: z.string().min(1).max(63),
        file: path,
        passphrase: passphrase.optional(),
        identityFile: path.optional(),
      }),
    )
    .mutation(async ({ input: { name, file, passphrase: word, identityFile } }) => {
      const to = await freeProjectFolder(name);
      const key = await keyOf(word, identityFile === undefined ? [] : [identityFile]);
      const { bundle } = await unpackProject({ file, to, as: 'plan.yaml', key, overwrite: false, keepPlan: false });
      return { name, bundle };
    }),

  /** Makes a project from a pack. */
  unpack: procedure
    .input(
      z.object({
        file: path,
        to: path,
        passphrase: passphrase.optional(),
        identityFiles: z.array(path).max(100).default([]),
        overwrite: z.boolean().default(false),
        keepPlan: z.boolean().default(false),
      }),
    )
    .mutation(async ({ input: { passphrase: word, identityFiles, ...input } }) => {
      const key = await keyOf(word, identityFiles);
      return unpackProject({ ...input, key });
    }),
});
