import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePlan } from '../../core/plan/parse.ts';
import { labFault } from '../../electron/services/lab/labFault.ts';
import { accessOf, type DeployLab, deployLab, type Edits, edited, etcdctl, expectHealthy } from './deployFixture.ts';
import { asClient, type ClientAccess, type EndlessWriter, writeWithoutEnd } from './labClient.ts';
import { whole } from './wholeMatrix.ts';

/** A run that goes round in circles would be killed for ever. */
const maxKills = 40;

/**
 * Runs the program again and again, and kills it at each moment that no run was killed at yet: as a stage begins, and once inside of it, when the
 * first of its steps has ended.
 * @returns the moments
 */
async function killedEverywhere(work: DeployLab): Promise<readonly string[]> {
  const moments = new Set<string>();
  for (let turn = 0; turn < maxKills; turn++) {
    const from = work.printed.length;
    const { child, ended } = work.start('take-lock');
    let moment: string | undefined;
    while (child.exitCode === null && moment === undefined) {
      await sleep(2);
      moment = momentsOf(work.printed.slice(from).join('')).find((one) => !moments.has(one));
    }
    if (moment === undefined || child.exitCode !== null) {
      await ended;
      return [...moments];
    }
    child.kill('SIGKILL');
    await ended;
    moments.add(moment);
  }
  throw new Error(`still new moments after ${maxKills} runs: ${[...moments].join(', ')}`);
}

/** The moments that a run has told so far. */
function momentsOf(printed: string): readonly string[] {
  const moments: string[] = [];
  let stage = '';
  let inside = true;
  for (const line of printed.split('\n')) {
    const begun = /^[\d.]+ stage .*?"id":"([^"]+)"/.exec(line)?.[1];
    if (begun !== undefined) {
      stage = begun;
      inside = false;
      moments.push(`as ${stage} begins`);
    } else if (!inside && /^[\d.]+ step-end /.test(line)) {
      inside = true;
      moments.push(`in ${stage}`);
    }
  }
  return moments;
}

describe.runIf(whole)('a change that is killed at every stage, as it begins and inside', { timeout: 2_400_000 }, () => {
  let work: DeployLab;
  let access: ClientAccess;
  let writes: EndlessWriter;
  let most = 0;
  let watching = true;
  let watch: Promise<void>;
  const address = (host: string) => work.lab.hosts.find(({ name }) => name === host)?.address ?? '';
  const edit = (edits: Edits) => writeFileSync(work.planFile, edited(readFileSync(work.planFile, 'utf8'), edits));
  const planned = () => {
    const parsed = parsePlan(readFileSync(work.planFile, 'utf8'));
    return parsed.ok ? parsed.parsed.plan.hosts.map(({ name }) => name) : [];
  };
  const voters = async (host: string) =>
    (await work.on(host, `${etcdctl}\netcdctl member list`))
      .split('\n')
      .filter((line) => line.endsWith(', false'))
      .map((line) => line.split(', ')[2])
      .sort()
      .join(' ');
  const leaderOf = async (host: string) => {
    const list = JSON.parse(await work.on(host, 'patronictl -c /etc/patroni/config.yml list -f json')) as {
      Host: string;
      Role: string;
    }[];
    const at = list.find(({ Role }) => Role === 'Leader')?.Host.split(':')[0];
    return work.lab.hosts.find((one) => one.address === at)?.name ?? '';
  };
  const writable = async (host: string) => {
    const answer = await asClient(access, address(host), 5432, async (client) => {
      const { rows } = await client.query<{ recovering: boolean }>('select pg_is_in_recovery() as recovering');
      return rows[0]?.recovering === false;
    }).catch(() => undefined);
    return answer?.value === true;
  };
  /** Kills the change everywhere, and then has it brought to its end. */
  const kill = async (what: string, ask: string) => {
    const moments = await killedEverywhere(work);
    process.stdout.write(`${what}: killed ${moments.length} times (${moments.join(', ')})\n`);
    expect(moments.length).toBeGreaterThan(1);
    expectHealthy(await work.run('quiet', 'take-lock'));
    expect((await work.run('quiet')).planned).toEqual([]);
    const { value } = await asClient(access, address(ask), 5433, (client) => writes.writer.lost(client));
    expect([value, most]).toEqual([0, 1]);
  };

  beforeAll(async () => {
    work = await deployLab({ name: 'dt-killed', release: 'bookworm', packagesThere: true, hosts: 5 });
    edit(
      [4, 3].flatMap(
        (at): Edits => [
          [['hosts', at], undefined],
          [['clusters', 0, 'members', at], undefined],
        ],
      ),
    );
    expectHealthy(await work.run('quiet'));
    access = accessOf(work);
    const hosts = work.lab.hosts.map(({ name }) => name);
    writes = await writeWithoutEnd(access, hosts.map(address), 'killed');
    watch = (async () => {
      while (watching) {
        const now = await Promise.all(hosts.map(writable));
        most = Math.max(most, now.filter(Boolean).length);
        await sleep(200);
      }
    })();
  });
  afterAll(async () => {
    watching = false;
    await watch;
    await writes?.stop();
    await work?.remove();
  });

  it('raises and lowers settings that replicas need', async () => {
    edit([[['postgres', 'parameters'], { max_connections: 230, max_worker_processes: 12 }]]);
    await kill('settings up', 'n1');
    edit([[['postgres', 'parameters'], { max_connections: 180, max_worker_processes: 9 }]]);
    await kill('settings down', 'n1');
  });

  it('grows from three to five', async () => {
    edit([
      [['topology'], 'five-node'],
      ...(['n4', 'n5'] as const).flatMap(
        (name, index): Edits => [
          [['hosts', 3 + index], { name, address: address(name), roles: ['postgres', 'etcd', 'haproxy'] }],
          [['clusters', 0, 'members', 3 + index], { host: name, seq: 4 + index, role: 'replica' }],
        ],
      ),
    ]);
    await kill('three to five', 'n1');
    expect(await voters('n1')).toBe('n1 n2 n3 n4 n5');
  });

  it('shrinks from five to three, without the leader’s host', async () => {
    const leader = await leaderOf('n1');
    const gone = [leader, leader === 'n5' ? 'n4' : 'n5'];
    edit([
      [['topology'], 'three-node'],
      ...gone
        .map((name) => planned().indexOf(name))
        .sort((one, other) => other - one)
        .flatMap(
          (at): Edits => [
            [['hosts', at], undefined],
            [['clusters', 0, 'members', at], undefined],
          ],
        ),
      [['clusters', 0, 'members', 0, 'role'], 'primary'],
    ]);
    const [first = ''] = planned();
    await kill('five to three', first);
    expect(await voters(first)).toBe([...planned()].sort().join(' '));
  });

  it('replaces a dead host', async () => {
    const hosts = planned();
    const leader = await leaderOf(hosts[0] ?? '');
    const dead = hosts.findLast((name) => name !== leader) ?? '';
    const fresh = ['n1', 'n2', 'n3', 'n4', 'n5'].find((name) => !hosts.includes(name)) ?? '';
    const at = hosts.indexOf(dead);
    await labFault(work.lab.name, { kind: 'power-off', host: dead });
    edit([
      [['hosts', at], { name: fresh, address: address(fresh), roles: ['postgres', 'etcd', 'haproxy'] }],
      [['clusters', 0, 'members', at], { host: fresh, seq: 9, role: 'replica' }],
      [['clusters', 0, 'members', hosts.indexOf(leader), 'role'], 'primary'],
    ]);
    await kill('a dead host replaced', leader);
    expect(await voters(leader)).toBe([...planned()].sort().join(' '));
  });
});
