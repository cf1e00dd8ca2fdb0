import { checks } from '../../../core/preflight/checks.ts';
import { Problem } from '../../../core/problem.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import type { DeployResult } from '../../services/deploy/deployment.ts';
import { confirm, confirmTyped, interactive } from '../prompt.ts';
import type { AddCommand, CommonOptions, Shell } from './command.ts';
import { deploymentDocument, finishDeployment, plannedText } from './deploymentText.ts';
import {
  addHostChoices,
  addProofChoices,
  choicesOf,
  type HostChoices,
  type ProofChoices,
  proofOf,
} from './hostChoices.ts';
import { watched } from './watched.ts';

interface DeployOptions extends CommonOptions, HostChoices, ProofChoices {
  readonly dryRun?: true;
  readonly accept?: readonly string[];
  readonly overNewer?: true;
}

/** `quorate deploy`: brings the hosts to what the plan says; run again, it converges. */
export const addDeploy: AddCommand = (program, run) => {
  const command = program
    .command('deploy')
    .description('bring the hosts to what the plan says; run again after any interruption')
    .argument('<plan>', 'plan file')
    .option('--dry-run', 'show the steps with their file changes; change nothing')
    .option(
      '--accept <check...>',
      'go on although these checks of preflight fail, by their names; noted in the journal',
    );
  command.option(
    '--over-newer',
    'go on although somebody else has deployed since, which this takes back; quorate project pull takes it in instead',
  );
  addProofChoices(addHostChoices(command)).action((planFile: string, options: DeployOptions) =>
    run(options, async (shell) => {
      const { output } = shell;
      const accept = acceptedChecks(options.accept ?? []);
      const overNewer = options.overNewer === true;
      let proof = proofOf(options);
      if (options.dryRun !== true && options.yes !== true) {
        const planned = await deployOnce(shell, planFile, {
          ...choicesOf(options),
          ...proof,
          accept,
          overNewer,
          dryRun: true,
          takeLock: false,
        });
        if (!planned.ok) return finishDeployment(shell, planned);
        output.log(plannedText(planned, false));
        if (planned.planned.length > 0) {
          if (!interactive())
            throw new Problem(
              'not-confirmed',
              'usage',
              'Nobody can be asked here: give --yes to deploy, or --dry-run to look.',
            );
          const { agreed, typed } = await asked(planned, shell, planFile);
          if (!agreed) throw new Problem('not-confirmed', 'no', 'Nothing was changed.');
          proof = { ...proof, ...typed };
        }
      }
      const result = await deployOnce(shell, planFile, {
        dryRun: options.dryRun === true,
        ...choicesOf(options),
        ...proof,
        accept,
        overNewer,
      });
      if (options.dryRun === true && result.ok) {
        output.result(deploymentDocument(result), () => plannedText(result, true));
        return 0;
      }
      return finishDeployment(shell, result);
    }),
  );
};

async function deployOnce(
  { caller, output }: Shell,
  planFile: string,
  flags: {
    dryRun: boolean;
    takeLock: boolean;
    without: string[];
    accept: string[];
    overNewer: boolean;
  } & ReturnType<typeof proofOf>,
): Promise<DeployResult> {
  const stream = await caller.procedures.deploy({ planFile, ...flags });
  return watched(output, stream);
}

/** A change during which a loss would need somebody is confirmed by the plan's name, any other by yes or no. */
async function asked(planned: DeployResult, { caller }: Shell, planFile: string) {
  if (planned.risks.length === 0) return { agreed: await confirm('Change the hosts as listed?'), typed: {} };
  const { name } = await caller.plan.summary({ planFile });
  const question = `If ${planned.risks.join(' or ')} died meanwhile, writes would stop until somebody acts.`;
  return { agreed: await confirmTyped(question, name), typed: { confirmed: name } };
}

/** @throws Problem `check-unknown` (usage) for a name that no check has */
export function acceptedChecks(names: readonly string[]): string[] {
  const known = checks.map(({ id }) => id);
  for (const name of names)
    if (!known.includes(name))
      throw new Problem(
        'check-unknown',
        'usage',
        say`There is no check ${JSON.stringify(name)}. These can be accepted: ${listOf(known, 'comma')}.`,
      );
  return [...names];
}
