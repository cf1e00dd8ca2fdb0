import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import { beatSeconds, goneAfterSeconds, type ProcessPlace, processGone, thisProcess } from './lockOwner.ts';

interface LockOwner {
  /** Name of the computer, for a person. */
  readonly machine: string;
  readonly at: ProcessPlace;
  readonly token: string;
}

/**
 * Runs `work` while this program alone holds the lock file `path`; two programs on one project take turns. A lock whose owner is gone is taken over: at once
 * where its process can be seen to be gone, and after `goneAfterSeconds` without a sign of it where that cannot be told (a project on a shared disk, another
 * container, another boot). So is one that cannot be read: nobody could ever give it back.
 * @param waitMilliseconds how long to wait for the other owner
 * @throws Problem `project-busy` (no) naming the owner when the wait was not enough
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, waitMilliseconds = 10_000): Promise<T> {
  const own: LockOwner = { machine: hostname(), at: thisProcess(), token: randomBytes(8).toString('hex') };
  await acquire(path, own, waitMilliseconds);
  // One beat that fails is made good by the next; whoever waits goes by the silence.
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, beatSeconds * 1000).unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    // A program that slept for long may have lost it to another one.
    const now = await readFile(path, 'utf8').catch(() => '');
    if (parseOwner(now)?.token === own.token) await rm(path, { force: true });
  }
}

async function acquire(path: string, own: LockOwner, waitMilliseconds: number): Promise<void> {
  // A hard link appears with its content in one step, so nobody ever reads a half-written owner; on a full disk nothing is linked.
  const beside = `${path}.${own.token}`;
  try {
    await writeFile(beside, JSON.stringify(own), { mode: 0o600, flag: 'wx' });
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
      if (owner === undefined || (await isGone(path, owner))) {
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
    const { machine, at, token } = JSON.parse(text) as LockOwner;
    const places = [at.process, at.machine, at.boot, at.space];
    if (![machine, token, ...places].every((one) => typeof one === 'string')) return undefined;
    return { machine, at, token };
  } catch {
    return undefined;
  }
}

async function isGone(path: string, { at }: LockOwner): Promise<boolean> {
  const gone = processGone(at);
  if (gone !== undefined) return gone;
  const shown = await stat(path).catch(() => undefined);
  // A time in the future counts by its distance: one of the clocks was set back.
  return shown !== undefined && Math.abs(Date.now() - shown.mtimeMs) > goneAfterSeconds * 1000;
}

function busy(path: string, { machine, at }: LockOwner): Problem {
  const pid = at.process.split('/')[0] ?? '';
  return new Problem(
    'project-busy',
    'no',
    say`${path} is held by process ${pid} on ${machine}. Wait until that program is done with this project, or end it, and try again. If that computer is gone, its lock counts no more after ${goneAfterSeconds} s.`,
    { details: { pid, machine } },
  );
}
