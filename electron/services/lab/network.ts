import { writeFile } from 'node:fs/promises';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import { tableName } from './labPaths.ts';
import { runProgram, tryProgram } from './runProgram.ts';

/** One direction in which frames between two hosts are dropped, by their interface names on the bridge. */
export interface Cut {
  readonly from: string;
  readonly to: string;
}

/** What is cut in a lab now, as the kernel has it. */
export interface Cuts {
  readonly between: readonly Cut[];
  /** Interfaces that the operator's machine cannot reach either. */
  readonly fromOperator: readonly string[];
}

/**
 * Makes a lab's bridge, with this machine at .1 and no way out: nothing is forwarded to or from it, whatever this
 * machine forwards otherwise. The alias tells `lab clean` whose it is. Does nothing where it is there already.
 */
export async function makeNetwork(tag: string, bridge: string, subnet: string, directory: string): Promise<void> {
  const there = await tryProgram('ip', ['link', 'show', bridge]);
  if (there.code !== 0) {
    await runProgram('ip', ['link', 'add', bridge, 'type', 'bridge']);
    await runProgram('ip', ['link', 'set', bridge, 'alias', `quorate ${directory}`]);
    await runProgram('ip', ['address', 'add', `${subnet}.1/24`, 'dev', bridge]);
    await runProgram('ip', ['link', 'set', bridge, 'up']);
    // A second between two ARP questions is most of a host's boot.
    await writeFile(`/proc/sys/net/ipv4/neigh/${bridge}/retrans_time_ms`, '50').catch(() => undefined);
  }
  const table = tableName(tag);
  // Adding a table that exists is no error to nft, adding its rules again would double them.
  if ((await tryProgram('nft', ['list', 'table', 'bridge', table])).code === 0) return;
  await runProgram('nft', ['-f', '-'], { input: ruleset(table, bridge) });
}

/** The rules of a lab. Frames between its hosts pass the bridge's forward hook, those of the operator input and output. */
function ruleset(table: string, bridge: string): string {
  return `table inet ${table} {
  chain forward {
    type filter hook forward priority -10; policy accept;
    iifname "${bridge}" oifname != "${bridge}" drop
    iifname != "${bridge}" oifname "${bridge}" drop
  }
}
table bridge ${table} {
  set cuts { type ifname . ifname; }
  set isolated { type ifname; }
  chain forward { type filter hook forward priority 0; policy accept; iifname . oifname @cuts drop; }
  chain input { type filter hook input priority 0; policy accept; iifname @isolated drop; }
  chain output { type filter hook output priority 0; policy accept; oifname @isolated drop; }
}
`;
}

/** Takes away the bridge and the rules of a lab; what is not there is no error. */
export async function removeNetwork(tag: string, bridge: string): Promise<void> {
  for (const family of ['bridge', 'inet']) await tryProgram('nft', ['delete', 'table', family, tableName(tag)]);
  await tryProgram('ip', ['link', 'delete', bridge]);
}

/** Reads the cuts of a lab from the kernel; none where its rules are not loaded. */
export async function readCuts(tag: string): Promise<Cuts> {
  const listed = await tryProgram('nft', ['-j', 'list', 'table', 'bridge', tableName(tag)]);
  const none: Cuts = { between: [], fromOperator: [] };
  if (listed.code !== 0) return none;
  const { nftables } = JSON.parse(listed.stdout) as {
    nftables: readonly { set?: { name: string; elem?: readonly (string | { concat: readonly string[] })[] } }[];
  };
  const elements = (name: string) => nftables.find((entry) => entry.set?.name === name)?.set?.elem ?? [];
  return {
    between: elements('cuts').flatMap((element) => {
      const [from, to] = typeof element === 'string' ? [] : element.concat;
      return from === undefined || to === undefined ? [] : [{ from, to }];
    }),
    fromOperator: elements('isolated').filter((element) => typeof element === 'string'),
  };
}

/** Replaces the cuts of a lab, in one transaction. Frames already under way are not called back. */
export async function writeCuts(tag: string, cuts: Cuts): Promise<void> {
  const table = tableName(tag);
  const lines = [`flush set bridge ${table} cuts`, `flush set bridge ${table} isolated`];
  const pairs = new Set(cuts.between.map(({ from, to }) => `"${from}" . "${to}"`));
  if (pairs.size > 0) lines.push(`add element bridge ${table} cuts { ${[...pairs].join(', ')} }`);
  const isolated = new Set(cuts.fromOperator.map((name) => `"${name}"`));
  if (isolated.size > 0) lines.push(`add element bridge ${table} isolated { ${[...isolated].join(', ')} }`);
  await runProgram('nft', ['-f', '-'], { input: `${lines.join('\n')}\n` });
}

/**
 * Finds a free /24 for a lab: the same name gets the same one as long as nothing of this machine uses it.
 * @param taken subnets of other labs, as their first three numbers
 * @returns the first three numbers, such as `10.198.7`
 * @throws Problem `lab-subnet` when a wished one is in use or none is free
 */
export async function freeSubnet(tag: string, taken: readonly string[], wished?: string): Promise<string> {
  const used = [...taken.map((subnet) => `${subnet}.0/24`), ...(await usedRanges())];
  if (wished !== undefined) {
    const subnet = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.0\/24$/.exec(wished)?.[1];
    if (subnet === undefined) {
      throw new Problem('lab-subnet', 'usage', say`The subnet ${wished} is not an IPv4 /24 such as 10.198.7.0/24.`);
    }
    const clash = used.find((range) => overlaps(range, subnet));
    if (clash === undefined) return subnet;
    throw new Problem(
      'lab-subnet',
      'no',
      say`The subnet ${wished} is in use on this machine (${clash}). Choose another.`,
    );
  }
  const first = Number.parseInt(tag.slice(0, 2), 16);
  for (let step = 0; step < 256; step += 1) {
    const subnet = `10.198.${(first + step) % 256}`;
    if (!used.some((range) => overlaps(range, subnet))) return subnet;
  }
  throw new Problem('lab-subnet', 'no', say`No /24 of 10.198.0.0/16 is free on this machine: give one with --subnet.`);
}

/** All IPv4 ranges that this machine has an address in or a route to, the default route left out. */
async function usedRanges(): Promise<string[]> {
  const routes = JSON.parse(await runProgram('ip', ['-j', '-4', 'route', 'show', 'table', 'all'])) as readonly {
    dst?: string;
  }[];
  return routes.flatMap(({ dst }) => (dst === undefined || dst === 'default' ? [] : [dst]));
}

function overlaps(range: string, subnet: string): boolean {
  const [address = '', length = '32'] = range.split('/');
  const bits = Math.min(Number(length), 24);
  const mask = bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
  return (numberOf(address) & mask) >>> 0 === (numberOf(`${subnet}.0`) & mask) >>> 0;
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
