import { basename } from 'node:path';
import { Option } from 'commander';
import { type TopologyId, topologyIds } from '../../../core/plan/schema.ts';
import { Problem } from '../../../core/problem.ts';
import type { Caller } from '../../api/router.ts';
import { writeExport } from '../../services/export/writeExport.ts';
import { readPlanFile } from '../../services/projects/openProject.ts';
import type { AddCommand, CommonOptions } from './command.ts';
import { addSshOptions, type SshOptions, sshOf } from './sshOptions.ts';

interface ImportOptions extends CommonOptions, SshOptions {
  readonly out?: string;
  readonly from?: readonly string[];
  readonly topology?: TopologyId;
}

/** `quorate import`: a plan from the inventory of another tool, or from a cluster that runs. */
export const addImport: AddCommand = (program, run) => {
  const command = program
    .command('import')
    .description(
      'make a plan from a Pigsty or autobase inventory or from a running cluster, and say what was understood, defaulted and ignored',
    )
    .argument(
      '[file...]',
      'inventory; several for autobase, which has one for each cluster, and for files of variables',
    )
    .option(
      '--from <host...>',
      'read a running cluster instead: a host of it, which names the others; for a standby cluster that nobody names, one of its hosts too',
    )
    .addOption(
      new Option('--topology <id>', 'topology of the cluster of --from; default: judged by its hosts').choices(
        topologyIds,
      ),
    )
    .option('--out <plan>', 'plan file to write; default: standard output');
  addSshOptions(command, '--from').action((files: string[], options: ImportOptions) =>
    run(options, async ({ caller, output }) => {
      const read = options.from === undefined ? fromFiles : fromCluster;
      const { format, planText, report } = await read(caller, files, options);
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

async function fromFiles(caller: Caller, files: readonly string[]) {
  if (files.length === 0)
    throw new Problem(
      'import-nothing',
      'usage',
      'Name an inventory to import, or a host of a running cluster with --from.',
    );
  const texts = await Promise.all(files.map(async (file) => ({ name: nameOf(file), text: await readPlanFile(file) })));
  return caller.export.import({ files: texts });
}

/** A file of group_vars or host_vars belongs to the group or host that its path names, which a plain name would lose. */
function nameOf(file: string): string {
  return /(?:group_vars|host_vars)[\\/].+$/.exec(file)?.[0] ?? basename(file);
}

async function fromCluster(caller: Caller, files: readonly string[], options: ImportOptions) {
  if (files.length > 0)
    throw new Problem(
      'import-both',
      'usage',
      `Import either ${files.join(', ')} or the cluster of --from, not both at once.`,
    );
  const { from = [], topology, out } = options;
  return caller.export.importCluster({
    from: [...from],
    ssh: sshOf(options),
    ...(topology === undefined ? {} : { topology }),
    ...(out === undefined ? {} : { planFile: out }),
  });
}
