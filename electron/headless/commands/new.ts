import { InvalidArgumentError, Option } from 'commander';
import { type TopologyId, topologyIds } from '../../../core/plan/schema.ts';
import type { AddCommand, CommonOptions } from './command.ts';

interface NewOptions extends CommonOptions {
  readonly topology: TopologyId;
  readonly name?: string;
  readonly layout?: string;
  readonly host: readonly { name: string; address: string }[];
  readonly key?: string;
  readonly user?: string;
  readonly template?: string;
  readonly bundle?: string;
  readonly rto?: string;
  readonly rpo?: string;
  readonly mode?: string;
  readonly vip?: { address: string; interface: string };
}

/** `quorate new`: writes a commented plan to standard output. */
export const addNew: AddCommand = (program, run) => {
  program
    .command('new')
    .description('write a commented plan for a topology to standard output')
    .addOption(new Option('--topology <id>', 'shape of the cluster').choices(topologyIds).default('three-node'))
    .option('--name <name>', 'name of the plan')
    .option('--layout <id>', 'variant of the topology, such as two-node without an arbiter')
    .option('--host <name=address>', 'a host, in the order of the layout; may be repeated', collectHost, [])
    .option('--user <login>', 'SSH login')
    .option('--key <path>', 'SSH private key')
    .option('--template <id>', 'tuning: oltp, olap, crit or tiny')
    .option('--bundle <file>', 'install from this bundle instead of the hosts’ repositories')
    .option('--mode <id>', 'objectives: default, fast, zero-loss or conservative')
    .option('--rto <seconds>', 'recovery time objective')
    .option('--rpo <size>', 'recovery point objective, such as 1MiB, or 0')
    .option('--vip <address/prefix@interface>', 'virtual IP on the leader', parseVip)
    .action((options: NewOptions) =>
      run(options, async ({ caller, output }) => {
        const { text } = await caller.plan.create({
          topology: options.topology,
          ...(options.name === undefined ? {} : { name: options.name }),
          ...(options.layout === undefined ? {} : { layout: options.layout }),
          ...(options.host.length === 0 ? {} : { hosts: [...options.host] }),
          sections: sectionsOf(options),
        });
        output.result({ text }, () => text);
        return 0;
      }),
    );
};

function sectionsOf(options: NewOptions): Record<string, unknown> {
  const objectives = {
    ...(options.mode === undefined ? {} : { mode: options.mode }),
    ...(options.rto === undefined ? {} : { rto: Number(options.rto) }),
    ...(options.rpo === undefined ? {} : { rpo: /^\d+$/.test(options.rpo) ? Number(options.rpo) : options.rpo }),
  };
  const ssh = {
    ...(options.user === undefined ? {} : { user: options.user }),
    ...(options.key === undefined ? {} : { key: options.key }),
  };
  return {
    ...(Object.keys(objectives).length === 0 ? {} : { objectives }),
    ...(Object.keys(ssh).length === 0 ? {} : { ssh }),
    ...(options.template === undefined ? {} : { postgres: { template: options.template } }),
    ...(options.bundle === undefined ? {} : { packages: { source: 'bundle', file: options.bundle } }),
    ...(options.vip === undefined ? {} : { access: { vip: options.vip } }),
  };
}

function collectHost(
  value: string,
  before: readonly { name: string; address: string }[],
): { name: string; address: string }[] {
  const at = value.indexOf('=');
  if (at <= 0 || at === value.length - 1)
    throw new InvalidArgumentError('A host is given as NAME=ADDRESS, such as n1=10.0.0.1.');
  return [...before, { name: value.slice(0, at), address: value.slice(at + 1) }];
}

function parseVip(value: string): { address: string; interface: string } {
  const at = value.lastIndexOf('@');
  if (at <= 0)
    throw new InvalidArgumentError('A virtual IP is given as ADDRESS/PREFIX@INTERFACE, such as 10.0.0.100/24@eth0.');
  return { address: value.slice(0, at), interface: value.slice(at + 1) };
}
