import type { TakenDrift } from '../../../core/drift/takeDrift.ts';
import type { Drift } from '../../../core/health/drift.ts';
import { formatPath } from '../../../core/plan/planPath.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import type { AddCommand, CommonOptions } from './command.ts';

interface DriftOptions extends CommonOptions {
  /** True: all that can be taken. */
  readonly take?: true | readonly string[];
}

/** `quorate drift PLAN [--take [SETTING...]]`: how hosts differ from the plan by what somebody did there; with --take the plan follows them. */
export const addDrift: AddCommand = (program, run) => {
  program
    .command('drift')
    .description(
      'show where the hosts differ from the plan: files, settings, members, packages; nothing is changed on them',
    )
    .argument('<plan>', 'plan file')
    .option(
      '--take [settings...]',
      'take what the hosts have into the plan file: these settings, or without names all that the plan has a place for',
    )
    .action((planFile: string, { take, ...options }: DriftOptions) =>
      run(options, async ({ caller, output }) => {
        if (take === undefined) {
          const { drift } = await caller.hosts.drift({ planFile });
          const ok = drift.length === 0;
          output.result({ ok, drift }, () => driftText(drift));
          return ok ? 0 : 1;
        }
        const { drift, taken } = await caller.hosts.takeDrift({ planFile, names: take === true ? [] : [...take] });
        output.result({ ok: true, drift, taken }, () => takenText(planFile, taken, drift));
        return 0;
      }),
    );
};

function driftText(drift: readonly Drift[]): string {
  if (drift.length === 0) return 'The hosts are as the plan says.';
  const lines = drift.map(({ message, next }) => `${message}. ${phraseText(next)}.`);
  const takes = [...new Set(drift.flatMap(({ take }) => take.slice(0, 1).map(({ path }) => formatPath(path))))];
  const offer =
    takes.length === 0
      ? []
      : [`quorate drift PLAN --take takes into the plan what the hosts have: ${takes.join(', ')}.`];
  return [...lines, ...offer].join('\n\n');
}

function takenText(planFile: string, taken: TakenDrift['taken'], drift: readonly Drift[]): string {
  if (taken.length === 0) return 'The hosts have nothing that the plan could take in. Nothing was changed.';
  const fields = new Set(taken.map(({ field }) => field));
  const overriding = drift.filter(
    ({ kind, take }) => kind === 'alter-system' && take.some(({ path }) => fields.has(formatPath(path))),
  );
  return [
    `${planFile} now has:`,
    ...taken.map(({ field, value }) => `  ${field}: ${JSON.stringify(value)}`),
    ...overriding.map(
      ({ host, subject }) =>
        `${subject} was set on ${host} with ALTER SYSTEM, which wins over the plan until it is reset there: ALTER SYSTEM RESET ${subject}; SELECT pg_reload_conf()`,
    ),
  ].join('\n');
}
