import { Option } from 'commander';
import { type Release, releases, type TopologyId, topologyIds } from '../../../core/plan/schema.ts';
import { Problem } from '../../../core/problem.ts';
import { resultOf } from '../../api/streamed.ts';
import type { LabView } from '../../services/lab/labList.ts';
import { table } from '../output.ts';
import type { AddCommand, CommonOptions } from './command.ts';

interface UpOptions extends CommonOptions {
  readonly hosts: number | { name: string; release?: Release; site?: string }[];
  readonly release?: Release;
  readonly name: string;
  readonly subnet?: string;
  readonly topology?: TopologyId;
  readonly layout?: string;
  readonly plan?: string;
}

interface FaultOptions extends CommonOptions {
  readonly name: string;
  readonly oneWay?: true;
  readonly includingOperator?: true;
}

const faultKinds = ['power-off', 'power-on', 'cut', 'cut-between', 'cut-site', 'reconnect'] as const;

/** `quorate lab`: real systemd hosts on this machine, to try and to learn on. */
export const addLab: AddCommand = (program, run) => {
  const lab = program
    .command('lab')
    .description('real systemd hosts on this machine, isolated from every other network');
  const named = new Option('--name <name>', 'name of the lab').default('lab');

  lab
    .command('up')
    .description('make a lab and wait until every host answers')
    .option('--hosts <n | name[:site],...>', 'how many hosts, or their names', parseHosts, 3)
    .addOption(new Option('--release <name>', 'Debian release').choices(releases))
    .addOption(named)
    .option('--subnet <cidr>', 'an IPv4 /24; default: a free one')
    .addOption(
      new Option('--topology <id>', 'the hosts of a topology in their sites, and a plan file for them')
        .choices(topologyIds)
        .conflicts(['subnet']),
    )
    .option('--layout <id>', 'with --topology: a variant, such as two-node without an arbiter')
    .option('--plan <file>', 'with --topology: where the plan file goes; default: NAME.yaml')
    .addHelpText(
      'after',
      '\nA lab needs no network once its image and its bundle are in the cache (/var/cache/quorate):\n  quorate lab up --topology geo-dr --name geo && quorate deploy geo.yaml',
    )
    .action((options: UpOptions) =>
      run(options, async ({ caller, output }) => {
        if (options.topology !== undefined) {
          const { name, topology, layout, release } = options;
          const made = await resultOf(
            await caller.lab.template({
              name,
              topology,
              planFile: options.plan ?? `${name}.yaml`,
              ...(layout === undefined ? {} : { layout }),
              ...(release === undefined ? {} : { release }),
            }),
            (line) => output.log(line),
          );
          const hosts = made.hosts.map((host) => `  ${host.name}  ${host.address}`).join('\n');
          output.result(made, () => `${hosts}\nNow: quorate deploy ${made.planFile}`);
          return 0;
        }
        const stream = await caller.lab.up({
          name: options.name,
          hosts: options.hosts,
          ...(options.release === undefined ? {} : { release: options.release }),
          ...(options.subnet === undefined ? {} : { subnet: options.subnet }),
        });
        const result = await resultOf(stream, (line) => output.log(line));
        output.result(result, () => `${result.created ? 'Made' : 'Already there'}:\n${labText([result.lab])}`);
        return 0;
      }),
    );

  lab
    .command('save')
    .description('write the state of all hosts into a file; they lose their power meanwhile, and get it back')
    .argument('<name>', 'name of the lab')
    .argument('<file>', 'file to write; the plan and its project folder are not in it')
    .action((name: string, file: string, options: CommonOptions) =>
      run(options, async ({ caller, output }) => {
        const saved = await resultOf(await caller.lab.save({ name, file }), (line) => output.log(line));
        output.result(
          saved,
          () => `${saved.file}: ${saved.hosts.length} hosts, ${Math.round(saved.sizeBytes / 1024 ** 2)} MiB.`,
        );
        return 0;
      }),
    );

  lab
    .command('restore')
    .description('make a lab again as it was saved: same name, same addresses; its plan file fits as before')
    .argument('<file>', 'file that lab save wrote')
    .action((file: string, options: CommonOptions) =>
      run(options, async ({ caller, output }) => {
        const view = await resultOf(await caller.lab.restore({ file }), (line) => output.log(line));
        output.result(view, () => labText([view]));
        return 0;
      }),
    );

  lab
    .command('down')
    .description('take a lab down and remove all of it')
    .addOption(named)
    .action((options: CommonOptions & { name: string }) =>
      run(options, async ({ caller, output }) => {
        await caller.lab.down({ name: options.name });
        output.result({ removed: options.name }, () => `The lab ${options.name} is gone.`);
        return 0;
      }),
    );

  lab
    .command('list')
    .description('show the labs of this machine')
    .action((options: CommonOptions) =>
      run(options, async ({ caller, output }) => {
        const listed = await caller.lab.list();
        output.result(listed, () => (listed.labs.length === 0 ? 'There is no lab.' : labText(listed.labs)));
        return 0;
      }),
    );

  lab
    .command('clean')
    .description('find and remove what killed labs left on this machine')
    .action((options: CommonOptions) =>
      run(options, async ({ caller, output }) => {
        const cleaned = await caller.lab.clean();
        output.result(cleaned, () => (cleaned.removed.length === 0 ? 'Nothing was left.' : cleaned.removed.join('\n')));
        return 0;
      }),
    );

  lab
    .command('fault')
    .description('take the power of a host or cut it off, and give it back')
    .argument('<kind>', faultKinds.join(', '))
    .argument('<where...>', 'a host; two hosts for cut-between; a site for cut-site; all for reconnect')
    .addOption(named)
    .option('--one-way', 'cut-between: only what the first sends to the second is lost')
    .option('--including-operator', 'cut: this machine does not reach the host either')
    .action((kind: string, where: string[], options: FaultOptions) =>
      run(options, async ({ caller, output }) => {
        const view = await caller.lab.fault({ name: options.name, fault: faultOf(kind, where, options) });
        output.result(view, () => labText([view]));
        return 0;
      }),
    );
};

