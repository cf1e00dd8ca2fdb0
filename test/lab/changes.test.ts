import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labFault } from '../../electron/services/lab/labFault.ts';
import { noteChange } from './changeTable.ts';
import { quorate } from './commands.ts';
import {
  accessOf,
  type DeployLab,
  deployLab,
  type Edits,
  edited,
  etcdctl,
  expectHealthy,
  type RunnerResult,
  statusOf,
} from './deployFixture.ts';
import { asClient, type ClientAccess, type EndlessWriter, writeWithoutEnd } from './labClient.ts';
import { whole } from './wholeMatrix.ts';

/** Runs a deployment of an edited plan, and puts the plan back. */
async function deployEdited(work: DeployLab, edits: Edits): Promise<RunnerResult> {
  const text = readFileSync(work.planFile, 'utf8');
  writeFileSync(work.planFile, edited(text, edits));
  try {
    return await work.run('quiet');
  } finally {
    writeFileSync(work.planFile, text);
  }
}

/** Everything of a host that a deployment could change: files by their digest, units by their state and start, members of etcd. */
function stateOfHost(work: DeployLab, host: string): Promise<string> {
  return work.on(
    host,
    `find /etc /usr/local /var/lib/quorate /var/lib/postgresql/.pgpass.patroni -xdev -type f ! -name lock ! -name running -exec sha256sum {} + 2>/dev/null | sort
stat -c '%n %Y %Z' /etc/etcd/etcd.yml /etc/patroni/config.yml /etc/haproxy/haproxy.cfg /etc/pgbouncer/pgbouncer.ini
systemctl show etcd patroni pgbouncer haproxy -p Id,ActiveState,MainPID,ExecMainStartTimestamp,NRestarts
${etcdctl}
etcdctl member list | sort
etcdctl endpoint status -w json | grep -o '"cluster_id":[0-9]*'`,
  );
}

