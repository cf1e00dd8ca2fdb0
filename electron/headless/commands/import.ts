import { basename } from 'node:path';
import { writeExport } from '../../services/export/writeExport.ts';
import { readPlanFile } from '../../services/projects/openProject.ts';
import type { AddCommand, CommonOptions } from './command.ts';

interface ImportOptions extends CommonOptions {
  readonly out?: string;
}

/** `quorate import`: a plan from the inventory of another tool. */
export const addImport: AddCommand = (program, run) => {
  program
    .command('import')
    .description('make a plan from a Pigsty or autobase inventory, and say what was understood, defaulted and ignored')
    .argument(
      '<file...>',
      'inventory; several for autobase, which has one for each cluster, and for files of variables',
    )
    .option('--out <plan>', 'plan file to write; default: standard output')
    .action((files: string[], options: ImportOptions) =>
      run(options, async ({ caller, output }) => {
        const texts = await Promise.all(
          files.map(async (file) => ({ name: basename(file), text: await readPlanFile(file) })),
        );
        const { format, planText, report } = await caller.export.import({ files: texts });
        for (const { level, path, message } of report)
          if (level !== 'understood') output.log(`${level}: ${path}: ${message}`);
        if (options.out === undefined) {
          output.result({ format, planText, report }, () => planText);
          return 0;
        }
        const [written] = await writeExport(options.out, [{ path: 'plan.yaml', text: planText }], { secret: false });
        output.result({ format, planFile: written, report }, () => written ?? '');
        return 0;
      }),
    );
};
