import type { AddCommand, CommonOptions } from './command.ts';

/** `quorate secret`: names of the generated secrets, or one of them in clear text. */
export const addSecret: AddCommand = (program, run) => {
  program
    .command('secret')
    .description('list the generated passwords and certificates, or print one of them')
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
};
