import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientsAuthoritySecret } from '../../core/render/secretNames.ts';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import type { LabView } from '../../electron/services/lab/labList.ts';
import { labUp } from '../../electron/services/lab/labUp.ts';
import { asClient, type ClientAccess, countedTable } from './labClient.ts';
import { hostOf, labsOfTest, ssh } from './labFixture.ts';
import { whole } from './wholeMatrix.ts';

const exec = promisify(execFile);
/** One cluster, and two of which one follows the other, with an arbiter. */
const cases = [
  { topology: 'three-node', hosts: 3, layout: 'three-members' },
  { topology: 'geo-dr', hosts: 6, layout: 'three-and-two' },
];

/** Nothing of the program touches these hosts: files are carried to them, and their own scripts run. */
describe.runIf(whole).each(cases)(
  'files of $topology installed by hand (with QUORATE_FULL_MATRIX=1)',
  ({ topology, hosts: count, layout }) => {
    const names = Array.from({ length: count }, (_, index) => `n${index + 1}`);
    let labs: ReturnType<typeof labsOfTest>;
    const folder = mkdtempSync(join(tmpdir(), 'quorate-files-'));
    let lab: LabView;
    let bundle: string;
    const planFile = join(folder, 'orders.yaml');

    const quorate = async (...args: string[]) => (await exec(process.execPath, ['bin/quorate.mjs', ...args])).stdout;
    const install = async (name: string, words: string) => {
      const { code, output } = await ssh(hostOf(lab, name), `/root/${name}/install.sh ${words} 2>&1`);
      return { code, output };
    };
    const carry = async (out: string) => {
      for (const name of names) {
        const host = hostOf(lab, name);
        await ssh(host, `rm -rf /root/${name}`);
        await exec('scp', [
          '-q',
          '-r',
          '-i',
          host.key,
          ...options,
          join(out, 'hosts', name),
          `${host.user}@${host.address}:/root/`,
        ]);
      }
    };
    const options = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'BatchMode=yes'];

    beforeAll(async () => {
      labs = labsOfTest();
      bundle = await ensureBundle({ release: 'bookworm', builder: localBuilder, createdAt: new Date() });
      ({ lab } = await labUp({ name: 'r-files', release: 'bookworm', hosts: names.map((name) => ({ name })) }));
      const hosts = lab.hosts.flatMap((host) => ['--host', `${host.name}=${host.address}`]);
      const shape = [
        '--topology',
        topology,
        '--layout',
        layout,
        '--name',
        'orders',
        '--template',
        'tiny',
        '--rto',
        '20',
      ];
      const login = ['--user', 'root', '--key', lab.hosts[0]?.key ?? ''];
      const text = await quorate('new', ...shape, ...login, ...hosts);
      const database = 'databases: [{ name: app, owner: app }], users: [{ name: app }]';
      writeFileSync(
        planFile,
        text.replace('postgres: { template: tiny }', `postgres: { template: tiny, ${database} }`),
      );
      await quorate('validate', planFile);
    });
    afterAll(async () => {
      await labs?.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    it('refuse to be installed without their secrets, and on another host, before anything is changed', async () => {
      const out = join(folder, 'bare');
      await quorate('export', planFile, '--format', 'files', '--release', 'bookworm', '--out', out);
      await carry(out);
      const bare = await install('n1', 'prepare');
      expect(bare.code).toBe(1);
      expect(bare.output).toContain('{{secret:tls/n1.key}}');
      await ssh(hostOf(lab, 'n2'), 'mkdir -p /root/n1');
      const wrong = hostOf(lab, 'n2');
      await exec('scp', [
        '-q',
        '-r',
        '-i',
        wrong.key,
        ...options,
        join(out, 'hosts', 'n1'),
        `${wrong.user}@${wrong.address}:/root/`,
      ]);
      expect((await ssh(wrong, '/root/n1/install.sh prepare 2>&1')).output).toContain('this is the script of n1');
      for (const name of names)
        expect((await ssh(hostOf(lab, name), 'ls /var/lib/quorate /etc/patroni')).code).not.toBe(0);
    });

    it('form the cluster that the plan describes', async () => {
      const out = join(folder, 'filled');
      await quorate('export', planFile, '--format', 'files', '--release', 'bookworm', '--with-secrets', '--out', out);
      const key = join(out, 'hosts', 'n1', 'files', 'etc', 'patroni', 'tls', 'host.key');
      expect(statSync(key).mode & 0o777).toBe(0o600);
      await carry(out);
      for (const name of names) {
        const host = hostOf(lab, name);
        await exec('scp', [
          '-q',
          '-i',
          host.key,
          ...options,
          bundle,
          `${host.user}@${host.address}:/root/orders.bundle`,
        ]);
      }
      const run = async (name: string, words: string) => {
        const { code, output } = await install(name, words);
        process.stdout.write(`${name} ${words}: ${code}\n`);
        expect(code, `${name} ${words}: ${output}`).toBe(0);
      };
      const readme = readFileSync(join(out, 'README.md'), 'utf8');
      const etcd = /On (.*): `\.\/install\.sh etcd`/.exec(readme)?.[1]?.split(', ') ?? [];
      const order = /`\.\/install\.sh start` on (.*)\./.exec(readme)?.[1]?.split(', then ') ?? [];
      expect([...order].sort()).toEqual(names);
      await Promise.all(names.map((name) => run(name, 'prepare /root/orders.bundle')));
      for (const name of etcd) await run(name, 'etcd');
      for (const name of order) await run(name, 'start');
      const listed = await ssh(hostOf(lab, 'n2'), 'patronictl -c /etc/patroni/config.yml list -f json');
      const members = JSON.parse(listed.output) as { Member: string; Role: string; State: string }[];
      expect(members.map(({ Member, Role }) => [Member, Role])).toEqual([
        ['pg-orders-1', 'Leader'],
        ['pg-orders-2', 'Replica'],
        ['pg-orders-3', 'Replica'],
      ]);
      const secrets = JSON.parse(readFileSync(join(folder, '.quorate', 'orders', 'secrets.json'), 'utf8')) as {
        secrets: Record<string, { value: string }>;
      };
      const value = (name: string) => secrets.secrets[name]?.value ?? '';
      const access: ClientAccess = { password: value('user/pg-orders/app'), ca: value(clientsAuthoritySecret) };
      await asClient(access, hostOf(lab, 'n1').address, 5433, (client) => client.query(countedTable));
      const writers = names.slice(0, 3);
      for (const name of writers)
        await asClient(access, hostOf(lab, name).address, 5433, (client) =>
          client.query('insert into counted (run, row) values ($1, 1)', [name]),
        );
      const reader = hostOf(lab, names[3] ?? 'n3').address;
      const rows = () => asClient(access, reader, 5434, (client) => client.query('select run from counted'));
      await expect
        .poll(
          () =>
            rows().then(
              ({ value: found }) => found.rowCount,
              () => 0,
            ),
          { timeout: 30_000 },
        )
        .toBe(3);
      // A part may be run again.
      await run('n2', 'start');
      // It tries every port, and makes the table for that first: replicas may be a moment behind.
      const reasons = async () => {
        const printed = await quorate('status', planFile, '--json', '--accept-new-host-keys').catch(
          (error: { stdout: string }) => error.stdout,
        );
        const {
          healthy,
          reasons: found,
          clusters,
        } = JSON.parse(printed) as {
          healthy: boolean;
          reasons: readonly { message: string }[];
          clusters: readonly { leader: string | null }[];
        };
        expect(clusters.filter((cluster) => cluster.leader === null)).toEqual([]);
        return healthy ? [] : found.map(({ message }) => message);
      };
      expect(await reasons()).toEqual([]);
      // What README.md says: somebody else's hands were here, and a deployment keeps off.
      const deployed = await quorate('deploy', planFile, '--dry-run', '--json', '--accept-new-host-keys').catch(
        (error: { stdout: string }) => error.stdout,
      );
      expect(JSON.parse(deployed)).toMatchObject({ ok: false });
      expect(deployed).toContain('"foreign-service"');
    });
  },
);
