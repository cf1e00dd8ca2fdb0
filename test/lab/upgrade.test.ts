import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Release } from '../../core/plan/schema.ts';
import { type DeployLab, deployLab, expectHealthy } from './deployFixture.ts';
import { newerBundle, newerEnd } from './newerBundle.ts';
import { checkAtRest, programsOf, stopsOf, underWrites, upgrade } from './upgradeFixture.ts';
import { whole } from './wholeMatrix.ts';

const majors = { bookworm: 15, trixie: 17 };
/** Words of the log at which the program is killed: while apt is at work on a member's host, behind that, and while a cluster is handed over. */
const moments = [/patroni [^\n]*\n/, /patroni [^\n]*\n(?:[^\n]*\n)*?[^\n]*packages\/upgrade/, /Handing/];
const releases: readonly Release[] = ['bookworm', 'trixie'];

describe.runIf(whole).each(releases)(
  'packages of three hosts with %s are upgraded from a bundle (with QUORATE_FULL_MATRIX=1)',
  (release) => {
    const names = [`postgresql-${majors[release]}`, 'patroni', 'etcd-server', 'etcd-client', 'haproxy', 'pgbouncer'];
    let work: DeployLab;
    const everywhere = (command: string) => Promise.all(work.lab.hosts.map(({ name }) => work.on(name, command)));
    const installed = () =>
      everywhere(`dpkg-query -W -f '\${Package} \${Version} \${db:Status-Abbrev}\\n' ${names.join(' ')}`);
    const programs = () => Promise.all(work.lab.hosts.map(({ name }) => programsOf(work, name)));

    beforeAll(async () => {
      work = await deployLab({ name: `upgrade-${release}`, release, packagesThere: true });
      expectHealthy(await work.run());
      const text = readFileSync(work.planFile, 'utf8');
      const bundle = /file: (\S+)/.exec(text)?.[1] ?? '';
      const newer = await newerBundle(bundle, release, names);
      writeFileSync(work.planFile, text.replace(bundle, newer));
    });
    afterAll(() => work?.remove());

    it('shows what is on offer and what would restart, and changes nothing', async () => {
      const before = [await installed(), await programs()];
      const { code, document } = await checkAtRest(work.planFile);
      expect({ code, ok: document.ok, changed: document.changed }).toEqual({ code: 0, ok: true, changed: false });
      expect(document.versions?.map((one) => `${one.host} ${one.package}`).sort()).toEqual(
        work.lab.hosts.flatMap((host) => names.map((name) => `${host.name} ${name}`)).sort(),
      );
      for (const { from, to } of document.versions ?? []) expect(to).toBe(`${from}${newerEnd}`);
      expect(stopsOf(document).map((one) => one.replace(/:.*/, ''))).toEqual(['hand-over-pg-orders']);
      expect([await installed(), await programs()]).toEqual(before);
    });

    it('refuses where a member is missing, before anything is changed', async () => {
      const before = await installed();
      await work.on('n3', 'systemctl stop pgbouncer patroni');
      try {
        // A refusal is told as a problem, not as a result.
        const { code, document } = await upgrade(work.planFile, ['--yes']);
        expect(code).toBe(1);
        expect(JSON.stringify(document)).toContain('upgrade-unhealthy');
        expect(await installed()).toEqual(before);
      } finally {
        await work.on('n3', 'systemctl start patroni pgbouncer');
      }
      await checkAtRest(work.planFile);
    });

    it('goes on where it was killed, one host after the other, and no acknowledged row is lost', async () => {
      const before = await programs();
      const { value, ...noticed } = await underWrites(work, async () => {
        for (const moment of moments) {
          const killed = await upgrade(work.planFile, ['--yes'], moment);
          expect({ code: killed.code, ok: killed.document.ok }, killed.log).toEqual({ code: null, ok: false });
        }
        return upgrade(work.planFile, ['--yes', '--probe']);
      });
      const { code, document, log } = value;
      process.stdout.write(
        `${release}: ${stopsOf(document).join(', ')}; ${noticed.acknowledged + noticed.writes} writes, longest gap ${noticed.writeGapSeconds.toFixed(2)} s, ${noticed.lost} lost, ${noticed.uncovered.length} of ${noticed.samples} moments without a candidate\n`,
      );
      expect({ code, message: document.error?.message, ok: document.ok, changed: document.changed }, log).toEqual({
        code: 0,
        message: undefined,
        ok: true,
        changed: true,
      });
      expect(noticed.lost).toBe(0);
      expect(noticed.acknowledged).toBeGreaterThan(100);
      expect(noticed.uncovered).toEqual([]);
      for (const host of await installed()) {
        expect(host.trim().split('\n')).toHaveLength(names.length);
        for (const line of host.trim().split('\n')) expect(line).toMatch(/\+quorate1 hi/);
      }
      const after = await programs();
      for (const [index, text] of after.entries()) {
        expect(text).not.toContain('(deleted)');
        const lines = (of: string | undefined) =>
          new Map((of ?? '').split('\n').map((line) => [line.split(' ')[0], line]));
        const [was, is] = [lines(before[index]), lines(text)];
        for (const service of ['etcd', 'patroni', 'pgbouncer', 'postgres'])
          expect(is.get(service)).not.toBe(was.get(service));
      }
      expect(await everywhere('ls /var/lib/quorate/restarts /usr/sbin/policy-rc.d 2>/dev/null; true')).toEqual([
        '',
        '',
        '',
      ]);
    }, 1_800_000);

    it('has nothing to do afterwards, and neither has a deployment', async () => {
      const { code, document } = await upgrade(work.planFile, ['--yes']);
      expect({ code, ok: document.ok, changed: document.changed, versions: document.versions }).toEqual({
        code: 0,
        ok: true,
        changed: false,
        versions: [],
      });
      expect(document.steps).toEqual([]);
      expect((await work.run()).steps).toEqual([]);
    });
  },
);
