import { Option } from 'commander';
import { type Release, releases } from '../../../core/plan/schema.ts';
import { resultOf } from '../../api/streamed.ts';
import type { AddCommand, CommonOptions } from './command.ts';

/** `quorate bundle`: one file with every package, for hosts that reach nothing. */
export const addBundle: AddCommand = (program, run) => {
  const bundle = program
    .command('bundle')
    .description('one file with every package, for hosts that reach no repository');

  bundle
    .command('build')
    .description('download every package through apt on a builder of that release')
    .addOption(new Option('--release <name>', 'Debian release of the hosts').choices(releases).makeOptionMandatory())
    .requiredOption('--out <file>', 'file to write')
    .action((options: CommonOptions & { release: Release; out: string }) =>
      run(options, async ({ caller, output }) => {
        let phase = '';
        const stream = await caller.bundle.build({ release: options.release, out: options.out });
        const { manifest, id } = await resultOf(stream, (progress) => {
          if (progress.phase !== phase) output.log(`${progress.phase} ...`);
          phase = progress.phase;
        });
        output.result(
          { file: options.out, id, manifest },
          () => `${options.out}: ${manifest.packages.length} packages for ${manifest.release} ${manifest.architecture}`,
        );
        return 0;
      }),
    );

  bundle
    .command('verify')
    .description('read every byte of a bundle and compare it with its checksums')
    .argument('<file>', 'bundle')
    .action((file: string, options: CommonOptions) =>
      run(options, async ({ caller, output }) => {
        const verdict = await caller.bundle.verify({ file });
        output.result(verdict, () =>
          verdict.ok
            ? `${file} is whole: ${verdict.manifest?.packages.length ?? 0} packages for ${verdict.manifest?.release} ${verdict.manifest?.architecture}`
            : verdict.problems.map((one) => `${file}: ${one.entry}: ${one.message}`).join('\n'),
        );
        return verdict.ok ? 0 : 1;
      }),
    );
};
