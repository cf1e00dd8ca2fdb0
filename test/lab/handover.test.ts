import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labFault } from '../../electron/services/lab/labFault.ts';
import { quorate } from './commands.ts';
import { type DeployLab, deployLab, type Edits, edited, expectHealthy, runner } from './deployFixture.ts';
import { asClient, type ClientAccess, CountingWriter, countedTable } from './labClient.ts';
import { whole } from './wholeMatrix.ts';

describe.runIf(whole)('a cluster and the folders that work on it (with QUORATE_FULL_MATRIX=1)', () => {
  let work: DeployLab;
  let copied: string;
  let other: ReturnType<typeof runner>;
  let access: ClientAccess;
  let writer: CountingWriter;
  let stopped = false;
  let writing: Promise<void> | undefined;
  const address = (host: string) => work.lab.hosts.find(({ name }) => name === host)?.address ?? '';
  const edit = (planFile: string, edits: Edits) =>
    writeFileSync(planFile, edited(readFileSync(planFile, 'utf8'), edits));
  const workMemory = (planFile: string, value: string) =>
    edit(planFile, [[['postgres', 'parameters'], { work_mem: value }]]);
  const running = async () =>
    (await work.on('n1', "runuser -u postgres -- psql -XAtq -h /var/run/postgresql -d postgres -c 'show work_mem'"))
      .trim()
      .split('\n')
      .at(-1);
  const lostRows = () => asClient(access, address('n1'), 5433, (client) => writer.lost(client));

  beforeAll(async () => {
    work = await deployLab({ name: 'dt-handover', release: 'bookworm', packagesThere: true, hosts: 4 });
    edit(work.planFile, [
      [['hosts', 3], undefined],
      [['clusters', 0, 'members', 3], undefined],
    ]);
    expectHealthy(await work.run('quiet'));
    const { secrets } = JSON.parse(readFileSync(join(work.directory, 'secrets.json'), 'utf8')) as {
      secrets: Record<string, { value: string }>;
    };
    access = { password: secrets['user/pg-orders/app']?.value ?? '', ca: secrets['tls/ca.crt']?.value ?? '' };
    await asClient(access, address('n1'), 5433, (client) => client.query(countedTable));
    writer = new CountingWriter('handover');
    // What the clients trust changes on the way.
    const now: ClientAccess = {
      get password() {
        return access.password;
      },
      get ca() {
        return access.ca;
      },
    };
    writing = writer.write(now, ['n1', 'n2', 'n3'].map(address), 5433, () => stopped);
    copied = mkdtempSync(join(tmpdir(), 'quorate-copy-'));
    cpSync(dirname(work.planFile), copied, { recursive: true });
    other = runner(join(copied, 'orders.yaml'), join(copied, '.quorate', 'orders'));
  });
  afterAll(async () => {
    stopped = true;
    await writing;
    rmSync(copied, { recursive: true, force: true });
    await work?.remove();
  });

  it('keep two operators with copies from working against each other, and tell each what the other did', async () => {
    workMemory(work.planFile, '7MB');
    expectHealthy(await work.run('quiet'));

    // The other one has the same folder of an hour ago, and a wish of its own.
    workMemory(other.planFile, '9MB');
    const refused = await other.run('quiet');
    expect(refused.refusals.map(({ code }) => code)).toEqual(['deployed-elsewhere']);
    expect(refused.refusals[0]?.message).toMatch(
      new RegExp(`${userInfo().username}@${hostname()} deployed at .*work_mem: 7MB \\(here 9MB\\)`),
    );
    expect([refused.steps, await running()]).toEqual([[], '7MB']);

    const edited = await quorate('project', 'pull', other.planFile);
    expect([edited.code, edited.stderr]).toEqual([1, expect.stringContaining('postgres.parameters')]);
    const pulled = await quorate('project', 'pull', other.planFile, '--overwrite');
    expect(pulled.code, pulled.stderr).toBe(0);
    expect(readFileSync(other.planFile, 'utf8')).toContain('7MB');
    expect((await other.run('quiet', 'dry-run')).planned).toEqual([]);
    const { stdout: history } = await quorate('history', other.planFile);
    expect(history).toContain('from another folder, on n1, n2, n3');

    workMemory(other.planFile, '9MB');
    expectHealthy(await other.run('quiet'));
    expect(await running()).toBe('9MB');
    // The first one changes nothing, and would take the other's change back all the same.
    expect((await work.run('quiet')).refusals.map(({ code }) => code)).toEqual(['deployed-elsewhere']);
    expect(await running()).toBe('9MB');
    const knowingly = await quorate('deploy', work.planFile, '--over-newer', '--yes');
    expect(knowingly.code, knowingly.stderr).toBe(0);
    expect(await running()).toBe('7MB');
    expect((await other.run('quiet')).refusals.map(({ code }) => code)).toEqual(['deployed-elsewhere']);
  }, 1_200_000);

  it('is recovered from root on its hosts alone, under writes, and refuses the old folder by name and time', async () => {
    rmSync(dirname(work.planFile), { recursive: true, force: true });
    const fresh = mkdtempSync(join(tmpdir(), 'quorate-recovered-'));
    try {
      const planFile = join(fresh, 'orders.yaml');
      const key = work.lab.hosts[0]?.key ?? '';
      const recover = ['project', 'recover', '--host', address('n2'), '--key', key, '--out', planFile];
      const asked = await quorate(...recover, '--accept-new-host-keys');
      expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('give --yes')]);
      const recovered = await quorate(...recover, '--accept-new-host-keys', '--yes', '--json');
      expect(recovered.code, recovered.stderr).toBe(0);
      const found = JSON.parse(recovered.stdout) as { exact: boolean; lost: readonly { message: string }[] };
      expect(found.exact).toBe(true);
      expect(found.lost.map(({ message }) => message).join('\n')).toMatch(
        /keys of the authorities[\s\S]*user\/pg-orders\/app/,
      );

      const mine = runner(planFile, join(fresh, '.quorate', 'orders'));
      expectHealthy(await mine.run('quiet'));
      expect((await mine.run('quiet')).planned).toEqual([]);
      workMemory(planFile, '11MB');
      expectHealthy(await mine.run('quiet'));
      expect([await running(), (await mine.run('quiet')).planned]).toEqual(['11MB', []]);
      const { healthy } = JSON.parse((await quorate('status', planFile, '--json')).stdout) as { healthy: boolean };
      expect(healthy).toBe(true);
      expect((await quorate('history', planFile)).stdout).toContain('recover');

      // The copy of the old folder is found again.
      const old = await other.run('quiet');
      expect(old.refusals.map(({ code }) => code)).toEqual(['taken-over', 'taken-over', 'taken-over']);
      expect(old.refusals[0]?.message).toContain(`${userInfo().username}@${hostname()} took the cluster over at 20`);
      const paused = await quorate('pause', other.planFile, 'pg-orders', '--yes');
      expect([paused.code, paused.stderr]).toEqual([1, expect.stringContaining('took the cluster over')]);
      expect((await other.run('quiet', 'destroy')).ok).toBe(false);
      expect((await quorate(...recover, '--yes')).stderr).toContain('is there already');

      // A new host needs certificates, and nobody can sign them any more: another authority comes first.
      const kept = readFileSync(planFile, 'utf8');
      const replaced: Edits = [
        [['hosts', 2], { name: 'n4', address: address('n4'), roles: ['postgres', 'etcd', 'haproxy'] }],
        [['clusters', 0, 'members', 2], { host: 'n4', seq: 4, role: 'replica' }],
      ];
      edit(planFile, replaced);
      const unsigned = await mine.run('quiet');
      expect([unsigned.code, unsigned.message]).toEqual([
        'authority-key-lost',
        expect.stringContaining('quorate rotate PLAN ca'),
      ]);
      writeFileSync(planFile, kept);
      expectHealthy(await mine.run('rotate=ca'));
      const { stdout: both } = await quorate('secret', planFile, 'tls/ca.crt');
      expect(both.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
      access = { ...access, ca: both };
      expectHealthy(await mine.run('rotate=ca', 'clients-have-ca'));
      await labFault(work.lab.name, { kind: 'power-off', host: 'n3' });
      edit(planFile, replaced);
      expectHealthy(await mine.run());
      expect((await mine.run('quiet')).planned).toEqual([]);

      // Clients know nothing of all this.
      const { value: lost } = await lostRows();
      expect([lost, writer.acknowledged > 100]).toEqual([0, true]);
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  });
});
