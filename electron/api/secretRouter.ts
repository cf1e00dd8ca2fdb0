import { z } from 'zod';
import { Problem } from '../../core/problem.ts';
import { say } from '../../core/wording/phrase.ts';
import { openProject } from '../services/projects/openProject.ts';
import { SecretStore } from '../services/secrets/secretStore.ts';
import { planFileInput } from './planInput.ts';
import { procedure, router } from './trpc.ts';

/** The passwords and certificates that were made for a plan. Only `show` reveals one, because a person asked for it. */
export const secretRouter = router({
  names: procedure.input(planFileInput).query(async ({ input }) => {
    const { directory } = await openProject(input.planFile);
    return { names: (await SecretStore.open(directory)).names() };
  }),

  show: procedure.input(planFileInput.extend({ name: z.string().min(1).max(200) })).query(async ({ input }) => {
    const { directory } = await openProject(input.planFile);
    const secret = (await SecretStore.open(directory)).get(input.name);
    if (secret !== undefined) return { name: input.name, value: secret.reveal() };
    throw new Problem(
      'secret-unknown',
      'usage',
      say`${directory} holds no secret of that name; leave the name out to see which there are.`,
    );
  }),
});
