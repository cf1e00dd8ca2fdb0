import { formatPath } from '../../../core/plan/planPath.ts';
import { readPlanFile } from '../../services/projects/openProject.ts';
import { table } from '../output.ts';
import type { AddCommand, CommonOptions } from './command.ts';

interface ValidateOptions extends CommonOptions {
  readonly explain?: true;
}

/** `quorate validate`: every rule, or with --explain every value and where it comes from. */
export const addValidate: AddCommand = (program, run) => {
  program
    .command('validate')
    .description('judge a plan by every rule')
    .argument('<plan>', 'plan file')
    .option('--explain', 'show every default and derived value with where it comes from')
    .action((planFile: string, options: ValidateOptions) =>
      run(options, async ({ caller, output }) => {
        const planText = await readPlanFile(planFile);
        if (options.explain) {
          const values = await caller.plan.explain({ planText });
          output.result({ values }, () =>
            table([
              ['VALUE', 'IS', 'FROM', 'WHY'],
              ...values.map((one) => [formatPath(one.path), valueText(one.value, one.unit), one.origin, one.reason]),
            ]),
          );
          return 0;
        }
        const document = await caller.plan.validate({ planText, planFile });
        output.result(document, () =>
          [
            ...document.findings.map((one) => {
              const fixes = one.fixes.map((fix) => `\n    fix: ${fix.title}`).join('');
              return `${planFile}:${one.line}:${one.column}: ${one.severity}: ${one.message} [${one.id}]${fixes}`;
            }),
            document.ok
              ? 'No finding stops a deployment.'
              : document.readable
                ? 'The plan cannot be deployed as it is.'
                : 'This is no plan yet.',
          ].join('\n'),
        );
        return document.ok ? 0 : document.readable ? 1 : 2;
      }),
    );
};

function valueText(value: unknown, unit: string | undefined): string {
  if (value === null || value === undefined) return '-';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return unit === undefined || unit === 'count' ? text : `${text} ${unit}`;
}
