import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { LabView } from '../../electron/services/lab/labList.ts';
import { hostOf, ssh } from './labFixture.ts';

const exec = promisify(execFile);

/** What leaves, or tries to leave, a lab and an operator's place in it. */
export interface OutsideRecorder {
  /** Names that somebody asked the resolver for, in order. */
  readonly asked: string[];
  /** Packets to addresses outside the lab since the last call of `forget`. */
  packets(): Promise<number>;
  forget(): Promise<void>;
  /** Runs a program as the operator: in a network of its own, which has the lab's hosts and nothing else. */
  asOperator(file: string, args: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/**
 * Lets every host of a lab, and an operator beside them, believe that there is a way out: a resolver and a default route. The resolver knows no
 * name and keeps all that it is asked; the route ends at a counter. Without them a program that looks outside would fail at once and leave no trace.
 */
export async function recordOutside(lab: LabView, name: string): Promise<OutsideRecorder> {
  const prefix = lab.subnet.slice(0, lab.subnet.lastIndexOf('.'));
  const gateway = `${prefix}.1`;
  const table = name.replaceAll('-', '_');
  const asked: string[] = [];
  const server = createSocket('udp4');
  server.on('message', (query, from) => {
    asked.push(nameIn(query));
    server.send(unknownName(query), from.port, from.address);
  });
  const remove = async () => {
    server.close();
    await exec('nft', ['delete', 'table', 'inet', table]).catch(() => undefined);
    await exec('ip', ['netns', 'delete', name]).catch(() => undefined);
    await exec('ip', ['link', 'delete', `${name}-o`]).catch(() => undefined);
    rmSync(`/etc/netns/${name}`, { recursive: true, force: true });
  };
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.bind(53, gateway, resolve);
    });
    writeFileSync(`/run/${table}.nft`, ruleset(table, lab));
    await exec('nft', ['-f', `/run/${table}.nft`]);
    rmSync(`/run/${table}.nft`);
    for (const host of lab.hosts) {
      const { code, output } = await ssh(
        hostOf(lab, host.name),
        `echo nameserver ${gateway} >/etc/resolv.conf && ip route add default via ${gateway}`,
      );
      if (code !== 0) throw new Error(`${host.name}: ${output}`);
    }
    await operatorNetwork(lab, name, prefix, gateway);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    asked,
    packets: async () => {
      const { stdout } = await exec('nft', ['list', 'counter', 'inet', table, 'outside']);
      return Number(/packets (\d+)/.exec(stdout)?.[1]);
    },
    forget: async () => {
      asked.length = 0;
      await exec('nft', ['reset', 'counter', 'inet', table, 'outside']);
    },
    asOperator: async (file, args) => (await exec('ip', ['netns', 'exec', name, file, ...args])).stdout,
    remove,
  };
}

function ruleset(table: string, lab: LabView): string {
  return `table inet ${table} {
  counter outside { }
  chain outside {
    type filter hook prerouting priority -300; policy accept;
    iifname "${lab.bridge}" ip daddr != { ${lab.subnet}, 224.0.0.0/4, 255.255.255.255 } counter name outside drop
    iifname "${lab.bridge}" ip6 daddr != { fe80::/10, ff00::/8 } counter name outside drop
  }
}
`;
}

async function operatorNetwork(lab: LabView, name: string, prefix: string, gateway: string): Promise<void> {
  mkdirSync(`/etc/netns/${name}`, { recursive: true });
  writeFileSync(`/etc/netns/${name}/resolv.conf`, `nameserver ${gateway}\n`);
  const inside = ['netns', 'exec', name, 'ip'];
  for (const words of [
    ['netns', 'add', name],
    ['link', 'add', `${name}-o`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name],
    ['link', 'set', `${name}-o`, 'master', lab.bridge, 'up'],
    [...inside, 'link', 'set', 'lo', 'up'],
    [...inside, 'address', 'add', `${prefix}.250/24`, 'dev', 'eth0'],
    [...inside, 'link', 'set', 'eth0', 'up'],
    [...inside, 'route', 'add', 'default', 'via', gateway],
  ])
    await exec('ip', words);
}

/** The name in the first question of a DNS message (RFC 1035, 4.1.2). */
function nameIn(query: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; ; ) {
    const length = query[at] ?? 0;
    if (length === 0) return labels.join('.');
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
}

/** The question back, as an answer with code 3: there is no such name. */
function unknownName(query: Buffer): Buffer {
  const answer = Buffer.from(query);
  answer.writeUInt16BE(0x8183, 2);
  return answer;
}
