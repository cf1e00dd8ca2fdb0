import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';

interface LockOwner {
  readonly pid: number;
  readonly machine: string;
  /** Start of the process in clock ticks since boot (Linux): tells a reused pid from the owner. */
  readonly started: string | undefined;
  readonly token: string;
}

/**
 * Runs `work` while this program alone holds the lock file `path`; two programs on one project take turns.
 * A lock left by a process that is gone on this machine is taken over.
 * @param waitMilliseconds how long to wait for the other owner
 * @throws Problem `project-busy` (no) naming the owner when the wait was not enough
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, waitMilliseconds = 10_000): Promise<T> {
  const own: LockOwner = {
    pid: process.pid,
    machine: hostname(),
    started: processStart(process.pid),
    token: randomBytes(8).toString('hex'),
  };
  await acquire(path, own, waitMilliseconds);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string, own: LockOwner, waitMilliseconds: number): Promise<void> {
  // A hard link appears with its content in one step, so nobody ever reads a half-written owner.
  const beside = `${path}.${own.token}`;
  await writeFile(beside, JSON.stringify(own), { mode: 0o600, flag: 'wx' });
  try {
    const deadline = performance.now() + waitMilliseconds;
    for (;;) {
      try {
        await link(beside, path);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const text = await readFile(path, 'utf8').catch(() => undefined);
      if (text === undefined) continue;
      const owner = parseOwner(text);
      if (owner === undefined || isGone(owner)) {
        await takeAway(path, text, own.token);
        continue;
      }
      if (performance.now() > deadline) throw busy(path, owner);
      await sleep(10 + Math.random() * 40);
    }
  } finally {
    await rm(beside, { force: true });
  }
}

/** Removes a dead owner's lock; puts it back should it have changed hands since it was read. */
async function takeAway(path: string, expected: string, token: string): Promise<void> {
  const aside = `${path}.${token}.stale`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const found = await readFile(aside, 'utf8');
  if (found !== expected) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function parseOwner(text: string): LockOwner | undefined {
  try {
    const value = JSON.parse(text) as LockOwner;
    return Number.isInteger(value.pid) && value.pid > 0 && typeof value.machine === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function isGone(owner: LockOwner): boolean {
  // Another machine's processes cannot be seen from here (a project on a shared disk).
  if (owner.machine !== hostname()) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  return owner.started !== undefined && owner.started !== processStart(owner.pid);
}

/** Field 22 of /proc/PID/stat (proc(5)); undefined where there is no /proc. */
function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function busy(path: string, owner: LockOwner): Problem {
  return new Problem(
    'project-busy',
    'no',
    say`${path} is held by process ${owner.pid} on ${owner.machine}. Wait until that program is done with this project, or end it, and try again.`,
    { details: { pid: owner.pid, machine: owner.machine } },
  );
}
