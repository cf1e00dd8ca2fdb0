import { Problem } from '../../../core/problem.ts';
import { problemOf } from '../exitCode.ts';
import { askHidden, confirm, interactive } from '../prompt.ts';
import type { AddCommand, CommonOptions, Shell } from './command.ts';

interface RekeyOptions extends CommonOptions {
  readonly plain?: true;
}

/** `quorate secret`: names of the generated secrets, or one of them in clear text; `quorate secret rekey`: another passphrase for their file. */
export const addSecret: AddCommand = (program, run) => {
  const secret = program
    .command('secret')
    // What follows `rekey` is for rekey: both have --json and --yes.
    .enablePositionalOptions()
    .description('list the generated passwords and certificates, or print one of them; rekey changes their passphrase')
    .argument('<plan>', 'plan file')
    .argument('[name]', 'the one to print in clear text')
    .action((planFile: string, name: string | undefined, options: CommonOptions) =>
      run(options, async ({ caller, output }) => {
        if (name === undefined) {
          const listed = await caller.secrets.names({ planFile });
          output.result(listed, () => listed.names.join('\n'));
        } else {
          const shown = await caller.secrets.show({ planFile, name });
          output.result(shown, () => shown.value);
        }
        return 0;
      }),
    );
  secret
    .command('rekey')
    .description(
      'encrypt the file of the secrets with another passphrase: the old one from QUORATE_SECRETS_KEY, the new one from QUORATE_SECRETS_NEW_KEY, or asked for',
    )
    .argument('<plan>', 'plan file')
    .option('--plain', 'write it as plain text, readable by its owner')
    .action((planFile: string, options: RekeyOptions) =>
      run(options, async (shell) => {
        const { caller, output } = shell;
        const oldKey = await oldKeyOf(shell, planFile);
        const newKey = options.plain === true ? null : await newKeyOf();
        if (options.plain === true && options.yes !== true) await confirmPlain();
        const { encrypted } = await caller.secrets.rekey({
          planFile,
          newKey,
          ...(oldKey === undefined ? {} : { oldKey }),
        });
        output.result({ encrypted }, () =>
          encrypted
            ? 'Encrypted with the new passphrase. Set QUORATE_SECRETS_KEY to it from now on; copies in backups still have the old one.'
            : 'Plain text now. Unset QUORATE_SECRETS_KEY, or the next command encrypts them again.',
        );
        return 0;
      }),
    );
};

/** The passphrase that the file has, where the environment does not give it and the file needs one. */
async function oldKeyOf({ caller }: Shell, planFile: string): Promise<string | undefined> {
  try {
    await caller.secrets.names({ planFile });
    return undefined;
  } catch (error) {
    if (problemOf(error)?.code !== 'secrets-locked' || !interactive()) throw error;
    return askHidden('The passphrase that the secrets have now: ');
  }
}

async function newKeyOf(): Promise<string> {
  const given = process.env['QUORATE_SECRETS_NEW_KEY'];
  if (given !== undefined && given !== '') return given;
  if (!interactive())
    throw new Problem(
      'secrets-key-missing',
      'usage',
      'Nobody can be asked here: set QUORATE_SECRETS_NEW_KEY to the new passphrase, or give --plain for plain text.',
    );
  const first = await askHidden('The new passphrase: ');
  if ((await askHidden('The new passphrase again: ')) !== first)
    throw new Problem('secrets-key-differs', 'usage', 'The two are not the same. Nothing was changed.');
  return first;
}

async function confirmPlain(): Promise<void> {
  if (!interactive())
    throw new Problem(
      'not-confirmed',
      'usage',
      'Nobody can be asked here: give --yes to write the secrets as plain text.',
    );
  if (
    !(await confirm(
      'Whoever can read the file or a backup of it has every password and key of the plan. Write plain text?',
    ))
  )
    throw new Problem('not-confirmed', 'no', 'Nothing was changed.');
}
