import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf } from '../../electron/api/streamed.ts';
import { labFault } from '../../electron/services/lab/labFault.ts';
import { readJournal } from '../../electron/services/procedures/journal.ts';
import { projectDirectory } from '../../electron/services/projects/openProject.ts';
import type { RunEnd } from '../../electron/services/runs/runEvent.ts';
import type { RunEntry } from '../../electron/services/runs/runs.ts';
import { asClient, type ClientAccess, clientAccess, countedTable } from './labClient.ts';
import { settle } from './observe.ts';
import { topologyCases } from './topologyCases.ts';
import { type TopologyLab, topologyLab } from './topologyLab.ts';
import { whole } from './wholeMatrix.ts';

const primaryRegion = ['n1', 'n2', 'n3'];

describe.runIf(whole)('two regions (with QUORATE_FULL_MATRIX=1)', () => {
  let work: TopologyLab;
  let access: ClientAccess;
  beforeAll(async () => {
    const geo = topologyCases.find((one) => one.id === 'geo-dr');
    if (geo === undefined) throw new Error('no case geo-dr');
    work = await topologyLab(geo, 'tp-dr');
    expect((await work.deploy()).ok).toBe(true);
    access = await clientAccess(work);
    await settle(work, access, 120);
  });
  afterAll(() => work?.remove());

  const address = (host: string) => work.lab.hosts.find((one) => one.name === host)?.address ?? '';
  const write = (host: string, row: number) =>
    asClient(access, address(host), 5433, (client) =>
      client.query('insert into counted (run, row) values ($1, $2)', ['dr', row]),
    );
  const rowsAt = async (host: string) => {
    const { value } = await asClient(access, address(host), 5434, (client) =>
      client.query<{ row: number }>("select row from counted where run = 'dr' order by row"),
    );
    return value.rows.map(({ row }) => row);
  };
  const promote = async (flags: { fenced?: boolean; stopPrimary?: boolean }) =>
    resultOf(await work.caller.procedures.promote({ planFile: work.planFile, ...flags }), () => undefined);

  /** Runs the promotion as a program of its own and kills it as soon as it says something. */
  const killedAt = async (word: string) => {
    const words = ['bin/quorate.mjs', 'dr', 'promote', work.planFile, '--stop-primary', '--yes'];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    await new Promise<void>((resolve) => {
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes(word)) child.kill('SIGKILL');
      });
      child.once('close', () => resolve());
    });
    expect(said).toContain(word);
  };

  /** Runs the promotion as the window does, and asks it to stop at a safe point once a stage has begun. @returns its end */
  const stoppedIn = async (stage: string) => {
    const { planFile, caller } = work;
    const { id } = await caller.runs.start({ planFile, kind: 'promote', stopPrimary: true });
    let end: RunEnd | undefined;
    // Without a transport between, a tracked slice is its id and its entries.
    for await (const slice of await caller.runs.follow({ id }))
      for (const { event } of (slice as unknown as readonly [string, readonly RunEntry[]])[1]) {
        if (event.type === 'deploy' && event.event.code === 'stage' && event.event.id === stage)
          await caller.runs.stop({ id, how: 'safe-point' });
        if (event.type === 'ended') end = event.end;
      }
    return end;
  };

  it('streams to the standby region, through a failover of the primary region too', async () => {
    await asClient(access, address('n1'), 5433, (client) => client.query(countedTable));
    await write('n1', 1);
    await expect.poll(() => rowsAt('n4').catch(() => []), { timeout: 20_000 }).toEqual([1]);
    await work.on('n2', 'patronictl -c /etc/patroni/config.yml switchover --force --candidate pg-tp-2 pg-tp');
    await expect
      .poll(
        () =>
          write('n1', 2).then(
            () => true,
            () => false,
          ),
        { timeout: 60_000, interval: 1000 },
      )
      .toBe(true);
    await expect.poll(() => rowsAt('n4').catch(() => []), { timeout: 60_000 }).toEqual([1, 2]);
  });

  it('is not promoted while the primary region takes writes', async () => {
    await expect(promote({})).rejects.toMatchObject({ code: 'dr-not-fenced' });
    await write('n2', 3);
    await expect.poll(() => rowsAt('n5').catch(() => []), { timeout: 20_000 }).toEqual([1, 2, 3]);
  });

  it('is not promoted on the word of nobody when the primary region is dark', async () => {
    for (const host of primaryRegion) await labFault(work.lab.name, { kind: 'power-off', host });
    await expect(promote({ stopPrimary: true })).rejects.toMatchObject({ code: 'dr-not-fenced' });
  });

  it('takes writes after its promotion, with all that had arrived, and the plan says so', async () => {
    const result = await promote({ fenced: true });
    expect(result).toMatchObject({ cluster: 'pg-tp-dr', unreachable: primaryRegion, lossBytes: null });
    process.stdout.write(`promoted in ${result.seconds.toFixed(1)} s\n`);
    await expect
      .poll(
        () =>
          write('n5', 4).then(
            () => true,
            () => false,
          ),
        { timeout: 60_000, interval: 1000 },
      )
      .toBe(true);
    expect(await rowsAt('n6')).toEqual([1, 2, 3, 4]);
    expect(work.plan().clusters.find(({ name }) => name === 'pg-tp')?.standbyOf?.cluster).toBe('pg-tp-dr');
  });

  it('takes the other region back as its standby, though it had led by itself, and a deployment finds all in order', async () => {
    for (const host of primaryRegion) await labFault(work.lab.name, { kind: 'power-on', host });
    // Nobody kept the hosts from starting: they form their cluster again, on a timeline that has the number of the other region's.
    await expect
      .poll(
        () =>
          write('n1', 99).then(
            () => true,
            () => false,
          ),
        { timeout: 120_000, interval: 1000 },
      )
      .toBe(true);
    const back = await resultOf(await work.caller.procedures.return({ planFile: work.planFile }), () => undefined);
    process.stdout.write(`returned in ${back.seconds.toFixed(1)} s\n`);
    expect(back.members.map(({ role }) => role).filter((role) => role === 'master' || role === 'primary')).toEqual([]);
    const result = await work.deploy();
    expect(result.failures).toEqual([]);
    expect(result.checks.filter((check) => !check.ok)).toEqual([]);
    expect((await work.deploy()).steps).toEqual([]);
    await write('n4', 5);
    await expect.poll(() => rowsAt('n1').catch(() => []), { timeout: 60_000 }).toEqual([1, 2, 3, 4, 5]);
  });

  it.runIf(whole)(
    'goes back the same way, orderly and without loss, also when the program is killed on its way',
    async () => {
      // While the other region is stopped, between the stages as a person asked, and once the promotion was ordered: each time the next run goes on.
      await killedAt('Stopping pg-tp-dr');
      expect(await stoppedIn('fence')).toMatchObject({ outcome: 'problem', code: 'run-stopped' });
      await killedAt('Promoting pg-tp');
      const result = await promote({ stopPrimary: true });
      expect(result).toMatchObject({ cluster: 'pg-tp', unreachable: [] });
      expect(work.plan().clusters.find(({ name }) => name === 'pg-tp-dr')?.standbyOf?.cluster).toBe('pg-tp');
      const unknown = (await readJournal(join(await projectDirectory(work.planFile), 'journal.jsonl'))).filter(
        ({ event }) => event === 'unknown',
      );
      expect(unknown).toHaveLength(2);
      expect(await work.on('n1', 'grep -c dr/ /var/lib/quorate/audit.log')).not.toBe('0');
      await expect
        .poll(
          () =>
            write('n1', 6).then(
              () => true,
              () => false,
            ),
          { timeout: 60_000, interval: 1000 },
        )
        .toBe(true);
      await resultOf(await work.caller.procedures.return({ planFile: work.planFile }), () => undefined);
      expect((await work.deploy()).ok).toBe(true);
      await expect.poll(() => rowsAt('n4').catch(() => []), { timeout: 60_000 }).toEqual([1, 2, 3, 4, 5, 6]);
      // Asked again, nothing is stopped.
      const lines: string[] = [];
      const again = await resultOf(await work.caller.procedures.return({ planFile: work.planFile }), (event) => {
        if (event.code === 'stage') lines.push(event.id);
      });
      expect({ lines, roles: again.members.map(({ role }) => role).sort() }).toEqual({
        lines: [],
        roles: ['replica', 'replica', 'standby_leader'],
      });
    },
  );
});
