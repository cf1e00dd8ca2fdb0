import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileServer, serveFiles } from './aptRepository.ts';
import { accessOf, type DeployLab, deployLab, expectHealthy } from './deployFixture.ts';
import { extraRepository, newerSuite } from './extraRepository.ts';
import { asClient } from './labClient.ts';
import { checkAtRest, underWrites, upgrade } from './upgradeFixture.ts';
import { whole } from './wholeMatrix.ts';

/** Words of the log at which the program is killed: before pg_upgrade converts the data, and once it has. */
const moments = [/Stopping pg-orders/, /done +\S+\/major\/convert/];

describe.skipIf(!whole).each(['copy', 'link'] as const)(
  'three Debian 13 hosts go from PostgreSQL 15 to 17 by %s (QUORATE_FULL_MATRIX=1)',
  (method) => {
    const flags = ['--to', '17', ...(method === 'link' ? ['--link'] : [])];
    let work: DeployLab;
    let server: FileServer;
    const everywhere = (command: string) => Promise.all(work.lab.hosts.map(({ name }) => work.on(name, command)));
    const servers = () =>
      everywhere("readlink /proc/$(head -n 1 /var/lib/postgresql/*/pg-orders/postmaster.pid | grep -E '^[0-9]+$')/exe");
    const sql = async (query: string) =>
      (await asClient(accessOf(work), work.lab.hosts[0]?.address ?? '', 5433, async (client) => client.query(query)))
        .value;

    beforeAll(async () => {
      const folder = await extraRepository();
      work = await deployLab({ name: `mj-${method}`, release: 'trixie', packagesThere: false });
      server = await serveFiles(folder, work.lab.hosts[0]?.address.replace(/\d+$/, '1'));
      await everywhere(`echo 'deb [trusted=yes] ${server.url}/distribution ./' >/etc/apt/sources.list`);
      copyFileSync(join(folder, 'extra', 'own.asc'), join(dirname(work.planFile), 'own.asc'));
      const written = readFileSync(work.planFile, 'utf8').replace(/packages: \{.*\}/, '');
      writeFileSync(
        work.planFile,
        `${written.replace('postgres: {', 'postgres: { version: 15, # what runs\n ')}
packages: { source: repository, url: '${server.url}/extra ${newerSuite} main', key: own.asc }
`,
      );
      expectHealthy(await work.run());
      await sql('create table kept as select n, md5(n::text) from generate_series(1, 20000) as n');
    });
    afterAll(async () => {
      await work?.remove();
      await server?.close();
    });

    it('says what it would do, and changes nothing', async () => {
      const { document } = await upgrade(work.planFile, [...flags, '--check']);
      expect(document.objections).toEqual([]);
      expect(document.stages?.map(({ id }) => id)).toEqual(['packages', 'try', 'stop', 'convert', 'start']);
      expect(await everywhere('ls /usr/lib/postgresql')).toEqual(['15', '15', '15']);
    });

    it('is refused by what pg_upgrade finds, with the object, while everything serves', async () => {
      await sql('create table bad (c regproc)');
      const { code, document } = await upgrade(work.planFile, [...flags, '--yes']);
      expect(code).toBe(1);
      expect(JSON.stringify(document)).toMatch(/major-findings.*database app: .*bad\.c/);
      expect(new Set(await servers())).toEqual(new Set(['/usr/lib/postgresql/15/bin/postgres']));
      await sql('drop table bad');
    });

    it('is taken back before the point of no return', async () => {
      const killed = await upgrade(work.planFile, [...flags, '--confirm', 'orders'], moments[1]);
      expect(killed.code, killed.log).toBe(null);
      const { code, document, log } = await upgrade(work.planFile, ['--to', '17', '--back', '--yes']);
      expect({ code, message: document.error?.message }, log).toEqual({ code: 0, message: undefined });
      expect(new Set(await servers())).toEqual(new Set(['/usr/lib/postgresql/15/bin/postgres']));
      expect(readFileSync(work.planFile, 'utf8')).toContain('version: 15');
      await checkAtRest(work.planFile);
      expect((await work.run()).steps).toEqual([]);
    }, 1_800_000);

    it('goes on where it was killed, and no acknowledged row is lost', async () => {
      const { value, ...noticed } = await underWrites(work, async () => {
        for (const moment of moments) {
          const killed = await upgrade(work.planFile, [...flags, '--confirm', 'orders'], moment);
          expect({ code: killed.code, ok: killed.document.ok }, killed.log).toEqual({ code: null, ok: false });
        }
        return upgrade(work.planFile, [...flags, '--confirm', 'orders']);
      });
      const { code, document, log } = value;
      process.stdout.write(
        `${method}: ${noticed.acknowledged} acknowledged rows, longest gap ${noticed.writeGapSeconds.toFixed(1)} s with two kills, ${noticed.lost} lost\n`,
      );
      expect({ code, message: document.error?.message }, log).toEqual({ code: 0, message: undefined });
      expect(noticed.lost).toBe(0);
      expect(noticed.acknowledged).toBeGreaterThan(100);
      expect(new Set(await servers())).toEqual(new Set(['/usr/lib/postgresql/17/bin/postgres']));
      expect((await sql('select count(*)::int as n from kept')).rows).toEqual([{ n: 20000 }]);
      expect((await sql("select count(*)::int as n from pg_stats where tablename = 'kept'")).rows).not.toEqual([
        { n: 0 },
      ]);
    }, 1_800_000);

    it('leaves a plan that says so with its comments, and nothing for a deployment', async () => {
      expect(readFileSync(work.planFile, 'utf8')).toContain('version: 17, # what runs');
      const { ok, steps } = await work.run();
      expect({ ok, steps }).toEqual({ ok: true, steps: [] });
      expect(new Set(await everywhere('ls /var/lib/postgresql/15'))).toEqual(new Set(['pg-orders']));
    });

    it('takes the old version away when it is told, and then nothing of it is left', async () => {
      const { code, log } = await upgrade(work.planFile, ['--remove-old', '--yes']);
      expect(code, log).toBe(0);
      expect(new Set(await everywhere('ls /var/lib/postgresql /usr/lib/postgresql | grep -c "^15$"; true'))).toEqual(
        new Set(['0']),
      );
      expect((await work.run()).steps).toEqual([]);
      expect((await work.run('destroy')).ok).toBe(true);
    });
  },
);
