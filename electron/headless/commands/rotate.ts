import { InvalidArgumentError } from 'commander';
import { Problem } from '../../../core/problem.ts';
import type { DeployResult } from '../../services/deploy/deployment.ts';
import { confirm, interactive } from '../prompt.ts';
import type { AddCommand, CommonOptions, Shell } from './command.ts';
import {
  addHostChoices,
  addProofChoices,
  choicesOf,
  type HostChoices,
  type ProofChoices,
  proofOf,
} from './hostChoices.ts';
import { watched } from './watched.ts';

interface RotateOptions extends CommonOptions, HostChoices, ProofChoices {
  readonly ownAuthority?: true;
}

/** `quorate rotate PLAN certificates`: renews every certificate now. */
export const addRotate: AddCommand = (program, run) => {
  const command = program
    .command('rotate')
    .description('renew every certificate of a deployed plan now; services reload, nothing restarts')
    .argument('<plan>', 'plan file')
    .argument('<what>', 'certificates', (word: string) => {
      if (word !== 'certificates') throw new InvalidArgumentError('What can be renewed is: certificates.');
      return word;
    })
    .option(
      '--own-authority',
      'for plans deployed by earlier versions: clients have tls/ca.crt as quorate secret prints it now, so that what they see may be signed by an authority of its own',
    );
  addProofChoices(addHostChoices(command)).action((planFile: string, _what: string, options: RotateOptions) =>
    run(options, async (shell) => {
      if (options.yes !== true) {
        if (!interactive())
          throw new Problem(
            'not-confirmed',
            'usage',
            'Nobody can be asked here: give --yes to renew the certificates.',
          );
        if (!(await confirm('Renew every certificate of the plan, on every host?')))
          throw new Problem('not-confirmed', 'no', 'Nothing was changed.');
      }
      const result = await rotate(shell, planFile, options);
      shell.output.result({ ok: result.ok, steps: result.steps, checks: result.checks, seconds: result.seconds }, () =>
        result.ok
          ? `Renewed in ${result.seconds.toFixed(1)} s: ${result.steps.length} steps, ${result.checks.length} checks passed.`
          : 'The new certificates have not arrived everywhere. Run quorate deploy, which brings them.',
      );
      return result.ok ? 0 : 1;
    }),
  );
};

async function rotate({ caller, output }: Shell, planFile: string, options: RotateOptions): Promise<DeployResult> {
  const stream = await caller.procedures.rotate({
    planFile,
    ...choicesOf(options),
    ...proofOf(options),
    separate: options.ownAuthority === true,
  });
  return watched(output, stream);
}
