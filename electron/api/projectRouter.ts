import { z } from 'zod';
import { createProject, listProjects, readProject, saveProject, saveStep } from '../services/projects/projectStore.ts';
import { procedure, router } from './trpc.ts';

const name = z.string().min(1).max(63);
const planText = z.string().max(1024 * 1024);

/** The wizard's projects: a folder with a plan file each. */
export const projectRouter = router({
  list: procedure.query(() => listProjects()),
  create: procedure
    .input(z.object({ name, planText }))
    .mutation(({ input }) => createProject(input.name, input.planText)),
  open: procedure.input(z.object({ name })).query(({ input }) => readProject(input.name)),
  /** Refused when the file was changed by somebody else since `revision`. */
  save: procedure
    .input(z.object({ name, planText, revision: z.string().max(64) }))
    .mutation(({ input }) => saveProject(input.name, input)),
  saveStep: procedure
    .input(z.object({ name, step: z.string().regex(/^[a-z]{1,20}$/) }))
    .mutation(({ input }) => saveStep(input.name, input.step)),
});
