import { phraseText } from '../../../core/wording/phrase.ts';
import type { Caller } from '../../api/router.ts';
import { table } from '../output.ts';
import type { AddCommand, CommonOptions } from './command.ts';

type Changes = Awaited<ReturnType<Caller['projects']['changes']>>;

/** `quorate changes`: how the plan differs from the one that was deployed last, and what of it a deployment refuses. No host is asked. */
export const addChanges: AddCommand = (program, run) => {
  program
    .command('changes')
    .description('show how the plan differs from the one that was deployed last, and what a deployment would refuse')
    .argument('<plan>', 'plan file')
    .action((planFile: string, options: CommonOptions) =>
      run(options, async ({ caller, output }) => {
        const changes = await caller.projects.changes({ planFile });
        const ok = changes.refusals.length === 0;
        output.result({ ok, ...changes }, () => changesText(changes));
        return ok ? 0 : 1;
      }),
    );
};

function changesText({ state, deployedAt, fields, refusals, notes }: Changes): string {
  if (state === 'never') return 'Nothing was deployed yet.';
  if (state === 'removed') return 'What was deployed has been removed.';
  if (state === 'unknown')
    return 'The record of the plan that was deployed last is lost, or of another version: quorate deploy --dry-run compares the plan with the hosts.';
  const since = deployedAt === null ? '' : ` from the deployment of ${deployedAt.slice(0, 19).replace('T', ' ')} UTC`;
  if (fields.length === 0) return `The plan does not differ${since}.`;
  const shown = (text: string | null, isDefault: boolean) =>
    text === null ? '-' : isDefault ? `${text} (default)` : text;
  const rows = fields.map(({ field, before, after, implied, verdict }) => [
    field,
    shown(before, implied === 'before'),
    shown(after, implied === 'after'),
    verdict === 'converge' ? 'carried out' : 'REFUSED',
  ]);
  return [
    `The plan differs in ${fields.length} value${fields.length === 1 ? '' : 's'}${since}:`,
    '',
    table([['FIELD', 'DEPLOYED', 'NOW', 'BY A DEPLOYMENT'], ...rows]),
    ...refusals.map(({ said }) => `\nRefused: ${phraseText(said)}`),
    ...notes.map(({ said }) => `\nTo know: ${phraseText(said)}`),
  ].join('\n');
}
