import { execFile, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyScript, fenceScript, runningScript, startScript } from '../../core/dr/scripts.ts';
import { subshell } from '../../core/export/runbook/commands.ts';
import { leftOutHosts } from '../../core/health/leftOut.ts';
import { labFault } from '../../electron/services/lab/labFault.ts';
import { readJournal } from '../../electron/services/procedures/journal.ts';
import { goneAfterSeconds, thisProcess } from '../../electron/services/projects/lockOwner.ts';
import { type DeployLab, deployLab, expectHealthy } from './deployFixture.ts';
import { whole } from './wholeMatrix.ts';

const lock = '/var/lib/quorate/lock';

describe('the door to a cluster', () => {
  let work: DeployLab;
  beforeAll(async () => {
    work = await deployLab({ name: 'dt-door', release: 'bookworm', packagesThere: true });
  });
  afterAll(() => work?.remove());

  const journal = () => readJournal(`${work.directory}/journal.jsonl`);
  const leader = async () =>
    (await work.on('n1', 'patronictl -c /etc/patroni/config.yml list -f json')).match(
      /"Member": "(\S+)", "Host": "[^"]*", "Role": "Leader"/,
    )?.[1];
  /** Runs the command line. @returns its exit code, and its document */
  const quorate = (...args: string[]) =>
    promisify(execFile)(process.execPath, [
      'bin/quorate.mjs',
      ...args,
      '--json',
      '--yes',
      '--accept-new-host-keys',
    ]).then(
      ({ stdout }) => ({ code: 0, ...(JSON.parse(stdout) as Record<string, unknown>) }),
      (error: { code: number; stdout: string }) => ({
        code: error.code,
        ...(JSON.parse(error.stdout) as Record<string, unknown>),
      }),
    );

  /** The PostgreSQL of somebody else on the same host, of the same user. */
  const other = () => work.on('n1', 'runuser -u postgres -- psql -h /tmp -p 6000 -XAtc "select 1" postgres');
  const startOther = () =>
    work.on(
      'n1',
      'runuser -u postgres -- /usr/lib/postgresql/15/bin/pg_ctl -D /srv/other -w -l /tmp/other.log -o "-p 6000 -k /tmp" start',
    );

  it('leaves no lock on a full disk, names it, and goes on once there is room; locks that nobody can give back count for nothing', async () => {
    await work.on(
      'n2',
      'mkdir -p -m 0700 /var/lib/quorate && mount -t tmpfs -o size=16k,mode=0700 tmpfs /var/lib/quorate; dd if=/dev/zero of=/var/lib/quorate/filler bs=4k 2>/dev/null; true',
    );
    const refused = await work.run();
    expect(refused).toMatchObject({ ok: false, code: 'lock-failed' });
    expect(refused.message).toMatch(/n2: .* is full \(0 KiB/);
    expect(await work.on('n2', `ls /var/lib/quorate; umount /var/lib/quorate; rmdir /var/lib/quorate`)).toBe('filler');
    // An empty one, and one of a process number that is another process now.
    const { process: here, machine, boot, space } = thisProcess();
    const reused = `run=x operator=me@here process=${here.split('/')[0]}/1 machine=${machine} boot=${boot} space=${space}`;
    await work.on('n1', `mkdir -p -m 0700 /var/lib/quorate; : >${lock}`);
    await work.on('n3', `mkdir -p -m 0700 /var/lib/quorate; printf '%s\\n' ${reused} >${lock}`);
    expectHealthy(await work.run());
  });

  it.runIf(whole)(
    'knows a run that was killed in another container by its silence, and says so in the journal',
    async () => {
      await work.on('n1', 'systemctl stop haproxy pgbouncer');
      work.printed.length = 0;
      // The numbers of processes in there mean nothing out here.
      const program = `.build/test-deployRunner-${process.pid}.mjs`;
      const child = spawn(
        'unshare',
        ['--pid', '--fork', '--mount-proc', '--kill-child', process.execPath, program, work.planFile],
        {
          stdio: 'ignore',
        },
      );
      for (let tries = 0; tries < 300; tries++) {
        if ((await work.on('n3', `cat ${lock} 2>/dev/null; true`)) !== '') break;
        await sleep(100);
      }
      child.kill('SIGKILL');
      const refused = await work.run();
      expect(refused).toMatchObject({ ok: false, code: 'locked' });
      expect(refused.message).toMatch(/showed itself \d+ s ago.*silent for 90 s.*--take-lock/);
      for (const host of ['n1', 'n2', 'n3'])
        await work.on(host, `[ ! -e ${lock} ] || touch -d '-${goneAfterSeconds + 10} seconds' ${lock}`);
      expectHealthy(await work.run());
      expect((await journal()).filter(({ event }) => event === 'unknown')).toHaveLength(1);
    },
  );

  it('is passed by a switchover too: refused while somebody else is at work, noted in journal and audit, and cut off it converges', async () => {
    await work.on('n2', `printf '%s\\n' operator=jane@far process=7/7 since=2026-11-22T08:00:00Z why=drill >${lock}`);
    const from = await leader();
    const refused = await quorate('switchover', work.planFile);
    expect(refused).toMatchObject({
      code: 1,
      error: { code: 'locked', message: expect.stringContaining('--take-lock') },
    });
    expect(await leader()).toBe(from);
    await work.on('n2', `rm ${lock}`);
    // Killed as soon as the journal says that it begins.
    const child = spawn(process.execPath, ['bin/quorate.mjs', 'switchover', work.planFile, '--yes'], {
      stdio: 'ignore',
    });
    const begun = async () =>
      (await journal()).some((line) => line.event === 'begin' && line.step.endsWith('/patroni/switchover'));
    for (let tries = 0; tries < 600 && !(await begun()); tries++) await sleep(50);
    child.kill('SIGKILL');
    const to = from === 'pg-orders-3' ? 'pg-orders-2' : 'pg-orders-3';
    await sleep(1000);
    await expect
      .poll(() => quorate('switchover', work.planFile, to).then(({ code }) => code), { timeout: 90_000 })
      .toBe(0);
    expect(await leader()).toBe(to);
    expect(await quorate('switchover', work.planFile, to)).toMatchObject({
      code: 0,
      changed: false,
      predicted: { minSeconds: expect.any(Number) },
    });
    const lines = await journal();
    expect(
      lines.filter(
        (line) => line.event === 'unknown' && line.steps.some((step) => step.endsWith('/patroni/switchover')),
      ),
    ).toHaveLength(1);
    const audit =
      (await work.on('n1', 'cat /var/lib/quorate/audit.log')) +
      (await work.on('n2', 'cat /var/lib/quorate/audit.log')) +
      (await work.on('n3', 'cat /var/lib/quorate/audit.log'));
    expect(audit).toMatch(/ \S+@\S+ n\d\/patroni\/switchover done/);
    await expect.poll(() => work.run().then(({ ok }) => ok), { timeout: 90_000 }).toBe(true);
  });

  it.runIf(whole)(
    'copies a replica anew that cannot follow, refuses to do so with the leader, and killed in the middle it converges',
    async () => {
      const now = await leader();
      const number = now === 'pg-orders-3' ? 2 : 3;
      const [member, host] = [`pg-orders-${number}`, `n${number}`];
      expect(await quorate('reinit', work.planFile, now ?? '')).toMatchObject({
        code: 1,
        error: { code: 'reinit-leader' },
      });
      expect(await quorate('reinit', work.planFile, 'pg-other')).toMatchObject({
        code: 2,
        error: { code: 'choice-unknown', message: expect.stringContaining('pg-orders-1') },
      });
      const marker = '/var/lib/postgresql/15/pg-orders/made-before';
      // Its data is damaged, and it cannot start any more.
      await work.on(host, `touch ${marker}; rm -f /var/lib/postgresql/15/pg-orders/global/pg_control`);
      const child = spawn(process.execPath, ['bin/quorate.mjs', 'reinit', work.planFile, member, '--yes'], {
        stdio: 'ignore',
      });
      const begun = async () =>
        (await journal()).some((line) => line.event === 'begin' && line.step === `${host}/patroni/copy`);
      for (let tries = 0; tries < 600 && !(await begun()); tries++) await sleep(50);
      child.kill('SIGKILL');
      const copied = await quorate('reinit', work.planFile, member);
      expect(copied).toMatchObject({ code: 0, changed: true, message: `${member} was copied anew and follows.` });
      expect(await work.on(host, `ls ${marker} 2>/dev/null; true`)).toBe('');
      expect(await work.on(host, 'cat /var/lib/quorate/audit.log')).toContain(`${host}/patroni/copy done`);
      expectHealthy(await work.run());
    },
  );

  it.runIf(whole)(
    'restarts one member at a time, the leader without anybody taking over, and reloads another',
    async () => {
      const before = await leader();
      const started = (host: string) =>
        work.on(
          host,
          "runuser -u postgres -- psql -h /var/run/postgresql -XAtc 'select pg_postmaster_start_time(), pg_conf_load_time()'",
        );
      for (const number of [1, 2, 3]) {
        const hosts = ['n1', 'n2', 'n3'];
        const was = await Promise.all(hosts.map(started));
        expect(await quorate('restart', work.planFile, `pg-orders-${number}`)).toMatchObject({
          code: 0,
          changed: true,
        });
        const now = await Promise.all(hosts.map(started));
        expect(hosts.filter((_, at) => was[at]?.split('|')[0] !== now[at]?.split('|')[0])).toEqual([`n${number}`]);
      }
      expect(await leader()).toBe(before);
      const loaded = await started('n2');
      expect(await quorate('reload', work.planFile, 'pg-orders-2')).toMatchObject({ code: 0, changed: true });
      const [boot, load] = (await started('n2')).split('|');
      expect([boot, load !== loaded.split('|')[1]]).toEqual([loaded.split('|')[0], true]);
      expect((await work.run()).planned).toEqual([]);
    },
  );

  it.runIf(whole)('pauses a cluster for maintenance and resumes it, once each', async () => {
    for (const word of ['pause', 'resume']) {
      expect(await quorate(word, work.planFile, 'pg-orders')).toMatchObject({ code: 0, changed: true });
      expect(await quorate(word, work.planFile, 'pg-orders')).toMatchObject({ code: 0, changed: false });
      const list = await work.on('n2', 'patronictl -c /etc/patroni/config.yml list pg-orders');
      expect(list.includes('Maintenance mode: on')).toBe(word === 'pause');
    }
  });

  it.runIf(whole)('fences, empties and removes its own PostgreSQL, and never the one of somebody else', async () => {
    await work.on(
      'n1',
      'install -d -o postgres -g postgres /srv/other && runuser -u postgres -- /usr/lib/postgresql/15/bin/initdb -D /srv/other >/dev/null',
    );
    await startOther();
    expect(await work.on('n1', runningScript)).toBe('patroni\npostgres');
    // A Patroni that was killed leaves its PostgreSQL behind, and somebody has removed the file with its number.
    await work.on(
      'n1',
      'systemctl kill -s KILL --kill-whom=main patroni; rm -f /var/lib/postgresql/15/pg-orders/postmaster.pid; true',
    );
    expect(await work.on('n1', `${subshell(fenceScript)}; echo status $?`)).toBe('status 0');
    expect([await work.on('n1', runningScript), await other()]).toEqual(['', '1']);
    expect(
      await work.on('n1', `${subshell(emptyScript)}; echo status $?; ls -A /var/lib/postgresql/15/pg-orders`),
    ).toBe('status 0');
    expect(await other()).toBe('1');
    await work.on('n1', startScript);
    await expect.poll(() => work.run().then(({ ok }) => ok), { timeout: 120_000 }).toBe(true);
  });

  it('opens without a host that is dead, where the others may go on, and makes it good when it is back', async () => {
    await labFault(work.lab.name, { kind: 'power-off', host: 'n1' });
    const stopped = await work.run();
    expect(stopped.message).toContain('n1');
    await expect
      .poll(
        async () =>
          (await work.on('n2', 'patronictl -c /etc/patroni/config.yml list -f json')).match(
            /"(pg-orders-[23])", "Host": "[^"]*", "Role": "Leader", "State": "running"/,
          )?.[1],
        { timeout: 120_000 },
      )
      .toMatch(/[23]/);
    const tooMany = await work.run('without=n1', 'without=n2');
    expect(tooMany.refusals.map(({ code }) => code)).toContain('left-out-quorum');
    const leads = (await work.on('n2', 'patronictl -c /etc/patroni/config.yml list -f json')).match(
      /"pg-orders-(\d)", "Host": "[^"]*", "Role": "Leader"/,
    )?.[1];
    await work.on('n2', 'rm /usr/local/lib/quorate/* 2>/dev/null; systemctl stop haproxy; true');
    const done = await work.run('without=n1');
    expectHealthy(done);
    expect(done.steps.map(({ host }) => host)).toContain('n2');
    expect(leftOutHosts(await journal()).map(({ host, what }) => `${host} ${what}`)).toEqual(['n1 deploy']);
    await labFault(work.lab.name, { kind: 'power-on', host: 'n1' });
    const alive = await work.run(`without=n${leads}`);
    expect(alive.refusals.map(({ code }) => code)).toContain('left-out-leads');
    await expect.poll(() => work.run().then(({ ok }) => ok), { timeout: 120_000 }).toBe(true);
    expect(leftOutHosts(await journal())).toEqual([]);
  });

  it.runIf(whole)(
    'takes the others away without it; it forms nothing by itself, and is finished before anything is deployed',
    async () => {
      await labFault(work.lab.name, { kind: 'power-off', host: 'n3' });
      await startOther();
      expectHealthy(await work.run('destroy', 'without=n3'));
      expect([await work.on('n1', runningScript), await other()]).toEqual(['', '1']);
      await labFault(work.lab.name, { kind: 'power-on', host: 'n3' });
      await sleep(20_000);
      expect(
        await work.on(
          'n3',
          `runuser -u postgres -- psql -h /var/run/postgresql -XAtc 'select pg_is_in_recovery()' postgres 2>/dev/null || echo down`,
        ),
      ).not.toBe('f');
      expect((await work.run()).refusals).toMatchObject([{ host: 'n3', code: 'left-behind' }]);
      expectHealthy(await work.run('destroy'));
      // Nothing of ours is left: what runs by the name of one of our services is somebody else's.
      const unit = '/etc/systemd/system/haproxy.service';
      await work.on(
        'n1',
        `printf '[Service]\\nExecStart=/bin/sleep 600\\n' >${unit}; systemctl daemon-reload; systemctl start haproxy`,
      );
      expect(await work.run('destroy')).toMatchObject({ ok: true, steps: [] });
      expect(await work.on('n1', 'systemctl is-active haproxy')).toBe('active');
      expect(await work.on('n3', 'ls -d /var/lib/quorate /var/lib/postgresql/15/pg-orders 2>/dev/null; true')).toBe('');
    },
  );
});
