import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatusDocument } from '../../core/health/statusDocument.ts';
import { readJournal } from '../../electron/services/procedures/journal.ts';
import { type DeployLab, deployLab, expectHealthy, findLeaks, secretsIn } from './deployFixture.ts';
import { whole } from './wholeMatrix.ts';

const exec = promisify(execFile);

interface EtcdStatus {
  readonly header: { readonly member_id: number };
  readonly leader: number;
}

describe('a deployment on real hosts, packages included', () => {
  let work: DeployLab;
  beforeAll(async () => {
    work = await deployLab({ name: 'dt-deploy', release: 'bookworm', packagesThere: false });
  });
  afterAll(() => work?.remove());

  it('shows what it would do and changes nothing', async () => {
    const result = await work.run('dry-run', 'quiet');
    expect(result.ok).toBe(true);
    expect(result.planned).toContain('n1/packages/install');
    expect(result.steps).toEqual([]);
    expect(await work.on('n1', 'ls -d /var/lib/quorate /run/quorate 2>/dev/null; true')).toBe('');
  });

  it('ends with a healthy cluster, and shows no secret in any list of processes', async () => {
    const watch = `nohup perl -e 'while (!-e "/run/stop") { for (glob "/proc/[0-9]*/cmdline") { open(my $f, "<", $_) or next; local $/; my $c = <$f>; $seen{$c} = 1 if defined $c } select(undef, undef, undef, 0.01) } open(my $o, ">", "/run/seen"); print $o join("\\n", keys %seen); close $o' >/dev/null 2>&1 &`;
    await work.on('n1', watch);
    expectHealthy(await work.run());
    // What the steps print comes as they run; that no secret is in it is judged with all that was printed, below.
    const output = work.printed.join('').match(/"code":"output".*/g) ?? [];
    expect(output.join('\n')).toMatch(/Setting up patroni/);
    const seen = await work.on(
      'n1',
      'touch /run/stop; for i in $(seq 50); do [ -s /run/seen ] && break; sleep 0.1; done; cat /run/seen | tr "\\0" " "',
    );
    expect(seen).toContain('etcd');
    expect(secretsIn(work.directory).filter((secret) => seen.includes(secret))).toEqual([]);
    expect(await work.on('n2', 'patronictl -c /etc/patroni/config.yml list -f json')).toContain('"Leader"');
  });

  it('leads psql through every port of every host to where the service table says', async () => {
    const { secrets } = JSON.parse(readFileSync(`${work.directory}/secrets.json`, 'utf8')) as {
      secrets: Record<string, { value: string }>;
    };
    await work.on(
      'n2',
      `umask 077; printf '*:*:app:app:%s\\n' '${secrets['user/pg-orders/app']?.value}' >/root/pgpass`,
    );
    /** A server is known by the moment at which it started. */
    const lands = (address: string, port: number) =>
      work.on(
        'n2',
        `PGPASSFILE=/root/pgpass psql -XAtc 'select pg_postmaster_start_time(), pg_is_in_recovery()' "host=${address} port=${port} user=app dbname=app sslmode=verify-full sslrootcert=/etc/patroni/tls/clients-ca.crt"`,
      );
    const addresses = work.lab.hosts.map((host) => host.address);
    const [primary, ...replicas] = await Promise.all(addresses.map((address) => lands(address, 5432)));
    expect([primary, ...replicas].map((answer) => answer?.split('|')[1])).toEqual(['f', 't', 't']);
    for (const address of addresses) {
      for (const port of [5433, 5436]) expect(await lands(address, port), `${address}:${port}`).toBe(primary);
      // A replica that has just come up is not served before three of HAProxy's checks have passed.
      for (const port of [5434, 5438])
        await expect.poll(() => lands(address, port), { timeout: 40_000 }).toMatch(/\|t$/);
    }
  });

  it('finds a client that is gone within a minute, on its way through every service', async () => {
    const [n1, n2] = work.lab.hosts;
    // Three sessions that wait for their client, which says nothing.
    for (const port of [5433, 5436, 5438])
      await work.on(
        'n2',
        `nohup bash -c 'sleep 60 | PGPASSFILE=/root/pgpass psql -X "host=${n1?.address} port=${port} user=app dbname=app sslmode=require"' >/dev/null 2>&1 </dev/null &`,
      );
    /** The timers of the connections that come to a port of a host, in seconds; -1 for one without keep-alive. */
    const timers = async (host: string, port: number, from: string) => {
      const listed = await work.on(host, `ss -Htno state established "( sport = :${port} )" dst ${from}`);
      return listed
        .split('\n')
        .filter(Boolean)
        .map((line) => {
          const [, seconds, unit] = /timer:\(keepalive,([\d.]+)(min|sec|ms)/.exec(line) ?? [];
          return seconds === undefined ? -1 : Number(seconds) * (unit === 'min' ? 60 : unit === 'ms' ? 0.001 : 1);
        });
    };
    const isSoon = (found: readonly number[]) => found.length > 0 && found.every((one) => one >= 0 && one <= 30.1);
    for (const port of [5433, 5436, 5438])
      await expect
        .poll(async () => isSoon(await timers('n1', port, n2?.address ?? '')), { timeout: 20_000 })
        .toBe(true);
    // HAProxy's side of the pools, wherever the primary is.
    const pools = await Promise.all(['n1', 'n2', 'n3'].map((host) => timers(host, 6432, n1?.address ?? '')));
    expect(isSoon(pools.flat())).toBe(true);
  });

  it('keeps whoever comes past the pools when all places are taken waiting, and refuses after 5 seconds', async () => {
    const [n1] = work.lab.hosts;
    const connect = (sql: string) =>
      `PGPASSFILE=/root/pgpass psql -XAtc '${sql}' "host=${n1?.address} port=5436 user=app dbname=app sslmode=require"`;
    // Template tiny has 100 connections; beside 80 of the pools and 20 of the cluster each HAProxy offers the least, 10.
    await work.on(
      'n2',
      `for i in $(seq 10); do nohup env ${connect('select pg_sleep(12)')} >/dev/null 2>&1 </dev/null & done; sleep 2`,
    );
    const started = performance.now();
    expect(await work.on('n2', `${connect('select 1')} 2>&1; true`)).toContain('server closed the connection');
    const seconds = (performance.now() - started) / 1000;
    expect(seconds).toBeGreaterThan(4);
    expect(seconds).toBeLessThan(9);
    await expect.poll(() => work.on('n2', connect('select 1')), { timeout: 20_000 }).toBe('1');
    await work.on('n2', 'rm /root/pgpass');
  });

  it('has from its first day what would cost a restart later', async () => {
    const psql = (database: string, sql: string) =>
      work.on(
        'n1',
        `cd /; echo "${sql}" | runuser -u postgres -- psql -XAtq -F ' ' -h /var/run/postgresql -d ${database}`,
      );
    const names = ['archive_command', 'archive_mode', 'huge_pages', 'log_min_duration_statement'];
    const wanted = [...names, 'idle_in_transaction_session_timeout', 'shared_preload_libraries'];
    const asked = `select name, setting, pending_restart from pg_settings where name in ('${wanted.join("', '")}') order by name;`;
    expect((await psql('postgres', asked)).split('\n')).toEqual([
      'archive_command /bin/true f',
      'archive_mode on f',
      'huge_pages off f',
      'idle_in_transaction_session_timeout 600000 f',
      'log_min_duration_statement 1000 f',
      'shared_preload_libraries pg_stat_statements f',
    ]);
    for (const database of ['postgres', 'app'])
      expect(await psql(database, 'select count(*) > 0 from pg_stat_statements;')).toBe('t');
    await psql('postgres', 'select pg_switch_wal();');
    const archived = 'select archived_count > 0, failed_count from pg_stat_archiver;';
    await expect.poll(() => psql('postgres', archived)).toBe('t 0');
    expect(await work.on('n1', 'systemctl show -P LogRateLimitIntervalUSec patroni etcd')).toBe('0\n\n0');
    // The kernel is that of the machine, and of all labs on it.
    expect(await work.on('n1', 'ls /etc/sysctl.d/90-quorate.conf 2>/dev/null; true')).toBe('');
  });

  it('says of the cluster what patronictl and etcdctl say', async () => {
    const { stdout } = await exec(process.execPath, ['bin/quorate.mjs', 'status', work.planFile, '--json']);
    const status = JSON.parse(stdout) as StatusDocument;
    const listed = JSON.parse(await work.on('n3', 'patronictl -c /etc/patroni/config.yml list -f json')) as {
      Member: string;
      Role: string;
      State: string;
      TL: number;
    }[];
    expect(status.clusters[0]?.members.map(({ name, role, state, timeline }) => [name, role, state, timeline])).toEqual(
      listed.map(({ Member, Role, State, TL }) => [Member, Role === 'Leader' ? 'primary' : 'replica', State, TL]),
    );
    const tls = '--cacert /etc/etcd/tls/ca.crt --cert /etc/etcd/tls/host.crt --key /etc/etcd/tls/host.key';
    const endpoints = work.lab.hosts.map((host) => `https://${host.address}:2379`).join(',');
    const asked = await work.on(
      'n1',
      `ETCDCTL_API=3 etcdctl ${tls} --endpoints ${endpoints} endpoint health -w json 2>/dev/null; ETCDCTL_API=3 etcdctl ${tls} --endpoints ${endpoints} endpoint status -w json`,
    );
    const [health = [], states = []] = asked
      .split('\n')
      .map((line) => JSON.parse(line) as { endpoint: string; health: boolean; Endpoint: string; Status: EtcdStatus }[]);
    const address = (host: string) => `https://${work.lab.hosts.find((one) => one.name === host)?.address}:2379`;
    for (const member of status.etcd) {
      expect(member.healthy).toBe(health.find((one) => one.endpoint === address(member.name))?.health);
      const state = states.find((one) => one.Endpoint === address(member.name))?.Status;
      expect(member.leader).toBe(state?.leader === state?.header.member_id);
    }
    expect(status.etcd.filter((member) => member.leader)).toHaveLength(1);
  });

  it('changes nothing when it runs again, in few round trips', async () => {
    const result = await work.run();
    expectHealthy(result);
    expect(result.changed).toBe(false);
    expect(result.steps).toEqual([]);
    expect(result.roundTripsPerHost).toBeLessThanOrEqual(3);
  });

  it('puts a file right that was changed by hand, and nothing else', async () => {
    await work.on('n3', 'echo "# by hand" >>/etc/haproxy/haproxy.cfg');
    const result = await work.run();
    expectHealthy(result);
    expect(result.steps.map((step) => step.id)).toEqual(['n3/haproxy/files', 'n3/haproxy/reload']);
  });

  it('leaves secrets nowhere but where they belong, and a whole journal', async () => {
    expect(await findLeaks(work)).toEqual([]);
    const entries = await readJournal(`${work.directory}/journal.jsonl`);
    const key = (entry: { run: string; step: string }) => `${entry.run} ${entry.step}`;
    const begun = entries.flatMap((entry) => (entry.event === 'begin' ? [key(entry)] : []));
    const ended = entries.flatMap((entry) => (entry.event === 'end' ? [key(entry)] : []));
    expect(begun.length).toBeGreaterThan(20);
    expect(begun.filter((one) => !ended.includes(one))).toEqual([]);
    expect(await work.on('n1', 'grep -c done /var/lib/quorate/audit.log')).not.toBe('0');
  });

  it('is taken away without a trace', async () => {
    const gone = await work.run('destroy');
    expectHealthy(gone);
    const left = await work.on(
      'n1',
      'ls -d /var/lib/quorate /etc/patroni /etc/etcd /var/lib/etcd/quorate /var/lib/postgresql/15 2>/dev/null; dpkg -l patroni etcd-server haproxy 2>/dev/null | grep ^ii; pgrep -l "etcd|patroni|postgres|haproxy|pgbouncer"; true',
    );
    expect(left).toBe('');
  });

  it.runIf(whole)('can be made again', async () => {
    expectHealthy(await work.run());
  });
});
