import { type Command, Option } from 'commander';
import { type Release, releases } from '../../../core/plan/schema.ts';
import { resultOf } from '../../api/streamed.ts';
import type { BundleVerdict } from '../../services/bundle/verifyBundle.ts';
import type { AddCommand, CommonOptions, RunVerb } from './command.ts';
import { addSshOptions, type SshOptions, sshOf } from './sshOptions.ts';

interface BuildOptions extends CommonOptions, SshOptions {
  readonly release: readonly Release[];
  readonly out: string;
  readonly previous?: string;
  readonly plan?: string;
  readonly on?: string;
}

/** `quorate bundle`: one file with every package, for hosts that reach nothing. */
export const addBundle: AddCommand = (program, run) => {
  const bundle = program
    .command('bundle')
    .description('one file with every package, for hosts that reach no repository');
  addBuild(bundle, run);

  bundle
    .command('join')
    .description('put bundles of several releases or architectures into one file; each host takes the one for it')
    .argument('<file...>', 'bundles')
    .requiredOption('--out <file>', 'file to write')
    .action((files: string[], options: CommonOptions & { out: string }) =>
      run(options, async ({ caller, output }) => {
        const verdict = await caller.bundle.join({ files, out: options.out });
        output.result(shown(verdict), () => verdictText(options.out, verdict));
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
        output.result(shown(verdict), () => verdictText(file, verdict));
        return verdict.ok ? 0 : 1;
      }),
    );
};

function addBuild(bundle: Command, run: RunVerb): void {
  const build = bundle
    .command('build')
    .description('download every package through apt on a Debian or Ubuntu machine that reaches a mirror')
    .addOption(
      new Option('--release <name...>', 'Debian releases of the hosts; several go into one file')
        .choices(releases)
        .makeOptionMandatory(),
    )
    .requiredOption('--out <file>', 'file to write')
    .option(
      '--plan <file>',
      'plan that it is for: its version of PostgreSQL, its extra packages and its extra repository',
    )
    .option('--previous <file>', 'earlier bundle: packages that have not changed are taken from it, not downloaded')
    .option('--on <host>', 'build on this host over SSH; default: on this machine');
  addSshOptions(build, '--on').action((options: BuildOptions) =>
    run(options, async ({ caller, output }) => {
      let said = '';
      const { out, previous, on, plan } = options;
      const stream = await caller.bundle.build({
        releases: [...options.release],
        out,
        ...(previous === undefined ? {} : { previous }),
        ...(plan === undefined ? {} : { plan }),
        ...(on === undefined ? {} : { on: { address: on, ssh: sshOf(options) } }),
      });
      const verdict = await resultOf(stream, ({ release, phase, share, reused }) => {
        const percent = share === undefined ? '' : ` ${Math.floor(share * 10) * 10} %`;
        const line =
          reused === undefined ? `${release}: ${phase}${percent}` : `${release}: ${reused} packages are here already`;
        if (line !== said) output.log(line);
        said = line;
      });
      output.result({ file: out, ...shown(verdict) }, () => verdictText(out, verdict));
      return 0;
    }),
  );
}

/** What `--json` shows; the list of packages stands in each bundle's manifest. */
function shown({ ok, problems, bundles, manifest, id, sizeBytes }: BundleVerdict) {
  return { ok, problems, id, manifest, sizeBytes, bundles: bundles.map(({ start: _start, ...one }) => one) };
}

function verdictText(file: string, { ok, problems, bundles, sizeBytes }: BundleVerdict): string {
  if (!ok) return problems.map((one) => `${file}: ${one.entry}: ${one.message}`).join('\n');
  const held = bundles.map(
    ({ manifest }) => `${manifest.packages.length} packages for ${manifest.release} ${manifest.architecture}`,
  );
  return `${file} is whole: ${held.join(', ')}; ${Math.round(sizeBytes / 1e6)} MB`;
}
