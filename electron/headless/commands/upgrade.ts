import { type Command, InvalidArgumentError } from 'commander';
import { Problem } from '../../../core/problem.ts';
import { agreedTo, confirmTyped, interactive } from '../prompt.ts';
import type { AddCommand, Shell } from './command.ts';
import { addDescribed, type DescribedOptions } from './described.ts';
import { foreseenDocument, foreseenText } from './foreseen.ts';
import { proofOf } from './hostChoices.ts';
import { watched } from './watched.ts';

interface UpgradeOptions extends DescribedOptions {
  readonly to?: number;
  readonly link?: true;
  readonly prepare?: true;
  readonly back?: true;
  readonly removeOld?: true;
}

/** `quorate upgrade PLAN`: newer packages; with `--to`, another major version of PostgreSQL. */
export const addUpgrade: AddCommand = addDescribed('upgrade', {
  options: (command: Command) =>
    command
      .option('--to <major>', 'convert the data to this major version of PostgreSQL; everything stops meanwhile', major)
      .option('--link', 'with --to: let both versions share their files, which is quick and leaves no way back')
      .option('--prepare', 'with --to: install it beside and let pg_upgrade look; stop nothing')
      .option('--back', 'with --to: return to the version before, while that loses nothing')
      .option('--remove-old', 'remove the data directory and the packages that a major upgrade has left'),
  instead: (options: UpgradeOptions) => {
    const { to, link, prepare, back, removeOld } = options;
    const more = [
      ...(link === true ? ['--link'] : []),
      ...(prepare === true ? ['--prepare'] : []),
      ...(back === true ? ['--back'] : []),
    ];
    if (removeOld === true) {
      if (to !== undefined || more.length > 0)
        throw new Problem('option-unfit', 'usage', '--remove-old stands by itself: leave the other words out.');
      return (shell, planFile) => takeOldAway(shell, planFile, options);
    }
    if (to === undefined) {
      if (more.length === 0) return undefined;
      throw new Problem('option-unfit', 'usage', `${more.join(' ')}: name the version too, with --to.`);
    }
    if (back === true && (link === true || prepare === true))
      throw new Problem('option-unfit', 'usage', '--back takes neither --link nor --prepare.');
    if (options.check === true || options.dryRun === true)
      return (shell, planFile) => look(shell, planFile, options, to);
    return (shell, planFile) => convert(shell, planFile, options, to);
  },
});

function major(word: string): number {
  if (!/^[1-9]\d$/.test(word)) throw new InvalidArgumentError('A major version is a number such as 17.');
  return Number(word);
}

const methodOf = ({ link }: UpgradeOptions) => (link === true ? 'link' : 'copy');

async function look({ caller, output }: Shell, planFile: string, options: UpgradeOptions, to: number): Promise<0 | 1> {
  const foreseen = await caller.procedures.foreseeMajor({ planFile, to, method: methodOf(options) });
  output.result(foreseenDocument(foreseen), () => foreseenText(foreseen, options.dryRun === true, true));
  return foreseen.objections.length === 0 ? 0 : 1;
}

/** Prepares first; what stops clients is begun when the plan's name is typed, or given by `--confirm`. */
async function convert(shell: Shell, planFile: string, options: UpgradeOptions, to: number): Promise<0 | 1> {
  const { caller, output } = shell;
  const { name } = await caller.plan.summary({ planFile });
  const run = async (confirmed: boolean) => {
    const { probe } = proofOf(options);
    return watched(
      output,
      await caller.procedures.majorUpgrade({
        planFile,
        to,
        method: methodOf(options),
        back: options.back === true,
        takeLock: options.takeLock === true,
        probe,
        ...(confirmed ? { confirmed: name } : {}),
      }),
    );
  };
  if (options.confirm !== undefined && options.confirm !== name)
    throw new Problem('not-confirmed', 'usage', `--confirm takes the name of the plan: ${name}.`);
  const stops = options.confirm === name && options.prepare !== true;
  if (!stops) await agreedTo(questionOf(options, to), options.yes);
  let result = await run(stops || options.back === true);
  if (result.outcome === 'prepared' && options.prepare !== true && options.yes !== true && interactive()) {
    if (!(await confirmTyped(result.message, name))) throw new Problem('not-confirmed', 'no', 'Nothing was stopped.');
    result = await run(true);
  }
  const { said: _, message, ...rest } = result;
  output.result({ ok: true, message, ...rest }, () => message);
  return 0;
}

function questionOf({ back, prepare }: UpgradeOptions, to: number): string {
  return back === true
    ? `Take the upgrade to PostgreSQL ${to} back?`
    : prepare === true
      ? `Install PostgreSQL ${to} beside on every member's host, and let pg_upgrade look at the data? Nothing stops.`
      : `Install PostgreSQL ${to} beside on every member's host, and let pg_upgrade look at the data? Nothing stops by that; what comes after it is asked for.`;
}

async function takeOldAway(shell: Shell, planFile: string, options: UpgradeOptions): Promise<0 | 1> {
  const { caller, output } = shell;
  const question = 'Remove the data and the packages of the version before, on every host? They cannot be had back.';
  await agreedTo(question, options.yes);
  const { message, changed } = await watched(
    output,
    await caller.procedures.removeOld({ planFile, takeLock: options.takeLock === true }),
  );
  output.result({ ok: true, changed, message }, () => message);
  return 0;
}
