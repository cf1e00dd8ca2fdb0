import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labFault } from '../../electron/services/lab/labFault.ts';
import { type DeployLab, deployLab, expectHealthy, runner } from './deployFixture.ts';
import { keepTree, treeChanges } from './hostTree.ts';
import { hostOf } from './labFixture.ts';
import { whole } from './wholeMatrix.ts';

/** Waits until the program has said something. */
async function said(work: { printed: string[] }, text: string): Promise<void> {
  for (let tries = 0; tries < 600 && !work.printed.join('').includes(text); tries++) await sleep(100);
  expect(work.printed.join('')).toContain(text);
}

const onAll = (work: DeployLab, command: string) =>
  Promise.all(work.lab.hosts.map(({ name }) => work.on(name, command)));
const keepTrees = (work: DeployLab) => onAll(work, keepTree);
const changesOfTrees = (work: DeployLab) => onAll(work, treeChanges);

/** A disk for PostgreSQL on which it finds no room. */
const fillDisk = (work: DeployLab) =>
  work.on(
    'n1',
    'mkdir -p /var/lib/postgresql && mount -t tmpfs -o size=8m,mode=0755 tmpfs /var/lib/postgresql && chown postgres:postgres /var/lib/postgresql',
  );

describe('what stands in the way', () => {
  let work: DeployLab;
  beforeAll(async () => {
    work = await deployLab({ name: 'dt-faults', release: 'bookworm', packagesThere: true });
  });
  afterAll(() => work?.remove());

  it('refuses a data directory that is not empty, and leaves it and all hosts alone', async () => {
    const directory = '/var/lib/postgresql/15/pg-orders';
    await work.on('n2', `mkdir -p ${directory} && echo precious >${directory}/data`);
    const result = await work.run();
    expect(result.ok).toBe(false);
    expect(result.refusals).toEqual([expect.objectContaining({ host: 'n2', code: 'data-directory-not-empty' })]);
    expect(result.refusals[0]?.message).toContain(directory);
    expect(result.steps).toEqual([]);
    expect(
      await work.on('n2', `cat ${directory}/data; ls -d /var/lib/quorate 2>/dev/null; rm -r /var/lib/postgresql/15`),
    ).toBe('precious');
  });

  it('refuses a port that is taken, and names who has it', async () => {
    await work.on(
      'n3',
      `nohup perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(LocalPort => 5433, Listen => 1) or die; sleep 600' >/dev/null 2>&1 & echo $! >/run/taker`,
    );
    await sleep(500);
    const result = await work.run();
    expect(result.refusals).toEqual([expect.objectContaining({ host: 'n3', code: 'port-taken' })]);
    expect(result.refusals[0]?.message).toMatch(/port 5433.*perl/);
    await work.on('n3', 'kill $(cat /run/taker)');
  });

  it.runIf(whole)('names the full disk when PostgreSQL cannot be made, and goes on once there is room', async () => {
    await fillDisk(work);
    const refused = await work.run();
    expect(refused.refusals).toMatchObject([{ host: 'n1', code: 'check-failed', check: 'disk-space' }]);
    expect(refused.steps).toEqual([]);
    const result = await work.run('accept=disk-space');
    expect(result.ok).toBe(false);
    expect(result.failures[0]).toMatchObject({ host: 'n1' });
    expect(result.failures[0]?.causes[0]).toMatchObject({
      id: 'disk-full',
      evidence: expect.stringContaining('No space left on device'),
    });
    await work.on('n1', 'systemctl stop patroni; umount -l /var/lib/postgresql');
    const again = await work.run();
    if (!again.ok) expectHealthy(await work.run());
    else expectHealthy(again);
    expect((await work.run()).changed).toBe(false);
    expectHealthy(await work.run('destroy'));
  });

  it('leaves every host as it was when a deployment that failed halfway is taken back', async () => {
    await fillDisk(work);
    await keepTrees(work);
    const failed = await work.run('accept=disk-space');
    expect(failed.failures).toMatchObject([{ host: 'n1', causes: [{ id: 'disk-full' }] }]);
    expect(failed.steps.filter(({ result }) => result === 'done').length).toBeGreaterThan(20);
    expectHealthy(await work.run('destroy'));
    expect(await changesOfTrees(work)).toEqual(['', '', '']);
    await work.on('n1', 'umount -l /var/lib/postgresql');
  });

  it('lets only one of two operators work at a time, and refuses another project for good', async () => {
    const other = mkdtempSync(join(tmpdir(), 'quorate-other-'));
    try {
      cpSync(work.planFile, join(other, 'orders.yaml'));
      const second = runner(join(other, 'orders.yaml'), join(other, '.quorate', 'orders'));
      work.printed.length = 0;
      const first = work.start();
      await said(work, '"id":"n1/etcd/start"');
      const refused = await second.run();
      expect(refused).toMatchObject({ ok: false, code: 'locked' });
      expect(refused.message).toMatch(/@.* is at work on it since/);
      expect(await work.run()).toMatchObject({ ok: false, code: 'locked' });
      const result = await first.ended;
      if (result === undefined) throw new Error('the first run ended without a result');
      expectHealthy(result);
      const later = await second.run();
      expect(later.refusals.map((refusal) => refusal.code)).toEqual([
        'foreign-project',
        'foreign-project',
        'foreign-project',
      ]);
      expect(later.refusals[0]?.message).toContain('orders');
      expect((await second.run('destroy')).ok).toBe(false);
      expect((await work.run()).changed).toBe(false);
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });

  it.runIf(whole)('respects the lock of somebody else until it is told to take it', async () => {
    await work.on(
      'n2',
      "printf '%s\\n' project=x operator=jane@far process=7/7 since=2026-11-22T08:00:00Z why=drill >/var/lib/quorate/lock",
    );
    const refused = await work.run();
    expect(refused).toMatchObject({ ok: false, code: 'locked' });
    expect(refused.message).toMatch(/n2: jane@far .*2026-11-22T08:00:00Z.*drill/);
    expectHealthy(await work.run('take-lock'));
    expectHealthy(await work.run());
  });
});

describe.runIf(whole)('power that is lost while the cluster is made (with QUORATE_FULL_MATRIX=1)', () => {
  let work: DeployLab;
  beforeAll(async () => {
    work = await deployLab({ name: 'dt-power', release: 'bookworm', packagesThere: true });
  });
  afterAll(() => work?.remove());

  /** Power fails a moment after the program has said something. */
  async function loses(host: string, text: string, milliseconds: number): Promise<void> {
    work.printed.length = 0;
    const running = work.start();
    await said(work, text);
    await sleep(milliseconds);
    await labFault(work.lab.name, { kind: 'power-off', host });
    running.child.kill('SIGKILL');
    await running.ended;
    await labFault(work.lab.name, { kind: 'power-on', host });
  }

  it.each([150, 500, 900, 1300])(
    'on the first member, %i ms after it began: the cluster is made all the same',
    async (milliseconds) => {
      await loses('n1', '"code":"step-begin","id":"n1/patroni/start"', milliseconds);
      const result = await work.run();
      if (!result.ok) expectHealthy(await work.run());
      else expectHealthy(result);
      expect((await work.run()).changed).toBe(false);
      expectHealthy(await work.run('destroy'));
    },
  );

  it('when nothing of the cluster is there but the word in etcd that it is being made: it is made all the same', async () => {
    expectHealthy(await work.run());
    for (const host of ['n1', 'n2', 'n3'])
      await work.on(host, 'systemctl stop patroni; rm -rf /var/lib/postgresql/15/pg-orders');
    const { address } = hostOf(work.lab, 'n1');
    const tls = '--cacert=/etc/etcd/tls/ca.crt --cert=/etc/etcd/tls/host.crt --key=/etc/etcd/tls/host.key';
    const etcdctl = `ETCDCTL_API=3 etcdctl --endpoints=https://${address}:2379 ${tls}`;
    await work.on('n1', `${etcdctl} del --prefix /pg/pg-orders/ && ${etcdctl} put /pg/pg-orders/initialize ''`);
    for (const host of ['n1', 'n2', 'n3']) await work.on(host, 'systemctl start patroni');
    const result = await work.run();
    expectHealthy(result);
    expect(result.steps.map((step) => step.id)).toContain('n1/etcd/clear-initialize');
  });

  it('on a member that is being copied: it is copied anew', async () => {
    // What a basebackup that was cut off leaves: everything but the control file, which comes last.
    await work.on(
      'n2',
      'systemctl stop patroni; rm /var/lib/postgresql/15/pg-orders/global/pg_control; systemctl start patroni',
    );
    const result = await work.run();
    expectHealthy(result);
    expect(result.steps.map((step) => step.id)).toContain('n2/data/clear');
  });
});

describe.runIf(whole)('a host that dies (with QUORATE_FULL_MATRIX=1)', () => {
  let work: DeployLab;
  beforeAll(async () => {
    work = await deployLab({ name: 'dt-dies', release: 'bookworm', packagesThere: false });
  });
  afterAll(() => work?.remove());

  it('is named when it dies while packages are installed, and is brought to its end when it is back', async () => {
    const running = work.start();
    await said(work, '"id":"n2/packages/install"');
    await sleep(6000);
    await labFault(work.lab.name, { kind: 'power-off', host: 'n2' });
    const result = await running.ended;
    expect(result?.ok).toBe(false);
    expect(result?.failures).toEqual([expect.objectContaining({ id: 'n2/packages/install', phase: 'connection' })]);
    expect(result?.steps.find((step) => step.id === 'n2/packages/install')?.result).toBe('unknown');
    await labFault(work.lab.name, { kind: 'power-on', host: 'n2' });
    expectHealthy(await work.run());
    expect((await work.run()).changed).toBe(false);
  });
});
