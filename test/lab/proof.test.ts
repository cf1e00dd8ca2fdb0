import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeployLab, deployLab, expectHealthy, findLeaks, type RunnerResult } from './deployFixture.ts';
import { whole } from './wholeMatrix.ts';

const probe = 'quorate_change_probe';

describe('a change of a running deployment, with a probe in the place of clients', () => {
  let work: DeployLab;
  let plan: string;

  const settings = (parameters: Readonly<Record<string, number>>) =>
    writeFileSync(
      work.planFile,
      plan.replace(
        'postgres: { template: tiny,',
        `postgres: { template: tiny, parameters: ${JSON.stringify(parameters)},`,
      ),
    );
  const psql = (host: string, sql: string) =>
    work.on(host, `cd /; runuser -u postgres -- psql -XqAt -h /var/run/postgresql -d postgres -c "${sql}"`);
  /** What of the probe each host has. */
  const left = () =>
    Promise.all(
      work.lab.hosts.map(async ({ name }) =>
        (
          await psql(
            name,
            `select datname from pg_database where datname = '${probe}' union all select rolname from pg_roles where rolname = '${probe}'`,
          )
        ).trim(),
      ),
    );
  const remembered = () => existsSync(join(work.directory, 'probe.json'));
  const told = ({ stages, probe: counted }: RunnerResult) => {
    for (const { id, predicted, observed } of stages)
      process.stdout.write(`${id}: predicted ${JSON.stringify(predicted)}, observed ${JSON.stringify(observed)}\n`);
    process.stdout.write(`${JSON.stringify(counted)}\n`);
    const noted = work.printed
      .join('')
      .split('\n')
      .filter((line) => / (?:noted|probed) /.test(line));
    process.stdout.write(`${noted.join('\n')}\n`);
  };

  beforeAll(async () => {
    work = await deployLab({ name: 'proof', release: 'bookworm', packagesThere: true });
    plan = readFileSync(work.planFile, 'utf8');
  });
  afterAll(() => work?.remove());

  it('is quiet on the first deployment, where nobody could notice anything', async () => {
    const first = await work.run();
    expectHealthy(first);
    expect(first.probe).toBeNull();
    expect(first.stages[0]).toMatchObject({ observed: null, whatIf: [] });
    expect(await left()).toEqual(['', '', '']);
  });

  it('foresees the interruption of a restart, and says what a loss would mean', async () => {
    settings({ max_connections: 180 });
    const { stages } = await work.run('dry-run');
    const restarts = stages.find(({ foreseen }) => foreseen === true);
    expect(restarts?.predicted?.writes?.typical).toBeGreaterThan(0);
    expect(restarts?.whatIf.map(({ lost, lasting }) => [lost, lasting])).toEqual([
      ['n1', 'automatic'],
      ['n2', 'unaffected'],
      ['n3', 'unaffected'],
    ]);
    expect(remembered()).toBe(false);
  });

  it('tells what was observed beside what was predicted, loses no row, and leaves nothing', async () => {
    const done = await work.run();
    told(done);
    expectHealthy(done);
    expect(done.probe?.rows).toBeGreaterThan(20);
    expect(done.probe?.lost).toBe(0);
    const noticed = done.stages.filter(({ predicted }) => (predicted?.writes?.worst ?? 0) > 0);
    expect(noticed).toHaveLength(1);
    expect(noticed[0]?.observed?.writes).toBeGreaterThan(0);
    expect(await left()).toEqual(['', '', '']);
    expect(remembered()).toBe(false);
    expect(await findLeaks(work)).toEqual([]);
    expect((await work.run()).planned).toEqual([]);
  });

  it.runIf(whole)(
    'has its probe removed by the next run when it was killed, also where that has nothing else to do',
    async () => {
      settings({ max_connections: 190 });
      const { child, ended } = work.start();
      work.printed.length = 0;
      while (!work.printed.join('').includes('"code":"step-begin","id":"n2/postgres/restart"')) {
        if (child.exitCode !== null) throw new Error(work.printed.join('').slice(-3000));
        await sleep(50);
      }
      child.kill('SIGKILL');
      await ended;
      expect((await left()).join(' ')).toContain(probe);
      expect(remembered()).toBe(true);
      const again = await work.run('no-probe');
      told(again);
      expectHealthy(again);
      expect(again.probe).toBeNull();
      expect(await left()).toEqual(['', '', '']);
      expect(remembered()).toBe(false);
      expect((await work.run()).planned).toEqual([]);
    },
  );

  it("goes on without where a role of the probe's name is somebody else's, and leaves that alone", async () => {
    await psql('n1', `create role ${probe}`);
    settings({ max_connections: 200 });
    work.printed.length = 0;
    const done = await work.run();
    expectHealthy(done);
    expect(done.probe).toBeNull();
    expect(work.printed.join('')).toContain('that Quorate did not make');
    expect((await left()).join(' ')).toContain(probe);
    await psql('n1', `drop role ${probe}`);
  });
});
