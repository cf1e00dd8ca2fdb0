import { Problem } from '../../../core/problem.ts';
import { commandAbout } from '../../../core/procedures/describedVerb.ts';
import { type DescribedVerbId, describedVerbs } from '../../../core/procedures/describedVerbs.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { confirm, interactive } from '../prompt.ts';
import type { AddCommand, CommonOptions } from './command.ts';
import { addProofChoices, addTakeLock, type ProofChoices, proofOf } from './hostChoices.ts';
import { watched } from './watched.ts';

interface DescribedOptions extends CommonOptions, ProofChoices {
  readonly takeLock?: true;
}

/** Makes the command of a procedure that describes itself: `quorate ID PLAN CHOICE...`. */
export function addDescribed(id: DescribedVerbId): AddCommand {
  const { fields } = describedVerbs[id];
  return (program, run) => {
    const command = program.command(id).description(commandAbout(describedVerbs[id])).argument('<plan>', 'plan file');
    for (const { name, title } of fields) command.argument(`<${name}>`, phraseText(title).toLowerCase());
    addProofChoices(addTakeLock(command)).action((...given: readonly unknown[]) => {
      const [planFile = '', ...chosen] = given.slice(0, fields.length + 1).map(String);
      const choices = Object.fromEntries(fields.map(({ name }, index) => [name, chosen[index] ?? '']));
      // Commander hands the options over behind the arguments.
      return run(given[fields.length + 1] as DescribedOptions, async ({ caller, output }, options) => {
        const { message } = await caller.procedures.question({ planFile, kind: id, choices });
        if (options.yes !== true && !interactive())
          throw new Problem('not-confirmed', 'usage', `${message} Nobody can be asked here: give --yes.`);
        if (options.yes !== true && !(await confirm(`${message} Go on?`)))
          throw new Problem('not-confirmed', 'no', 'Nothing was changed.');
        const takeLock = options.takeLock === true;
        const result = await watched(
          output,
          await caller.procedures.described({ planFile, kind: id, choices, takeLock, ...proofOf(options) }),
        );
        output.result({ ok: true, changed: result.changed, message: result.message }, () => result.message);
        return 0;
      });
    });
  };
}
