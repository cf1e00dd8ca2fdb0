import { extname } from 'node:path';
import { Option } from 'commander';
import { type ExportedFile, type Loss, type PigstyTarget, pigstyTargets } from '../../../core/export/exportFormat.ts';
import { exportFormats } from '../../../core/export/formats.ts';
import { type Release, releases } from '../../../core/plan/schema.ts';
import { Problem } from '../../../core/problem.ts';
import { renderPng } from '../../services/export/renderPng.ts';
import { type WrittenFile, writeExport } from '../../services/export/writeExport.ts';
import { readPlanFile } from '../../services/projects/openProject.ts';
import type { AddCommand, CommonOptions } from './command.ts';

interface ExportOptions extends CommonOptions {
  readonly format: string;
  readonly target: PigstyTarget;
  readonly out?: string;
  readonly withSecrets?: true;
  readonly askHosts?: true;
  readonly release?: Release;
  readonly cores: string;
  readonly memory: string;
  readonly disk: string;
}

/** `quorate export`: a plan in the form that other tools and people read. */
export const addExport: AddCommand = (program, run) => {
  program
    .command('export')
    .description('write a plan in the form that other tools and people read, and say what that form cannot carry')
    .argument('<plan>', 'plan file')
    .addOption(
      new Option('--format <id>', 'what to write').choices(exportFormats.map(({ id }) => id)).makeOptionMandatory(),
    )
    .addOption(new Option('--target <version>', 'Pigsty that reads the inventory').choices(pigstyTargets).default('v4'))
    .option(
      '--out <path>',
      'file to write, or the folder where the format has several, or a file with the ending of one of them (for a picture also .png, where Chromium is installed); default: standard output',
    )
    .option('--with-secrets', 'put the generated passwords in; only into files, which nobody else can read')
    .option('--ask-hosts', 'run preflight and status first, for the checklist and the review document')
    .addOption(new Option('--release <name>', 'release of the hosts, for generated files').choices(releases))
    .option('--cores <number>', 'cores of the hosts, which sizes depend on', '4')
    .option('--memory <GiB>', 'memory of the hosts in GiB', '16')
    .option('--disk <GiB>', 'disk of the hosts that holds WAL, in GiB', '500')
    .action((planFile: string, options: ExportOptions) =>
      run(options, async ({ caller, output }) => {
        if (options.withSecrets && options.out === undefined) {
          throw new Problem('secrets-need-file', 'usage', '--with-secrets writes only to files: add --out PATH.');
        }
        const choice = {
          format: options.format,
          target: options.target,
          ...(options.release === undefined ? {} : { release: options.release }),
          cores: Number(options.cores),
          memoryBytes: Math.round(Number(options.memory) * 1024 ** 3),
          diskBytes: Math.round(Number(options.disk) * 1024 ** 3),
        };
        if (options.withSecrets && options.askHosts) {
          throw new Problem('export-one-of', 'usage', 'Use --with-secrets and --ask-hosts one after the other.');
        }
        const { format, files, losses } = options.withSecrets
          ? await caller.export.withSecrets({ planFile, ...choice })
          : options.askHosts
            ? await caller.export.checked({ planFile, ...choice })
            : await caller.export.plan({ planText: await readPlanFile(planFile), ...choice });
        for (const loss of losses) output.log(lossText(loss));
        const [only] = files;
        if (options.out === undefined) {
          if (!output.json && (only === undefined || files.length > 1)) {
            throw new Problem(
              'export-needs-folder',
              'usage',
              `${format} makes ${files.length} files: add --out FOLDER to write them.`,
            );
          }
          output.result({ format, files, losses }, () => only?.text ?? '');
          return 0;
        }
        const written = await writeExport(options.out, await filesFor(options.out, files), {
          secret: options.withSecrets === true,
        });
        output.result({ format, files: written.map((path) => ({ path })), losses }, () => written.join('\n'));
        return 0;
      }),
    );
};

function lossText({ field, message, instead }: Loss): string {
  return `not carried: ${field}: ${message} ${instead}`;
}

/** All files, or the one whose ending the path to write has: `--out topology.svg`. A PNG is drawn of the SVG. */
async function filesFor(out: string, files: readonly ExportedFile[]): Promise<readonly WrittenFile[]> {
  const ending = extname(out);
  const picture = files.find((file) => extname(file.path) === '.svg');
  if (ending === '.png' && picture !== undefined)
    return [{ path: 'topology.png', text: await renderPng(picture.text) }];
  const same = files.filter((file) => ending !== '' && extname(file.path) === ending);
  return files.length > 1 && same.length === 1 ? same : files;
}
