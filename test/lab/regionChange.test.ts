import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteChange } from './changeTable.ts';
import { accessOf, type DeployLab, deployLab, edited, etcdctl, expectHealthy } from './deployFixture.ts';
import { asClient, type ClientAccess, type EndlessWriter, writeWithoutEnd } from './labClient.ts';
import { whole } from './wholeMatrix.ts';

// The whole file is left to a run of everything.
describe.runIf(whole).each(['bookworm', 'trixie'] as const)('a standby region that comes and goes on %s', (release) => {
  let work: DeployLab;
  let access: ClientAccess;
  let writes: EndlessWriter;
  let alone = '';
  const address = (host: string) => work.lab.hosts.find(({ name }) => name === host)?.address ?? '';
  const lost = async () => (await asClient(access, address('n1'), 5433, (client) => writes.writer.lost(client))).value;
  const sql = (host: string, text: string) =>
    work.on(host, `runuser -u postgres -- psql -h /var/run/postgresql -XAtc "${text}"`);
  const voters = async (host: string) =>
    (await work.on(host, `${etcdctl}\netcdctl member list`))
      .trim()
      .split('\n')
      .map((line) => line.split(', ')[2])
      .sort()
      .join(' ');
  const change = async (what: string) => {
    const before = writes.writer.acknowledged;
    const result = await work.run();
    expectHealthy(result);
    const gone = await lost();
    noteChange(what, release, result, { acknowledged: writes.writer.acknowledged - before, lost: gone });
    expect(gone).toBe(0);
    expect((await work.run('quiet')).planned).toEqual([]);
  };
  const withRegion = () => {
    const members = ['n4', 'n5', 'n6'].map((host, at) => ({
      host,
      seq: at + 4,
      role: at === 0 ? 'primary' : 'replica',
    }));
    return edited(alone, [
      [['topology'], 'geo-dr'],
      [
        ['sites'],
        [
          { name: 'here', role: 'primary' },
          { name: 'away', role: 'standby' },
        ],
      ],
      ...['n1', 'n2', 'n3'].map((_, at) => [['hosts', at, 'site'], 'here'] as const),
      ...['n4', 'n5', 'n6'].map(
        (name, at) =>
          [
            ['hosts', at + 3],
            { name, address: address(name), site: 'away', roles: ['postgres', 'etcd', 'haproxy'] },
          ] as const,
      ),
      [['clusters', 1], { name: 'pg-away', standbyOf: { cluster: 'pg-orders' }, members }],
    ]);
  };

  beforeAll(async () => {
    work = await deployLab({ name: `dt-region-${release}`, release, packagesThere: true, hosts: 6 });
    alone = edited(readFileSync(work.planFile, 'utf8'), [
      ...[5, 4, 3].flatMap((at) => [
        [['hosts', at], undefined] as const,
        [['clusters', 0, 'members', at], undefined] as const,
      ]),
    ]);
    writeFileSync(work.planFile, alone);
    expectHealthy(await work.run('quiet'));
    access = accessOf(work);
    writes = await writeWithoutEnd(
      access,
      ['n1', 'n2', 'n3'].map((host) => address(host)),
      'regions',
    );
  });
  afterAll(async () => {
    await writes?.stop();
    await work?.remove();
  });

  it('is made beside the cluster that it follows, also where the run was killed on its way', async () => {
    const etcd = await work.on('n1', 'systemctl show etcd patroni -p MainPID');
    writeFileSync(work.planFile, withRegion());
    const { child, ended } = work.start();
    await expect.poll(() => work.on('n4', 'pgrep -x etcd || true'), { timeout: 120_000, interval: 500 }).not.toBe('');
    child.kill('SIGKILL');
    await ended.catch(() => undefined);
    await change('a standby region comes (killed once on its way)');
    expect(await voters('n1')).toBe('n1 n2 n3');
    expect(await voters('n4')).toBe('n4 n5 n6');
    expect(await work.on('n1', 'systemctl show etcd patroni -p MainPID')).toBe(etcd);
    const rows = Number(await sql('n1', "select pg_current_wal_lsn() - '0/0'"));
    await expect
      .poll(async () => Number(await sql('n4', "select pg_last_wal_replay_lsn() - '0/0'")), { timeout: 30_000 })
      .toBeGreaterThanOrEqual(rows);
    expect((await sql('n4', 'select pg_is_in_recovery()')).trim()).toBe('t');
  });

  it('goes with its hosts, its etcd and its slot', async () => {
    expect(await sql('n1', "select count(*) from pg_replication_slots where slot_name = 'standby_pg_away'")).toBe('1');
    writeFileSync(work.planFile, alone);
    await change('the standby region goes');
    for (const host of ['n4', 'n5', 'n6'])
      expect(
        await work.on(
          host,
          'ls /etc/patroni/config.yml /etc/etcd/etcd.yml /var/lib/quorate/owner 2>/dev/null; pgrep -x "postgres|etcd|haproxy"; true',
        ),
      ).toBe('');
    expect(await voters('n1')).toBe('n1 n2 n3');
    await expect
      .poll(() => sql('n1', "select count(*) from pg_replication_slots where slot_name = 'standby_pg_away'"), {
        timeout: 60_000,
      })
      .toBe('0');
  });
});
