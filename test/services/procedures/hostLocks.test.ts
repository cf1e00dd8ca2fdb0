import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatherLocks } from '../../../electron/services/procedures/gatherLocks.ts';
import { HostLocks } from '../../../electron/services/procedures/hostLocks.ts';
import { beginRun, endRun, goneAfterSeconds, thisProcess } from '../../../electron/services/projects/lockOwner.ts';
import { type LocalHosts, localHosts } from './localHosts.ts';

let hosts: LocalHosts;
let runs = 0;
beforeEach(() => {
  hosts = localHosts(['n1', 'n2']);
});
afterEach(() => hosts.remove());

const newLocks = (takeLock = false, on = hosts) => {
  const owner = beginRun(`r${++runs}`, 'p1', 'deploy');
  const locks = new HostLocks({ pool: on.pool, owner, takeLock });
  return { owner, locks, take: () => locks.take(on.targets, gatherLocks(on.pool), true) };
};
const lockFile = (host = 'n1') => join(hosts.state(host), 'lock');

/** A lock of somebody else, last shown a while ago. */
function leave(fields: Record<string, string> | string, silentSeconds = 0, host = 'n1'): void {
  mkdirSync(hosts.state(host), { recursive: true });
  const text =
    typeof fields === 'string'
      ? fields
      : Object.entries(fields)
          .map(([name, value]) => `${name}=${value}\n`)
          .join('');
  writeFileSync(lockFile(host), text);
  const then = Date.now() / 1000 - silentSeconds;
  utimesSync(lockFile(host), then, then);
}
const jane = {
  run: 'x',
  project: 'p1',
  operator: 'jane@far',
  process: '7/7',
  since: '2026-11-22T08:00:00Z',
  why: 'drill',
};

describe('the lock of a host', () => {
  it('is given back, and leaves no trace on hosts that were never changed', async () => {
    const { locks, take, owner } = newLocks();
    const { facts } = await take();
    expect([...facts.values()].map(({ lock }) => lock?.owner)).toEqual([owner, owner]);
    await locks.release();
    expect([existsSync(hosts.state('n1')), existsSync(hosts.state('n2'))]).toEqual([false, false]);
  });

  it('goes to one of many who want it at the same moment', async () => {
    const all = Array.from({ length: 8 }, () => newLocks());
    const ended = await Promise.allSettled(all.map(({ take }) => take()));
    // Of two hosts each may have given its lock to another run: then all are refused.
    const won = ended.filter(({ status }) => status === 'fulfilled');
    expect(won.length).toBeLessThanOrEqual(1);
    const refused = ended.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []));
    expect(new Set(refused)).toEqual(new Set(['locked']));
    await Promise.all(all.map(({ locks }) => locks.release()));
    expect(existsSync(hosts.state('n1'))).toBe(false);
  });

  it('is not shared by two runs of one process, and not kept by one that has ended', async () => {
    const first = newLocks();
    await first.take();
    const second = newLocks();
    await expect(second.take()).rejects.toMatchObject({ code: 'locked' });
    await second.locks.release();
    expect(readFileSync(lockFile(), 'utf8')).toContain(`run=${first.owner.run}\n`);
    // Its connection was lost when it wanted to give it back.
    endRun(first.owner);
    await newLocks().take();
  });

  it.each([
    ['empty, as a full disk left it', ''],
    ['cut off', 'run=r1\nproj'],
    ['not ours', '\u0000\u0001 hello\n'],
  ])('that is %s is stale', async (_, text) => {
    leave(text);
    const { take, owner } = newLocks();
    expect((await take()).facts.get('n1')?.lock?.owner).toEqual(owner);
  });

  it('that is no file is stale', async () => {
    mkdirSync(lockFile('n1'), { recursive: true });
    mkdirSync(hosts.state('n2'), { recursive: true });
    symlinkSync('/nowhere', lockFile('n2'));
    const { take, locks } = newLocks();
    expect((await take()).facts.size).toBe(2);
    await locks.release();
    expect(existsSync(hosts.state('n1'))).toBe(false);
  });

  it('of somebody who shows himself is respected, and the refusal says who, since when, and the way out', async () => {
    leave(jane, goneAfterSeconds - 40);
    const { take, locks } = newLocks();
    const refused = await take().catch((error: unknown) => error as Error & { code: string });
    expect(refused).toMatchObject({ code: 'locked' });
    const { message } = refused as Error;
    for (const word of ['n1: jane@far', '2026-11-22T08:00:00Z', 'drill', /5\d s ago/, '90 s', '--take-lock'])
      expect(message).toMatch(word);
    await locks.release();
    expect(readFileSync(lockFile(), 'utf8')).toContain('jane@far');
    expect((await newLocks(true).take()).facts.size).toBe(2);
  });

  it.each([goneAfterSeconds + 5, -100_000])(
    'of somebody who was last seen %i s ago is stale',
    async (silentSeconds) => {
      leave(jane, silentSeconds);
      expect((await newLocks().take()).facts.size).toBe(2);
    },
  );

  const { machine, boot, space, process: here } = thisProcess();
  const [pid] = here.split('/');
  it.each([
    ['whose number another process has now', { process: `${pid}/1`, machine, boot, space }, true],
    ['that is gone', { process: '3999999999/1', machine, boot, space }, true],
    [
      'of another container, whose numbers mean nothing here',
      { process: '3999999999/1', machine, boot, space: '1' },
      false,
    ],
    [
      'of before a restart of this computer, or of a clone of it',
      { process: here, machine, boot: 'other', space },
      false,
    ],
    ['of another computer', { process: '3999999999/1', machine: 'other', boot: 'other', space }, false],
  ])('of a process %s is judged by what can be known', async (_, place, stale) => {
    leave({ ...jane, ...place });
    if (stale) expect((await newLocks().take()).facts.size).toBe(2);
    else {
      const { take, locks } = newLocks();
      await expect(take()).rejects.toMatchObject({ code: 'locked' });
      await locks.release();
      leave({ ...jane, ...place }, goneAfterSeconds + 5);
      expect((await newLocks().take()).facts.size).toBe(2);
    }
  });

  it('is not made on a full disk, which is named, and nothing is left behind', async () => {
    const full = localHosts(['n1'], "trap '' XFSZ; ulimit -f 0\n");
    try {
      const { take, locks } = newLocks(false, full);
      await expect(take()).rejects.toMatchObject({ code: 'lock-failed' });
      expect(readdirSync(full.state('n1'))).toEqual([]);
      await locks.release();
    } finally {
      full.remove();
    }
  });

  it('is not asked for on hosts that cannot be reached', async () => {
    hosts.dark.add('n2');
    const { take, locks } = newLocks();
    const { facts, unreachable } = await take();
    expect([[...facts.keys()], unreachable.map(({ host }) => host)]).toEqual([['n1'], ['n2']]);
    await locks.release();
  });
});
