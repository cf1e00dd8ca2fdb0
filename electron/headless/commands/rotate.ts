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
  readonly clientsHaveCa?: true;
}

const kinds = ['certificates', 'passwords', 'ca'] as const;
type Kind = (typeof kinds)[number];

const isKind = (word: string): word is Kind => kinds.some((kind) => kind === word);

/** `quorate rotate PLAN certificates|passwords|ca`: other secrets for a deployed plan, without an interruption. */
export const addRotate: AddCommand = (program, run) => {
  const command = program
    .command('rotate')
    .description(
      'renew the certificates of a deployed plan, its passwords, or the authorities (ca) that sign its certificates; writes go on',
    )
    .argument('<plan>', 'plan file')
    .argument('<what>', 'certificates, passwords or ca', (word: string): Kind => {
      if (!isKind(word)) throw new InvalidArgumentError('What can be renewed is: certificates, passwords, ca.');
      return word;
    })
    .argument(
      '[names...]',
      'of passwords, such as replication or user/pg-orders/app, or of authorities: members, clients. Without names: every password that no client has to learn; both authorities',
    )
    .option(
      '--clients-have-ca',
      'ca: clients have tls/ca.crt as quorate secret prints it now, with the old and the new authority: show them the new one, and take the old one away',
    )
    .option(
      '--own-authority',
      'certificates, for plans deployed by earlier versions: clients have tls/ca.crt as quorate secret prints it now, so that what they see may be signed by an authority of its own',
    );
  addProofChoices(addHostChoices(command)).action(
    (planFile: string, what: Kind, names: readonly string[], options: RotateOptions) =>
      run(options, async (shell) => {
        checkOptions(what, names, options);
        await agreed(what, names, options);
        const result = await rotate(shell, planFile, what, names, options);
        const { ok, steps, checks, seconds, refusals, stages, probe } = result;
        const notes = result.notes.map(({ message }) => message);
        shell.output.result({ ok, steps, checks, notes, refusals, seconds, stages, probe }, () =>
          [summary(what, result), ...notes].join('\n'),
        );
        return result.ok ? 0 : 1;
      }),
  );
};

/** @throws Problem `option-unfit` (usage) for what another kind of rotation takes */
function checkOptions(what: Kind, names: readonly string[], { ownAuthority, clientsHaveCa, without }: RotateOptions) {
  const unfit = [
    ...(ownAuthority === true && what !== 'certificates' ? ['--own-authority'] : []),
    ...(clientsHaveCa === true && what !== 'ca' ? ['--clients-have-ca'] : []),
    ...(without.length > 0 && what !== 'certificates' ? ['--without'] : []),
    ...(names.length > 0 && what === 'certificates' ? names : []),
  ];
  if (unfit.length > 0)
    throw new Problem('option-unfit', 'usage', `quorate rotate ${what} does not take ${unfit.join(' ')}.`);
}

const questions: Readonly<Record<Kind, string>> = {
  certificates: 'Renew every certificate of the plan, on every host?',
  passwords:
    'Give the plan new passwords, on every host? What is logged in stays logged in; a member or a pool that logs in within the second or two of the change may have to try again.',
  ca: 'Replace the authorities of the plan, on every host? etcd members restart one by one, twice; everything else reloads.',
};

async function agreed(what: Kind, names: readonly string[], { yes }: RotateOptions): Promise<void> {
  if (yes === true) return;
  if (!interactive())
    throw new Problem('not-confirmed', 'usage', `Nobody can be asked here: give --yes. ${questions[what]}`);
  const about = names.length > 0 ? `${names.join(', ')}: ` : '';
  if (!(await confirm(`${about}${questions[what]}`))) throw new Problem('not-confirmed', 'no', 'Nothing was changed.');
}

function summary(what: Kind, { ok, seconds, steps, checks, refusals, paused }: DeployResult): string {
  if (ok) return `Renewed in ${seconds.toFixed(1)} s: ${steps.length} steps, ${checks.length} checks passed.`;
  if (refusals.length > 0) return `Nothing was changed: ${refusals.map(({ message }) => message).join('; ')}`;
  if (paused) return `Stopped as asked. Run quorate rotate ${what} again: it goes on from here.`;
  return what === 'certificates'
    ? 'The new certificates have not arrived everywhere. Run quorate deploy, which brings them.'
    : `Not everything has arrived everywhere. Run quorate rotate ${what} again: it goes on from here.`;
}

async function rotate(
  { caller, output }: Shell,
  planFile: string,
  what: Kind,
  names: readonly string[],
  options: RotateOptions,
): Promise<DeployResult> {
  const stream = await caller.procedures.rotate({
    planFile,
    what,
    names: [...names],
    ...choicesOf(options),
    ...proofOf(options),
    separate: options.ownAuthority === true,
    clientsReady: options.clientsHaveCa === true,
  });
  return watched(output, stream);
}
