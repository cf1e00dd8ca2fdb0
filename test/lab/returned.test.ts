import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withReturned } from '../../core/health/status.ts';
import { parsePlan } from '../../core/plan/parse.ts';
import { openHosts } from '../../electron/services/hosts/openHosts.ts';
import { labFault } from '../../electron/services/lab/labFault.ts';
import { SecretStore } from '../../electron/services/secrets/secretStore.ts';
import { askReturned } from '../../electron/services/status/askReturned.ts';
import { readStatus } from '../../electron/services/status/readStatus.ts';
import { accessOf, type DeployLab, deployLab, type Edits, edited, etcdctl, expectHealthy } from './deployFixture.ts';
import { asClient, type ClientAccess, type EndlessWriter, writeWithoutEnd } from './labClient.ts';
import { whole } from './wholeMatrix.ts';

const releases = ['bookworm', 'trixie'] as const;

describe.runIf(whole).each(releases)('a host that was removed while dead and comes back on %s', (release) => {
  let work: DeployLab;
  let access: ClientAccess;
  let writes: EndlessWriter;
  const address = (host: string) => work.lab.hosts.find(({ name }) => name === host)?.address ?? '';
  const edit = (edits: Edits) => writeFileSync(work.planFile, edited(readFileSync(work.planFile, 'utf8'), edits));

  /** As the command line asks. */
  const status = async () => {
    const parsed = parsePlan(readFileSync(work.planFile, 'utf8'));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const { plan } = parsed.parsed;
    const secrets = await SecretStore.open(work.directory);
    const hosts = openHosts(plan, work.directory, {
      confirmHostKey: () => Promise.resolve(false),
      acceptNewHostKeys: true,
      credentials: {},
    });
    try {
      return withReturned(await readStatus(plan, hosts, secrets), await askReturned(plan, hosts, work.directory));
    } finally {
      await hosts.pool.close();
    }
  };
  const members = async (host: string) =>
    (
      JSON.parse(await work.on(host, 'patronictl -c /etc/patroni/config.yml list -f json')) as {
        Member: string;
        Role: string;
      }[]
    ).map(({ Member, Role }) => `${Member} ${Role}`);
  const voters = async () =>
    (await work.on('n1', `${etcdctl}\netcdctl member list`))
      .split('\n')
      .map((line) => line.split(', ')[2])
      .sort()
      .join(' ');

  beforeAll(async () => {
    work = await deployLab({ name: `df-returned-${release}`, release, packagesThere: true, hosts: 4 });
    edit([
      [['hosts', 3], undefined],
      [['clusters', 0, 'members', 3], undefined],
    ]);
    expectHealthy(await work.run('quiet'));
    access = accessOf(work);
    writes = await writeWithoutEnd(access, ['n1', 'n2'].map(address), 'returned');
  });
  afterAll(async () => {
    await writes?.stop();
    await work?.remove();
  });

  it('is let in nowhere, is told of, and is cleaned by a deployment', async () => {
    await labFault(work.lab.name, { kind: 'power-off', host: 'n3' });
    edit([
      [['hosts', 2], { name: 'n4', address: address('n4') }],
      [['clusters', 0, 'members', 2], { host: 'n4', seq: 4, role: 'replica' }],
    ]);
    expectHealthy(await work.run());
    expect((await work.run('quiet')).planned).toEqual([]);
    expect(await voters()).toBe('n1 n2 n4');
    expect((await status()).returned).toEqual([]);
    const before = await members('n1');
    expect(before.map((one) => one.split(' ')[0]).sort()).toEqual(['pg-orders-1', 'pg-orders-2', 'pg-orders-4']);

    await labFault(work.lab.name, { kind: 'power-on', host: 'n3' });
    const until = Date.now() + 120_000;
    let seen = await status();
    while ((seen.returned ?? []).length === 0 && Date.now() < until) seen = await status();
    expect(seen.returned).toMatchObject([{ host: 'n3', address: address('n3'), postgres: null, streamsFrom: null }]);
    expect(seen.reasons).toContainEqual(expect.objectContaining({ id: 'host-returned', subject: 'n3' }));
    expect(seen.healthy).toBe(false);
    // Longer than a lease and a loop: whoever could get in would have by now.
    await new Promise((done) => setTimeout(done, 45_000));
    expect(await members('n1')).toEqual(before);
    expect(await voters()).toBe('n1 n2 n4');
    // It asks etcd as its Patroni does, and as anybody could who has its files.
    const asked = await work.on(
      'n3',
      `ETCDCTL_API=3 etcdctl --dial-timeout=3s --command-timeout=5s --endpoints=https://${address('n1')}:2379,https://${address('n2')}:2379 --cacert=/etc/patroni/tls/ca.crt --cert=/etc/patroni/tls/host.crt --key=/etc/patroni/tls/host.key get --prefix /pg/ 2>&1; echo "status $?"`,
    );
    expect(asked).not.toContain('pg-orders');
    expect(asked).toContain('status 1');
    // It asks PostgreSQL for a copy, with its password and its certificate.
    const copied = await work.on(
      'n3',
      `runuser -u postgres -- bash -c "$(cat <<'EOF'
export PGPASSWORD=$(python3 -c 'import yaml; print(yaml.safe_load(open("/etc/patroni/config.yml"))["postgresql"]["authentication"]["replication"]["password"])')
psql "host=${address('n1')} user=replicator dbname=postgres replication=true sslmode=require sslcert=/etc/patroni/tls/host.crt sslkey=/etc/patroni/tls/host.key" -c IDENTIFY_SYSTEM 2>&1
EOF
)"; true`,
    );
    expect(copied).toContain('pg_hba.conf rejects');
    expect(await work.on('n3', 'pgrep -x postgres; systemctl is-active etcd; true')).not.toMatch(/^active$/m);
    expect(
      await work.on('n1', "runuser -u postgres -- psql -XAtc 'select slot_name from pg_replication_slots'"),
    ).not.toContain('pg_orders_3');

    expectHealthy(await work.run());
    expect(
      await work.on('n3', 'ls /var/lib/quorate/owner 2>/dev/null; pgrep -x "postgres|etcd|patroni|haproxy"; true'),
    ).toBe('');
    const after = await status();
    expect(after.returned).toEqual([]);
    expect(after.reasons.map(({ id }) => id)).not.toContain('host-returned');
    expect(await members('n1')).toEqual(before);
    expect((await work.run('quiet')).planned).toEqual([]);
    const lost = await asClient(access, address('n1'), 5433, (client) => writes.writer.lost(client));
    expect(lost.value).toBe(0);
  });
});
