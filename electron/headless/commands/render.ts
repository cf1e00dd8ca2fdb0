import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, normalize, resolve, sep } from 'node:path';
import { Option } from 'commander';
import { type Release, releases } from '../../../core/plan/schema.ts';
import { Problem } from '../../../core/problem.ts';
import { readPlanFile } from '../../services/projects/openProject.ts';
import type { AddCommand, CommonOptions } from './command.ts';

interface RenderOptions extends CommonOptions {
  readonly out: string;
  readonly release?: Release;
  readonly cores?: string;
  readonly memory?: string;
  readonly disk?: string;
}

/** `quorate render`: writes every generated file of every host below a folder, with placeholders for secrets. */
export const addRender: AddCommand = (program, run) => {
  program
    .command('render')
    .description('write every generated file of every host below a folder; secrets stay placeholders')
    .argument('<plan>', 'plan file')
    .requiredOption('--out <dir>', 'folder to write to')
    .addOption(new Option('--release <name>', 'release of the hosts').choices(releases))
    .option('--cores <number>', 'cores of the hosts, which sizes depend on', '4')
    .option('--memory <GiB>', 'memory of the hosts in GiB', '16')
    .option('--disk <GiB>', 'disk of the hosts that holds WAL, in GiB', '500')
    .action((planFile: string, options: RenderOptions) =>
      run(options, async ({ caller, output }) => {
        const rendered = await caller.render.files({
          planText: await readPlanFile(planFile),
          ...(options.release === undefined ? {} : { release: options.release }),
          cores: Number(options.cores),
          memoryBytes: Math.round(Number(options.memory) * 1024 ** 3),
          diskBytes: Math.round(Number(options.disk) * 1024 ** 3),
        });
        const out = resolve(options.out);
        const written: string[] = [];
        for (const { host, files } of rendered) {
          for (const file of files) {
            const path = normalize(join(out, host, file.path));
            if (!path.startsWith(join(out, host) + sep)) {
              throw new Problem(
                'path-outside',
                'usage',
                `${file.path} of ${host} would be written outside ${out}; correct the names in the plan.`,
              );
            }
            await mkdir(dirname(path), { recursive: true });
            await writeFile(path, file.content, { mode: 0o600 });
            written.push(path);
          }
        }
        output.result({ files: written }, () => `${written.length} files written below ${out}`);
        return 0;
      }),
    );
};
