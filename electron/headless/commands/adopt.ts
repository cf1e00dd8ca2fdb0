import { Problem } from '../../../core/problem.ts';
import { confirmTyped, interactive } from '../prompt.ts';
import type { AddCommand, CommonOptions, Shell } from './command.ts';
import { acceptedChecks } from './deploy.ts';
import { deploymentDocument, finishDeployment, plannedText } from './deploymentText.ts';
import { addProofChoices, addTakeLock, type ProofChoices, proofOf } from './hostChoices.ts';
import { watched } from './watched.ts';

interface AdoptOptions extends CommonOptions, ProofChoices {
  readonly takeLock?: true;
  readonly check?: true;
  readonly dryRun?: true;
  readonly accept?: readonly string[];
  readonly back?: true;
  readonly final?: true;
}

/** `quorate adopt PLAN HOST`: a PostgreSQL with data becomes the first member of a new cluster; `--back` returns it, `--final` gives that up. */
export const addAdopt: AddCommand = (program, run) => {
  const command = program
    .command('adopt')
    .description(
      'make a PostgreSQL that runs on a host, with its data, the first member of the cluster; --back returns it',
    )
    .argument('<plan>', 'plan file')
    .argument('<host>', 'name of its host in the plan')
    .option('--check', 'show what would change, what keeps it from being done, and when it stops; change nothing')
    .option('--dry-run', 'the same with every step and its file changes')
    .option('--back', 'let it run by itself again as before, with what was written meanwhile')
    .option('--final', 'give up that way back: its data belong to the deployment from then on')
    .option(
      '--accept <check...>',
      'go on although these checks of preflight fail, by their names; noted in the journal',
    );
  addProofChoices(addTakeLock(command)).action((planFile: string, host: string, options: AdoptOptions) =>
    run(options, async (shell) => {
      const { back, final } = options;
      const { name } = await shell.caller.plan.summary({ planFile });
      if (options.confirm !== undefined && options.confirm !== name)
        throw new Problem('not-confirmed', 'usage', `--confirm takes the name of the plan: ${name}.`);
      if (back === true && final === true)
        throw new Problem('option-unfit', 'usage', 'Give --back or --final, not both.');
      const looks = options.check === true || options.dryRun === true;
      if ((back === true || final === true) && looks)
        throw new Problem('option-unfit', 'usage', '--back and --final have nothing to look at: leave --check out.');
      if (back === true) return end(shell, { planFile, host, how: 'back', name }, options);
      if (final === true) return end(shell, { planFile, host, how: 'final', name }, options);
      return adopt(shell, { planFile, host, name }, options);
    }),
  );
};

interface Asked {
  readonly planFile: string;
  readonly host: string;
  /** Of the plan. */
  readonly name: string;
}

async function adopt(shell: Shell, { planFile, host, name }: Asked, options: AdoptOptions): Promise<0 | 1> {
  const { caller, output } = shell;
  const accept = acceptedChecks(options.accept ?? []);
  const run = async (dryRun: boolean, confirmed?: string) =>
    watched(
      output,
      await caller.procedures.adopt({
        planFile,
        host,
        dryRun,
        accept,
        probe: proofOf(options).probe,
        takeLock: options.takeLock === true && !dryRun,
        ...(confirmed === undefined ? {} : { confirmed }),
      }),
    );
  if (options.check === true || options.dryRun === true) {
    const looked = await run(true);
    if (!looked.ok) return finishDeployment(shell, looked);
    output.result(deploymentDocument(looked), () => plannedText(looked, options.dryRun === true));
    return 0;
  }
  if (options.confirm === name) return finishDeployment(shell, await run(false, name));
  const planned = await run(true);
  if (!planned.ok) return finishDeployment(shell, planned);
  output.log(plannedText(planned, false));
  if (!interactive())
    throw new Problem(
      'not-confirmed',
      'usage',
      `Nobody can be asked here: give --confirm ${name} to adopt it, or --check to look.`,
    );
  if (!(await confirmTyped(`PostgreSQL on ${host} stops once, and starts under Patroni.`, name)))
    throw new Problem('not-confirmed', 'no', 'Nothing was changed.');
  return finishDeployment(shell, await run(false, name));
}

async function end(
  { caller, output }: Shell,
  { planFile, host, name, how }: Asked & { readonly how: 'back' | 'final' },
  options: AdoptOptions,
): Promise<0 | 1> {
  const question =
    how === 'back'
      ? `The other members stop, and PostgreSQL on ${host} stops once and runs by itself again. Nothing takes its place if it fails from then on.`
      : `From then on PostgreSQL on ${host} cannot return to how it was, and a removal of the deployment removes its data.`;
  if (options.confirm !== name) {
    if (!interactive())
      throw new Problem('not-confirmed', 'usage', `${question} Nobody can be asked here: give --confirm ${name}.`);
    if (!(await confirmTyped(question, name))) throw new Problem('not-confirmed', 'no', 'Nothing was changed.');
  }
  const result = await watched(
    output,
    await caller.procedures.endAdoption({
      planFile,
      host,
      how,
      takeLock: options.takeLock === true,
      confirmed: name,
    }),
  );
  const { said: _, message, ...rest } = result;
  output.result({ ok: true, message, ...rest }, () => message);
  return 0;
}
