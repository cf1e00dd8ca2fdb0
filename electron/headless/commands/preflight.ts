import { causesOf } from '../../../core/preflight/oneCause.ts';
import { table } from '../output.ts';
import type { AddCommand, CommonOptions } from './command.ts';

/** `quorate preflight`: checks the real hosts; changes nothing on them. */
export const addPreflight: AddCommand = (program, run) => {
  program
    .command('preflight')
    .description('check the real hosts; nothing is changed on them')
    .argument('<plan>', 'plan file')
    .action((planFile: string, options: CommonOptions) =>
      run(options, async ({ caller, output }) => {
        const report = await caller.hosts.preflight({ planFile });
        output.result(report, () =>
          [
            table([
              ['RESULT', 'CHECK', 'HOST', 'MEASURED'],
              ...report.checks.map((one) => [one.result, one.id, one.host, one.measured]),
            ]),
            ...causesOf(report.checks).map(
              (one) =>
                `\n${one.result}: ${one.hosts.join(', ')}: ${one.message}${one.fix === null ? '' : `\n    ${one.fix}`}`,
            ),
            report.ok ? '\nThe hosts are ready.' : '\nThe hosts are not ready.',
          ].join('\n'),
        );
        return report.ok ? 0 : unreachableOr(report.checks);
      }),
    );
};

/** A report whose only failures are hosts that could not be reached ends as such, so that a script can tell. */
function unreachableOr(checks: readonly { id: string; result: string }[]): 1 | 3 {
  const failed = checks.filter((one) => one.result === 'fail');
  return failed.every((one) => one.id === 'ssh') ? 3 : 1;
}