describe('a changed plan on a running three-node cluster', () => {
  let work: DeployLab;
  let access: ClientAccess;
  let writes: EndlessWriter;
  const address = (host: string) => work.lab.hosts.find(({ name }) => name === host)?.address ?? '';
  const members = ['n1', 'n2', 'n3'];

  beforeAll(async () => {
    work = await deployLab({ name: 'dt-changes', release: 'bookworm', packagesThere: true, hosts: 4 });
    // The fourth host is bare: it comes to the plan later.
    const text = readFileSync(work.planFile, 'utf8');
    writeFileSync(
      work.planFile,
      edited(text, [
        [['hosts', 3], undefined],
        [['clusters', 0, 'members', 3], undefined],
      ]),
    );
    expectHealthy(await work.run('quiet'));
    access = accessOf(work);
    writes = await writeWithoutEnd(access, members.map(address), 'changes');
  });
  afterAll(async () => {
    await writes?.stop();
    await work?.remove();
  });

  it('keeps what was deployed, on the hosts and in the project folder', async () => {
    expect(readFileSync(join(work.directory, 'deployed.yaml'), 'utf8')).toBe(readFileSync(work.planFile, 'utf8'));
    const record = JSON.parse(await work.on('n2', 'cat /var/lib/quorate/deployed.json')) as { hosts: unknown[] };
    expect(record.hosts).toHaveLength(3);
    expect((await work.run('quiet')).planned).toEqual([]);
  });

  it('is refused before anything is touched where no procedure exists, and no write is lost', async () => {
    const before = await Promise.all(members.map((host) => stateOfHost(work, host)));
    // Several at a time: each is named, whatever else is refused beside it.
    const cases: readonly (readonly [Edits, readonly (readonly [code: string, words: string])[]])[] = [
      [
        [
          [['clusters', 0, 'members', 1, 'seq'], 7],
          [['postgres', 'walDirectory'], '/wal'],
          [['security'], { tls: false }],
        ],
        [
          ['member-renamed', 'Put seq: 2 back'],
          ['fixed-field', 'postgres.walDirectory was deployed as'],
          ['fixed-field', 'security.tls was deployed as true'],
        ],
      ],
      [
        [
          [['hosts', 2, 'address'], address('n4')],
          [['clusters', 0, 'name'], 'pg-other'],
        ],
        [
          ['host-address', `Put address: ${address('n3')} back`],
          ['cluster-renamed', 'Put name: pg-orders back'],
        ],
      ],
    ];
    for (const [edits, expected] of cases) {
      const result = await deployEdited(work, edits);
      expect(result.message).toBeUndefined();
      expect({ ok: result.ok, steps: result.steps }).toEqual({ ok: false, steps: [] });
      for (const [code, words] of expected)
        expect(result.refusals).toContainEqual(
          expect.objectContaining({ code, message: expect.stringContaining(words) as string }),
        );
    }
    expect(await Promise.all(members.map((host) => stateOfHost(work, host)))).toEqual(before);
    expect((await work.run('quiet')).planned).toEqual([]);
    expect(writes.writer.acknowledged).toBeGreaterThan(50);
    const { value: lost } = await asClient(access, address('n1'), 5436, (client) => writes.writer.lost(client));
    expect(lost).toBe(0);
  });

  it('is refused to another operator machine, whose project folder does not know what was deployed', async () => {
    const kept = readFileSync(join(work.directory, 'deployed.yaml'), 'utf8');
    writeFileSync(join(work.directory, 'deployed.yaml'), '');
    const result = await deployEdited(work, [[['postgres', 'walDirectory'], '/wal']]);
    expect(result.refusals.map(({ code }) => code)).toEqual(['fixed-field']);
    writeFileSync(join(work.directory, 'deployed.yaml'), kept);
  });

  it('brings a replica with HAProxy, under writes, and leaves etcd alone', async () => {
    const etcd = 'systemctl show etcd -p MainPID; stat -c %Y /etc/etcd/etcd.yml';
    const before = await Promise.all(members.map((host) => work.on(host, etcd)));
    const text = readFileSync(work.planFile, 'utf8');
    writeFileSync(
      work.planFile,
      edited(text, [
        [['hosts', 3], { name: 'n4', address: address('n4'), roles: ['postgres', 'haproxy'] }],
        [['clusters', 0, 'members', 3], { host: 'n4', seq: 4, role: 'replica' }],
      ]),
    );
    const replica = await work.run('quiet');
    expectHealthy(replica);
    expect(await Promise.all(members.map((host) => work.on(host, etcd)))).toEqual(before);
    expect((await work.run('quiet')).planned).toEqual([]);
    const { value: lost } = await asClient(access, address('n4'), 5433, (client) => writes.writer.lost(client));
    noteChange('a replica with HAProxy comes', 'bookworm', replica, { acknowledged: writes.writer.acknowledged, lost });
    expect(lost).toBe(0);
  });

  it('is not needed for status to say which service does not answer', async () => {
    expect(await statusOf(work)).toMatchObject({ healthy: true, reasons: [] });
    await work.on('n2', 'systemctl stop pgbouncer');
    const { healthy, reasons } = await statusOf(work);
    expect(healthy).toBe(false);
    expect(reasons.map(({ message }) => message).join('\n')).toMatch(/PgBouncer on n2 \(port 6432\) does not work/);
    await work.on('n2', 'systemctl start pgbouncer');
  });

  it.runIf(whole)('gives a host another name, under writes: its own member of etcd alone restarts', async () => {
    const running = (host: string) =>
      work.on(host, 'systemctl show etcd patroni -p MainPID; pgrep -o -u postgres -x postgres');
    const before = await Promise.all(['n1', 'n3'].map(running));
    const postgres = (host: string) => work.on(host, 'pgrep -o -u postgres -x postgres');
    const [own, member] = [await postgres('n2'), await work.on('n2', 'systemctl show etcd -p MainPID')];
    const text = readFileSync(work.planFile, 'utf8');
    writeFileSync(
      work.planFile,
      edited(text, [
        [['hosts', 1, 'name'], 'db2'],
        [['clusters', 0, 'members', 1, 'host'], 'db2'],
      ]),
    );
    const rows = writes.writer.acknowledged;
    const renamed = await work.run('quiet');
    expectHealthy(renamed);
    expect(await Promise.all(['n1', 'n3'].map(running))).toEqual(before);
    expect(await postgres('n2')).toBe(own);
    expect(await work.on('n2', 'systemctl show etcd -p MainPID')).not.toBe(member);
    const list = await work.on('n1', `${etcdctl}\netcdctl member list`);
    expect(list.match(/started, (\S+),/g)?.sort()).toEqual(['started, db2,', 'started, n1,', 'started, n3,']);
    expect((await work.run('quiet')).planned).toEqual([]);
    expect(await statusOf(work)).toMatchObject({ healthy: true, reasons: [] });
    const { value: lost } = await asClient(access, address('n4'), 5433, (client) => writes.writer.lost(client));
    noteChange('a host takes another name', 'bookworm', renamed, {
      acknowledged: writes.writer.acknowledged - rows,
      lost,
    });
    expect(lost).toBe(0);
  });

  it.runIf(whole)('drops nothing that the plan no longer has, unless a person says so', async () => {
    const text = readFileSync(work.planFile, 'utf8');
    const lists = [
      [['postgres', 'databases', 1], { name: 'old', owner: 'former' }],
      [['postgres', 'users', 1], { name: 'former' }],
    ] as const;
    writeFileSync(work.planFile, edited(text, lists));
    expectHealthy(await work.run('quiet'));
    const drop = (...what: readonly string[]) =>
      quorate(`drop-${what[0]}`, work.planFile, 'pg-orders', what[1] ?? '', '--yes');
    expect(await drop('database', 'old')).toMatchObject({ code: 1, stderr: expect.stringContaining('is in the plan') });
    writeFileSync(work.planFile, text);
    const result = await work.run('quiet');
    expectHealthy(result);
    expect(result.notes.map(({ message }) => message).join()).toMatch(/drop-database[\s\S]*drop-user/);

    const psql = (host: string, query: string) =>
      work.on(host, `cd /; runuser -u postgres -- psql -XqAt -h /var/run/postgresql -d postgres -c "${query}"`);
    const there =
      "select datname from pg_database where datname = 'old' union select rolname from pg_roles where rolname = 'former'";
    expect(await psql('n3', there)).toMatch(/former\nold|old\nformer/);
    const owns = await drop('user', 'former');
    expect([owns.code, owns.stderr]).toEqual([1, expect.stringContaining('it still owns objects (1 in the cluster)')]);
    expect(await drop('database', 'old')).toMatchObject({ code: 0 });
    await psql('n1', 'grant create on database app to former; grant pg_read_all_data to former');
    expect(await drop('user', 'former')).toMatchObject({ code: 0 });
    expect(await drop('user', 'former')).toMatchObject({ code: 0 });
    expect((await psql('n1', there)).trim()).toBe('');
    await expect.poll(async () => (await psql('n3', there)).trim()).toBe('');
    expect((await work.run('quiet')).planned).toEqual([]);
  });
});

