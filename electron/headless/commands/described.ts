import type { Command } from 'commander';
import { commandAbout, type DescribedVerb } from '../../../core/procedures/describedVerb.ts';
import { type DescribedVerbId, describedVerbs } from '../../../core/procedures/describedVerbs.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { agreedTo, agreedTyped } from '../prompt.ts';
import type { AddCommand, CommonOptions, Shell } from './command.ts';
import { foreseenDocument, foreseenText } from './foreseen.ts';
import { addProofChoices, addTakeLock, type ProofChoices, proofOf } from './hostChoices.ts';
import { watched } from './watched.ts';

export interface DescribedOptions extends CommonOptions, ProofChoices {
  readonly takeLock?: true;
  readonly check?: true;
  readonly dryRun?: true;
}

/** What a command takes beside what its procedure describes, and does instead of it when it is given. */
export interface MoreOptions {
  options(command: Command): void;
  /** Undefined where nothing of it was given. @throws Problem (usage) for what does not go together */
  instead(options: DescribedOptions): ((shell: Shell, planFile: string) => Promise<0 | 1>) | undefined;
}

/**
 * Makes the command of a procedure that describes itself: `quorate ID PLAN CHOICE...`, with `--check` and `--dry-run` where it can say what it would do.
 */
export function addDescribed(id: DescribedVerbId, more?: MoreOptions): AddCommand {
  const { fields, foresee, typed }: DescribedVerb = describedVerbs[id];
  return (program, run) => {
    const command = program.command(id).description(commandAbout(describedVerbs[id])).argument('<plan>', 'plan file');
    for (const { name, title } of fields) command.argument(`<${name}>`, phraseText(title).toLowerCase());
    if (foresee !== undefined)
      command
        .option('--check', 'show what it would change, in which order, and what would restart; change nothing')
        .option('--dry-run', 'the same with every step');
    more?.options(command);
    addProofChoices(addTakeLock(command)).action((...given: readonly unknown[]) => {
      const [planFile = '', ...chosen] = given.slice(0, fields.length + 1).map(String);
      const choices = Object.fromEntries(fields.map(({ name }, index) => [name, chosen[index] ?? '']));
      // Commander hands the options over behind the arguments.
      return run(given[fields.length + 1] as DescribedOptions, async (shell, options) => {
        const { caller, output } = shell;
        const other = more?.instead(options);
        if (other !== undefined) return other(shell, planFile);
        if (options.check === true || options.dryRun === true) {
          const foreseen = await caller.procedures.foresee({ planFile, kind: id, choices });
          output.result(foreseenDocument(foreseen), () => foreseenText(foreseen, options.dryRun === true));
          return foreseen.objections.length === 0 ? 0 : 1;
        }
        const question = await caller.procedures.question({ planFile, kind: id, choices });
        if (typed === undefined) await agreedTo(question.message, options.yes, ' Go on?');
        else await agreedTyped(question.message, typed(choices), options.yes);
        const takeLock = options.takeLock === true;
        const result = await watched(
          output,
          await caller.procedures.described({ planFile, kind: id, choices, takeLock, ...proofOf(options) }),
        );
        const { said: _, message, ...rest } = result;
        output.result({ ok: true, message, ...rest }, () => message);
        return 0;
      });
    });
  };
}
