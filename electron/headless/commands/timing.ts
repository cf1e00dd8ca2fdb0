import { parseDurationSeconds } from '../../../core/plan/quantities.ts';
import { Problem } from '../../../core/problem.ts';
import type { TimingReport } from '../../../core/timing/timingReport.ts';
import { readPlanFile } from '../../services/projects/openProject.ts';
import { table } from '../output.ts';
import type { AddCommand, CommonOptions } from './command.ts';

interface TimingOptions extends CommonOptions {
  readonly rto?: string;
  readonly rpo?: string;
  readonly rtt?: string;
  readonly patroni?: string;
  readonly vip?: true;
}

/** `quorate timing`: what the objectives make of every timing value, and what each failure then costs. */
export const addTiming: AddCommand = (program, run) => {
  program
    .command('timing')
    .description('derive all timing from objectives, and show what each failure then costs')
    .argument('[plan]', 'plan file; without it --rto and --rpo')
    .option('--rto <seconds>', 'recovery time objective')
    .option('--rpo <size>', 'recovery point objective, such as 1MiB, or 0', '1MiB')
    .option('--rtt <duration>', 'longest round trip between etcd members, such as 2ms')
    .option('--patroni <version>', 'Patroni that will run, such as 3.0.2')
    .option('--vip', 'clients come through a virtual IP')
    .action((planFile: string | undefined, options: TimingOptions) =>
      run(options, async ({ caller, output }) => {
        if ((planFile === undefined) === (options.rto === undefined)) {
          throw new Problem(
            'objectives-missing',
            'usage',
            'Give either a plan file, or --rto with a number of seconds.',
          );
        }
        const report =
          planFile === undefined
            ? await caller.proof.timing({
                rto: numberOf('--rto', options.rto ?? '', Number),
                rpo: options.rpo ?? '1MiB',
                ...(options.rtt === undefined
                  ? {}
                  : { rttSeconds: numberOf('--rtt', options.rtt, parseDurationSeconds) }),
                ...(options.patroni === undefined ? {} : { patroniVersion: options.patroni }),
                ...(options.vip === undefined ? {} : { vip: true }),
              })
            : await caller.proof.planTiming({ planText: await readPlanFile(planFile) });
        output.result(report, () => reportText(report));
        return 0;
      }),
    );
};

function numberOf(option: string, text: string, parse: (text: string) => number | undefined): number {
  const value = parse(text);
  if (value !== undefined && Number.isFinite(value)) return value;
  throw new Problem(
    'option-invalid',
    'usage',
    `${option} takes a number with an optional unit; found ${JSON.stringify(text)}.`,
  );
}

function reportText(report: TimingReport): string {
  const budgets = Object.values(report.budget);
  return [
    table([
      ['VALUE', 'IS', 'BECAUSE', 'SOURCE'],
      ...report.explanations.map((one) => [
        one.name,
        `${one.value} ${one.unit === 'count' ? '' : one.unit}`.trim(),
        one.formula,
        one.source,
      ]),
    ]),
    '',
    table([
      ['FAILURE', 'MIN', 'TYPICAL', 'WORST'],
      ...budgets.map((one) => [
        one.kind,
        ...[one.minSeconds, one.typicalSeconds, one.worstSeconds].map((seconds) => `${seconds.toFixed(1)} s`),
      ]),
    ]),
    '',
    ...budgets.map((one) => `${one.kind}, worst: ${one.formula.worst}`),
    '',
    ...report.notes,
  ].join('\n');
}
