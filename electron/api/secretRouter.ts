import { z } from 'zod';
import { Problem } from '../../core/problem.ts';
import { say } from '../../core/wording/phrase.ts';
import { openProject } from '../services/projects/openProject.ts';
import { Secret } from '../services/secrets/secret.ts';
import { SecretStore } from '../services/secrets/secretStore.ts';
import { planFileInput } from './planInput.ts';
import { procedure, router } from './trpc.ts';

const keyInput = z.string().min(1).max(10_000);

/** The passwords and certificates that were made for a plan. Only `show` reveals one, because a person asked for it. */
export const secretRouter = router({
  names: procedure.input(planFileInput).query(async ({ input }) => {
    const { directory } = await openProject(input.planFile);
    const store = await SecretStore.open(directory);
    return { names: store.names(), encrypted: store.isEncrypted };
  }),

  /** Encrypts the secrets with another passphrase; null writes them as plain text. The one they have comes from QUORATE_SECRETS_KEY or `oldKey`. */
  rekey: procedure
    .input(planFileInput.extend({ oldKey: keyInput.optional(), newKey: keyInput.nullable() }))
    .mutation(async ({ input }) => {
      const { directory } = await openProject(input.planFile);
      const store = await SecretStore.open(
        directory,
        input.oldKey === undefined ? {} : { passphrase: new Secret(input.oldKey) },
      );
      await store.rekey(input.newKey === null ? undefined : new Secret(input.newKey));
      return { encrypted: store.isEncrypted };
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
