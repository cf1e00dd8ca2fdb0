import { basename } from 'node:path';
import { z } from 'zod';
import { parsePlan } from '../../core/plan/parse.ts';
import { deployedByJournal } from '../services/deploy/byJournal.ts';
import { keptState } from '../services/handover/keptRecord.ts';
import { readIdentities, readRecipients } from '../services/handover/keyFiles.ts';
import { type Key, wantsPassphrase } from '../services/handover/packFormat.ts';
import { journalPath, packProject, readPackFile } from '../services/handover/packProject.ts';
import { unpackProject } from '../services/handover/unpackProject.ts';
import { openProject } from '../services/projects/openProject.ts';
import { projectId } from '../services/projects/projectId.ts';
import { Secret } from '../services/secrets/secret.ts';
import { planFileInput } from './planInput.ts';
import { procedure, router } from './trpc.ts';

const path = z.string().min(1).max(4096);
const passphrase = z.string().min(1).max(10_000);

/** Projects that go from one machine to another, in one encrypted file. */
export const handoverRouter = router({
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

  /** Whether a pack asks for a passphrase or for a key. */
  packAsks: procedure
    .input(z.object({ file: path }))
    .query(async ({ input: { file } }) => ({ passphrase: wantsPassphrase(await readPackFile(file), file) })),

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
      const key: Key =
        word === undefined
          ? { identities: (await Promise.all(identityFiles.map(readIdentities))).flat() }
          : { passphrase: new Secret(word) };
      return unpackProject({ ...input, key });
    }),
});
