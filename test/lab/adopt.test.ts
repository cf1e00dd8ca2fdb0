import { execFile, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Release } from '../../core/plan/schema.ts';
import { root } from '../headless/commandLine.ts';
import { type DeployLab, deployLab, expectHealthy, statusOf } from './deployFixture.ts';
import { whole } from './wholeMatrix.ts';

/** What `quorate adopt --json` and `quorate destroy --json` print, as far as is looked at here. */
interface AdoptDocument {
  readonly ok: boolean;
  readonly message?: string;
  readonly error?: { readonly message: string };
  readonly refusals?: readonly { readonly message: string }[];
  readonly failures?: readonly unknown[];
  readonly notes?: readonly { readonly message: string }[];
  readonly stages?: readonly { readonly id: string; readonly predicted: unknown }[];
  readonly seconds?: number;
}

const exec = promisify(execFile);

async function quorate(...args: string[]): Promise<{ code: number; document: AdoptDocument; log: string }> {
  const { stdout, stderr, code } = await exec(
    process.execPath,
    ['bin/quorate.mjs', ...args, '--json', '--accept-new-host-keys'],
    {
      cwd: root,
      maxBuffer: 64 * 1024 * 1024,
    },
  ).then(
    (out) => ({ ...out, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  return { code, document: JSON.parse(stdout) as AdoptDocument, log: stderr };
}

/** Starts a command, and kills it as power would do it once it says a word. */
async function killed(at: RegExp, ...args: string[]): Promise<void> {
  const child = spawn(process.execPath, ['bin/quorate.mjs', ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
    if (at.test(log)) child.kill('SIGKILL');
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code, log.slice(-3000)).toBe(null);
}

const password = 'a password of long ago';

/** A Debian PostgreSQL as somebody set it up long ago: data, users, rules, settings. */
const setUp = (major: number) => `set -e
rm -f /etc/postgresql-common/createcluster.d/quorate.conf
pg_createcluster ${major} main >/dev/null
cat >>/etc/postgresql/${major}/main/postgresql.conf <<'END'
listen_addresses = '*'
work_mem = 6MB
log_min_error_statement = panic
vacuum_cost_delay = 3ms
END
echo 'host app app 0.0.0.0/0 scram-sha-256' >>/etc/postgresql/${major}/main/pg_hba.conf
echo 'host app reader 10.0.0.0/8 scram-sha-256' >>/etc/postgresql/${major}/main/pg_hba.conf
systemctl daemon-reload
systemctl enable -q --now postgresql
pg_ctlcluster ${major} main start 2>/dev/null || true
runuser -u postgres -- psql -q <<'END'
create role app login password '${password}';
create role reader login password '${password}';
create database app owner app;
\\c app
create extension pg_trgm;
create table kept as select n, md5(n::text) from generate_series(1, 20000) as n;
alter table kept owner to app;
create table counted (row int primary key);
alter table counted owner to app;
END`;

/**
 * Writes to the PostgreSQL of one host for as long as it is asked to, over whatever connection it gets, and remembers what was acknowledged.
 * @param from number of the row before the first
 */
function writer(host: string, from = 0) {
  const acknowledged: number[] = [];
  let stopped = false;
  let gap = 0;
  const write = async () => {
    let row = from;
    let since = performance.now();
    while (!stopped) {
      const client = clientOf(host);
      client.on('error', () => undefined);
      try {
        await client.connect();
        while (!stopped) {
          row += 1;
          await client.query('insert into counted values ($1)', [row]);
          gap = Math.max(gap, performance.now() - since);
          since = performance.now();
          acknowledged.push(row);
          await new Promise((done) => setTimeout(done, 20));
        }
      } catch {
        await new Promise((done) => setTimeout(done, 100));
      } finally {
        await Promise.race([client.end().catch(() => undefined), new Promise((done) => setTimeout(done, 300))]);
      }
    }
  };
  const running = write();
  return {
    acknowledged,
    async stop() {
      stopped = true;
      await running;
      return { acknowledged: acknowledged.length, gapSeconds: gap / 1000 };
    },
  };
}

function clientOf(host: string) {
  return new pg.Client({
    host,
    port: 5432,
    user: 'app',
    password,
    database: 'app',
    ssl: false,
    connectionTimeoutMillis: 2000,
    query_timeout: 5000,
  });
}

describe.skipIf(!whole).each(['bookworm', 'trixie'] as const satisfies readonly Release[])(
  'a PostgreSQL of Debian on %s with data becomes the first member of a cluster (QUORATE_FULL_MATRIX=1)',
  (release) => {
    const major = release === 'bookworm' ? 15 : 17;
    let work: DeployLab;
    let first = '';
    const everywhere = (command: string) => Promise.all(work.lab.hosts.map(({ name }) => work.on(name, command)));
    const plan = (text: string) => writeFileSync(work.planFile, text);

    beforeAll(async () => {
      work = await deployLab({ name: `ad-${release}`, release, packagesThere: true });
      first = work.lab.hosts[0]?.name ?? '';
      expect(await work.on(first, setUp(major))).toBe('');
    });
    afterAll(() => work?.remove());

    it('says which field of the plan is to be what, and what would change, and changes nothing', async () => {
      const refused = await quorate('adopt', work.planFile, first, '--check');
      expect(refused.code).toBe(1);
      expect(refused.document.refusals?.map(({ message }) => message).join('\n')).toContain(
        `set postgres.dataDirectory to /var/lib/postgresql/${major}/main`,
      );
      plan(
        readFileSync(work.planFile, 'utf8').replace(
          'postgres: {',
          `postgres: { dataDirectory: /var/lib/postgresql/${major}/main, parameters: { work_mem: 5MB }, hba: [{ type: host, database: app, user: app, address: 0.0.0.0/0, method: scram-sha-256 }],`,
        ),
      );
      const { code, document, log } = await quorate('adopt', work.planFile, first, '--check');
      expect(document.refusals, log).toEqual([]);
      expect(code).toBe(0);
      const told = document.notes?.map(({ message }) => message).join('\n') ?? '';
      expect(told).toContain('work_mem 6MB → 5MB');
      expect(told).toMatch(/stay as they are, on every member: .*vacuum_cost_delay/);
      expect(told).toContain('host app reader 10.0.0.0/8 scram-sha-256');
      expect(told).not.toContain('host app app');
      expect(document.stages?.map(({ id }) => id)).toEqual(['prepare-1', 'take']);
      expect(document.stages?.at(-1)?.predicted).toMatchObject({ writes: { typical: 5 } });
      expect(await work.on(first, 'ls /var/lib/quorate 2>/dev/null; true')).toBe('');
      const deployed = await work.run();
      expect(deployed.ok).toBe(false);
    });

    it('keeps every acknowledged row, however often it is killed, its users, passwords and settings', async () => {
      const address = work.lab.hosts[0]?.address ?? '';
      const writing = writer(address);
      while (writing.acknowledged.length < 20) await new Promise((done) => setTimeout(done, 50));
      for (const moment of [/done +\S+\/adopt\/keep/, /done +\S+\/adopt\/take/, /done +\S+\/patroni\/start/]) {
        await killed(moment, 'adopt', work.planFile, first, '--confirm', 'orders');
      }
      const { code, document, log } = await quorate('adopt', work.planFile, first, '--confirm', 'orders');
      const noticed = await writing.stop();
      process.stderr.write(`${JSON.stringify({ release, seconds: document.seconds, ...noticed })}\n`);
      expect({ code, refusals: document.refusals, failures: document.failures }, log.slice(-5000)).toEqual({
        code: 0,
        refusals: [],
        failures: [],
      });
      const psql = (query: string) => `runuser -u postgres -- psql -XAtq app -c "${query}"`;
      expect(await everywhere(psql('select count(*) from kept'))).toEqual(['20000', '20000', '20000']);
      const rows = (await work.on(first, psql('select row from counted'))).split('\n').map(Number);
      expect(writing.acknowledged.filter((row) => !rows.includes(row))).toEqual([]);
      expect(
        await everywhere(psql("select current_setting('vacuum_cost_delay'), current_setting('work_mem')")),
      ).toEqual(Array.from({ length: 3 }, () => '3ms|5MB'));
      const { clusters } = await statusOf(work);
      expect(clusters[0]?.leader).toBe('pg-orders-1');
      expect(await work.on(first, 'pg_lsclusters -h; ls /etc/postgresql; systemctl list-units -q "postgresql@*"')).toBe(
        '',
      );
      expect((await work.run()).steps).toEqual([]);
    });

    it('goes back to one server by itself, and the rest can be taken away', async () => {
      const removed = await quorate('destroy', work.planFile, '--yes');
      expect(removed.document.refusals?.map(({ message }) => message).join()).toContain('--back');
      const address = work.lab.hosts[0]?.address ?? '';
      const writing = writer(address, 1_000_000);
      while (writing.acknowledged.length < 20) await new Promise((done) => setTimeout(done, 50));
      await killed(/done +\S+\/adopt\/halt/, 'adopt', work.planFile, first, '--back', '--confirm', 'orders');
      const { code, document, log } = await quorate('adopt', work.planFile, first, '--back', '--confirm', 'orders');
      const before = writing.acknowledged.length;
      while (code === 0 && writing.acknowledged.length < before + 20) await new Promise((done) => setTimeout(done, 50));
      const noticed = await writing.stop();
      process.stderr.write(`${JSON.stringify({ release, back: document.seconds, ...noticed })}\n`);
      expect({ code, error: document.error }, log.slice(-5000)).toEqual({ code: 0, error: undefined });
      const psql = (query: string) => `runuser -u postgres -- psql -XAtq app -c "${query}"`;
      const rows = (await work.on(first, psql('select row from counted'))).split('\n').map(Number);
      expect(writing.acknowledged.filter((row) => !rows.includes(row))).toEqual([]);
      expect(await work.on(first, psql('select count(*) from pg_replication_slots'))).toBe('0');
      expect(
        await work.on(
          first,
          psql("select string_agg(rolname, ' ' order by rolname) from pg_roles where rolname !~ '^pg_'"),
        ),
      ).toBe('app postgres reader');
      expect(await work.on(first, `pg_lsclusters -h | awk '{ print $1, $2, $3, $4 }'`)).toBe(
        `${major} main 5432 online`,
      );
      expectHealthy(await work.run('destroy'));
      expect(await work.on(first, psql('select count(*) from kept'))).toBe('20000');
      expect(await work.on(first, 'ls /var/lib/quorate')).not.toContain('owner');
    });
  },
);
