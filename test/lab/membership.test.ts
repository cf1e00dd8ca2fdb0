import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePlan } from '../../core/plan/parse.ts';
import { labFault } from '../../electron/services/lab/labFault.ts';
import { noteChange } from './changeTable.ts';
import { accessOf, type DeployLab, deployLab, type Edits, edited, etcdctl, expectHealthy } from './deployFixture.ts';
import { asClient, type ClientAccess, type EndlessWriter, writeWithoutEnd } from './labClient.ts';
import { whole } from './wholeMatrix.ts';

/** Changes the plan file; undefined takes a value out. */
function edit(work: DeployLab, edits: Edits): void {
  writeFileSync(work.planFile, edited(readFileSync(work.planFile, 'utf8'), edits));
}

const releases = whole ? (['bookworm', 'trixie'] as const) : (['trixie'] as const);

describe.each(releases)('members that come and go on %s', (release) => {
  let work: DeployLab;
  let access: ClientAccess;
  let writes: EndlessWriter;
  const address = (host: string) => work.lab.hosts.find(({ name }) => name === host)?.address ?? '';
  const voters = async (host: string) =>
    (await work.on(host, `${etcdctl}\netcdctl member list`))
      .split('\n')
      .filter((line) => line.endsWith(', false'))
      .map((line) => line.split(', ')[2])
      .sort()
      .join(' ');
  const lost = async (host: string) =>
    (await asClient(access, address(host), 5433, (client) => writes.writer.lost(client))).value;

  /** Deploys the edited plan, and notes what that cost. */
  const change = async (what: string, from: string) => {
    const before = writes.writer.acknowledged;
    const result = await work.run();
    expectHealthy(result);
    const gone = await lost(from);
    noteChange(what, release, result, { acknowledged: writes.writer.acknowledged - before, lost: gone });
    expect(gone).toBe(0);
  };
  const leaderOf = async (host: string) => {
    const list = JSON.parse(await work.on(host, 'patronictl -c /etc/patroni/config.yml list -f json')) as {
      Member: string;
      Host: string;
      Role: string;
    }[];
    const at = list.find(({ Role }) => Role === 'Leader')?.Host.split(':')[0];
    return work.lab.hosts.find((one) => one.address === at)?.name ?? '';
  };
  const planned = () => {
    const parsed = parsePlan(readFileSync(work.planFile, 'utf8'));
    return parsed.ok ? parsed.parsed.plan.hosts.map(({ name }) => name) : [];
  };

  beforeAll(async () => {
    work = await deployLab({ name: `dt-members-${release}`, release, packagesThere: true, hosts: 5 });
    edit(work, [
      [['hosts', 4], undefined],
      [['hosts', 3], undefined],
      [['clusters', 0, 'members', 4], undefined],
      [['clusters', 0, 'members', 3], undefined],
    ]);
    expectHealthy(await work.run('quiet'));
    access = accessOf(work);
    writes = await writeWithoutEnd(
      access,
      work.lab.hosts.map((host) => host.address),
      'members',
    );
  });
  afterAll(async () => {
    await writes?.stop();
    await work?.remove();
  });

  it.runIf(whole)('from three members of etcd and of the cluster to five', async () => {
    const starts = (host: string) => work.on(host, 'systemctl show etcd -p MainPID');
    const before = await Promise.all(['n1', 'n2', 'n3'].map(starts));
    edit(work, [
      [['topology'], 'five-node'],
      [['hosts', 3], { name: 'n4', address: address('n4'), roles: ['postgres', 'etcd', 'haproxy'] }],
      [['hosts', 4], { name: 'n5', address: address('n5'), roles: ['postgres', 'etcd', 'haproxy'] }],
      [['clusters', 0, 'members', 3], { host: 'n4', seq: 4, role: 'replica' }],
      [['clusters', 0, 'members', 4], { host: 'n5', seq: 5, role: 'replica' }],
    ]);
    await change('two hosts with member and etcd come (3 to 5)', 'n4');
    expect(await voters('n1')).toBe('n1 n2 n3 n4 n5');
    expect(await Promise.all(['n1', 'n2', 'n3'].map(starts))).toEqual(before);
    expect((await work.run('quiet')).planned).toEqual([]);
    expect(await lost('n4')).toBe(0);
  });

  it.runIf(whole)('from five to three, with the host of the leader among those that go', async () => {
    const leader = await leaderOf('n2');
    const gone = [leader, leader === 'n5' ? 'n4' : 'n5'];
    edit(work, [
      [['topology'], 'three-node'],
      ...gone
        .map((name) => Number(name.slice(1)) - 1)
        .sort((one, other) => other - one)
        .flatMap(
          (at): Edits => [
            [['hosts', at], undefined],
            [['clusters', 0, 'members', at], undefined],
          ],
        ),
      [['clusters', 0, 'members', 0, 'role'], 'primary'],
    ]);
    await change(
      'two hosts leave, one of them the leader’s (5 to 3)',
      work.lab.hosts.map(({ name }) => name).find((name) => !gone.includes(name)) ?? '',
    );
    const stay = ['n1', 'n2', 'n3', 'n4', 'n5'].filter((name) => !gone.includes(name));
    expect(await voters(stay[0] ?? '')).toBe(stay.join(' '));
    for (const host of gone)
      expect(
        await work.on(
          host,
          'ls /etc/patroni/config.yml /etc/etcd/etcd.yml /var/lib/quorate/owner 2>/dev/null; pgrep -x "postgres|etcd|haproxy"; true',
        ),
      ).toBe('');
    expect((await work.run('quiet')).planned).toEqual([]);
    expect(await lost(stay[0] ?? '')).toBe(0);
  });

  it.runIf(whole)('from three nodes in one place to two data centres with an arbiter, and back', async () => {
    const hosts = planned();
    const more = ['n1', 'n2', 'n3', 'n4', 'n5'].filter((name) => !hosts.includes(name));
    const [replica = '', arbiter = ''] = more;
    const before = readFileSync(work.planFile, 'utf8');
    edit(work, [
      [['topology'], 'dual-dc'],
      [
        ['sites'],
        [
          { name: 'dcA', role: 'primary' },
          { name: 'dcB', role: 'secondary' },
          { name: 'dcC', role: 'arbiter' },
        ],
      ],
      ...hosts.map((_, at): Edits[number] => [['hosts', at, 'site'], at < 2 ? 'dcA' : 'dcB']),
      [['hosts', 3], { name: replica, address: address(replica), site: 'dcB', roles: ['postgres', 'etcd', 'haproxy'] }],
      [['hosts', 4], { name: arbiter, address: address(arbiter), site: 'dcC', roles: ['etcd'] }],
      [['clusters', 0, 'members', 3], { host: replica, seq: 7, role: 'replica' }],
    ]);
    await change('three nodes to two data centres', hosts[0] ?? '');
    expect(await voters(hosts[0] ?? '')).toBe([...hosts, ...more].sort().join(' '));
    expect((await work.run('quiet')).planned).toEqual([]);
    expect(await lost(hosts[0] ?? '')).toBe(0);
    writeFileSync(work.planFile, before);
    await change('two data centres back to three nodes', hosts[0] ?? '');
    expect(await voters(hosts[0] ?? '')).toBe([...hosts].sort().join(' '));
    expect((await work.run('quiet')).planned).toEqual([]);
    expect(await lost(hosts[0] ?? '')).toBe(0);
  });

  // Four deployments, two of them with members of etcd that restart one by one.
  it('a dead host is replaced by another, and is not let in when it comes back', { timeout: 1_200_000 }, async () => {
    const hosts = planned();
    const leader = await leaderOf(hosts[0] ?? '');
    const dead = hosts.findLast((name) => name !== leader) ?? '';
    const fresh = ['n1', 'n2', 'n3', 'n4', 'n5'].find((name) => !hosts.includes(name)) ?? '';
    await labFault(work.lab.name, { kind: 'power-off', host: dead });
    const at = hosts.indexOf(dead);
    edit(work, [
      [['hosts', at], { name: fresh, address: address(fresh), roles: ['postgres', 'etcd', 'haproxy'] }],
      [['clusters', 0, 'members', at], { host: fresh, seq: 9, role: 'replica' }],
      [['clusters', 0, 'members', hosts.indexOf(leader), 'role'], 'primary'],
    ]);
    await change('a dead host is replaced by another', leader);
    const now = planned();
    expect(now).not.toContain(dead);
    expect(await voters(leader)).toBe([...now].sort().join(' '));
    expect((await work.run('quiet')).planned).toEqual([]);
    expect(await lost(leader)).toBe(0);

    await labFault(work.lab.name, { kind: 'power-on', host: dead });
    await new Promise((done) => setTimeout(done, 20_000));
    expect(await voters(leader)).toBe([...now].sort().join(' '));
    expect(await work.on(dead, 'systemctl is-active etcd; true')).not.toContain('\nactive');
    expectHealthy(await work.run());
    expect(await work.on(dead, 'ls /var/lib/quorate/owner 2>/dev/null; pgrep -x "postgres|etcd|patroni"; true')).toBe(
      '',
    );
    expect(await lost(leader)).toBe(0);
  });

  it.runIf(whole)('etcd moves from one host to another', async () => {
    const hosts = planned();
    const from = hosts[0] ?? '';
    const to = ['n1', 'n2', 'n3', 'n4', 'n5'].find((name) => !hosts.includes(name)) ?? '';
    edit(work, [
      [
        ['hosts', 0, 'roles'],
        ['postgres', 'haproxy'],
      ],
      [['hosts', hosts.length], { name: to, address: address(to), roles: ['etcd'] }],
    ]);
    await change('etcd moves to another host', hosts[1] ?? '');
    expect(await voters(hosts[1] ?? '')).toBe([...hosts.slice(1), to].sort().join(' '));
    expect(await work.on(from, 'ls -d /etc/etcd/etcd.yml /var/lib/etcd/* 2>/dev/null; pgrep -x etcd; true')).toBe('');
    expect((await work.run('quiet')).planned).toEqual([]);
    expect(await lost(hosts[1] ?? '')).toBe(0);
  });
});
