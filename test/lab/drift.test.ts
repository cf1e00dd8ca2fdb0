import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { quorate } from './commands.ts';
import { type DeployLab, deployLab, expectHealthy, statusOf } from './deployFixture.ts';
import { whole } from './wholeMatrix.ts';

const releases = ['bookworm', 'trixie'] as const;

describe.runIf(whole).each(releases)(
  'hosts of %s that somebody changed by hand (with QUORATE_FULL_MATRIX=1)',
  (release) => {
    let work: DeployLab;
    const patronictl = 'patronictl -c /etc/patroni/config.yml';
    const psql = (host: string, sql: string) =>
      work.on(host, `cd /; runuser -u postgres -- psql -h /var/run/postgresql -XqAt -c "${sql}"`);
    const drift = async () => (await statusOf(work)).drift?.map(({ id }) => id).sort();

    beforeAll(async () => {
      work = await deployLab({ name: `drift-${release}`, release, packagesThere: true });
      expectHealthy(await work.run());
    });
    afterAll(() => work?.remove());

    it('have nothing to say after a deployment', async () => {
      expect(await drift()).toEqual([]);
    });

    it('are told with every difference, and no secret', async () => {
      await work.on('n2', 'echo "# by hand" >>/etc/haproxy/haproxy.cfg; chmod 0644 /etc/patroni/config.yml');
      await work.on(
        'n1',
        `${patronictl} edit-config --force -s ttl=40 -p max_connections=123 -p geqo_seed=0.5 pg-orders`,
      );
      await psql('n3', "alter system set work_mem = '7MB'");
      await expect
        .poll(drift, { timeout: 60_000, interval: 2000 })
        .toEqual([
          'alter-system/n3/work_mem',
          'dynamic-config/n1/pg-orders postgresql.parameters.geqo_seed',
          'dynamic-config/n1/pg-orders postgresql.parameters.max_connections',
          'dynamic-config/n1/pg-orders ttl',
          'file/n2//etc/haproxy/haproxy.cfg',
          'file/n2//etc/patroni/config.yml',
          'pending-restart/n1/max_connections',
          'pending-restart/n2/max_connections',
          'pending-restart/n3/max_connections',
        ]);
      const status = await statusOf(work);
      expect(status.drift?.every(({ found }) => !/password/i.test(found ?? ''))).toBe(true);
      expect(status.drift?.find(({ id }) => id.endsWith(' ttl'))).toMatchObject({ expected: '30', found: '40' });
    });

    it('are as the plan says after a deployment, but for what it leaves alone', async () => {
      expectHealthy(await work.run());
      expect(await drift()).toEqual([
        'alter-system/n3/work_mem',
        'dynamic-config/n1/pg-orders postgresql.parameters.geqo_seed',
      ]);
    });

    it('are what the plan says once it has taken them in', async () => {
      const taken = await quorate('drift', work.planFile, '--take');
      expect(taken.code, taken.stderr).toBe(0);
      expect(taken.stdout).toContain('ALTER SYSTEM RESET work_mem');
      const { postgres } = parse(readFileSync(work.planFile, 'utf8')) as { postgres: { parameters: object } };
      expect(postgres.parameters).toMatchObject({ geqo_seed: 0.5, work_mem: '7MB' });
      await psql('n3', 'alter system reset work_mem');
      expectHealthy(await work.run());
      await expect.poll(drift, { timeout: 60_000, interval: 2000 }).toEqual([]);
      for (const host of ['n1', 'n2', 'n3']) expect(await psql(host, 'show work_mem')).toBe('7MB');
      expect(JSON.parse((await quorate('drift', work.planFile, '--json')).stdout)).toEqual({ ok: true, drift: [] });
    });
  },
);