describe.runIf(whole)('two nodes without an arbiter that are given one (with QUORATE_FULL_MATRIX=1)', () => {
  let work: DeployLab;
  beforeAll(async () => {
    work = await deployLab({ name: 'dt-arbiter', release: 'bookworm', packagesThere: true, hosts: 3 });
    const text = readFileSync(work.planFile, 'utf8');
    writeFileSync(
      work.planFile,
      edited(text, [
        [['topology'], 'two-node'],
        [['hosts', 2], undefined],
        [
          ['hosts', 1, 'roles'],
          ['postgres', 'haproxy'],
        ],
        [['clusters', 0, 'members', 2], undefined],
      ]),
    );
    expectHealthy(await work.run('quiet'));
  });
  afterAll(() => work?.remove());

  it('become three members of one etcd cluster, with at most one writable member at every moment', async () => {
    const access = accessOf(work);
    const [first, second, third] = work.lab.hosts;
    if (first === undefined || second === undefined || third === undefined) throw new Error('no hosts');
    const counted = { moments: 0, most: 0 };
    let stopped = false;
    const recovering = (address: string) =>
      asClient(access, address, 5432, async (client) => {
        const { rows } = await client.query<{ recovering: boolean }>('select pg_is_in_recovery() as recovering');
        return rows[0]?.recovering ?? true;
      }).then(
        ({ value }) => value,
        () => true,
      );
    const counting = (async () => {
      while (!stopped) {
        const asked = performance.now();
        const both = await Promise.all([first, second].map(({ address }) => recovering(address)));
        counted.moments += 1;
        counted.most = Math.max(counted.most, both.filter((one) => !one).length);
        await new Promise((done) => setTimeout(done, Math.max(0, 50 - (performance.now() - asked))));
      }
    })();
    const idOf = async () =>
      (await work.on(first.name, `${etcdctl}\netcdctl endpoint status -w json`)).match(/"cluster_id":\d+/)?.[0];
    const before = await idOf();
    const text = readFileSync(work.planFile, 'utf8');
    writeFileSync(
      work.planFile,
      edited(text, [
        [
          ['hosts', 1, 'roles'],
          ['postgres', 'etcd', 'haproxy'],
        ],
        [['hosts', 2], { name: third.name, address: third.address, roles: ['etcd'] }],
      ]),
    );
    expectHealthy(await work.run('quiet'));
    expect((await work.run('quiet')).planned).toEqual([]);
    // A host that joined and loses its power comes back as what it is, by itself.
    await labFault(work.lab.name, { kind: 'power-off', host: second.name });
    await labFault(work.lab.name, { kind: 'power-on', host: second.name });
    await expect.poll(async () => (await statusOf(work)).healthy, { timeout: 90_000, interval: 2000 }).toBe(true);
    stopped = true;
    await counting;
    expect(counted.moments).toBeGreaterThan(20);
    expect(counted.most).toBe(1);
    expect(await idOf()).toBe(before);
    expect((await statusOf(work)).etcd.map(({ name, healthy }) => `${name} ${healthy}`).sort()).toEqual([
      `${first.name} true`,
      `${second.name} true`,
      `${third.name} true`,
    ]);
  });
});