function faultOf(kind: string, where: readonly string[], options: FaultOptions) {
  const [first = '', second = ''] = where;
  if (where.length !== (kind === 'cut-between' ? 2 : 1)) {
    throw new Problem(
      'fault-invalid',
      'usage',
      kind === 'cut-between' ? 'cut-between takes two hosts.' : `${kind} takes one name.`,
    );
  }
  switch (kind) {
    case 'power-off':
    case 'power-on':
    case 'reconnect':
      return { kind, host: first } as const;
    case 'cut':
      return { kind, host: first, includingOperator: options.includingOperator === true } as const;
    case 'cut-between':
      return { kind, from: first, to: second, oneWay: options.oneWay === true } as const;
    case 'cut-site':
      return { kind, site: first } as const;
    default:
      throw new Problem('fault-invalid', 'usage', `${kind} is no fault; there are ${faultKinds.join(', ')}.`);
  }
}

function parseHosts(value: string): number | { name: string; site?: string }[] {
  if (/^\d+$/.test(value)) return Number(value);
  return value.split(',').map((one) => {
    const [name = '', site] = one.split(':');
    return { name, ...(site === undefined ? {} : { site }) };
  });
}

function labText(labs: readonly LabView[]): string {
  return table([
    ['LAB', 'HOST', 'ADDRESS', 'RELEASE', 'STATE', 'LOG IN'],
    ...labs.flatMap((lab) =>
      lab.hosts.map((host) => [
        lab.name,
        host.name,
        host.address,
        host.release,
        host.state,
        `ssh -i ${host.key} ${host.user}@${host.address}`,
      ]),
    ),
  ]);
}
