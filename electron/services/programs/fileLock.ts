import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import { childEnvironment } from './childEnvironment.ts';

/**
 * Does some work while no other process of this machine does work under the same lock file; waits for its turn.
 * The kernel holds the lock for a child that lives as long as our end of its input: killed at any moment, nothing stale stays.
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const release = await lock(file, []);
  if (release === undefined) throw new Problem('lock-failed', 'no', say`The lock file ${file} could not be locked.`);
  return work().finally(release);
}

/** Does some work under a lock file, or nothing at all when another process holds it; says which. */
export async function unlessLocked(file: string, work: () => Promise<void>): Promise<boolean> {
  const release = await lock(file, ['--nonblock']);
  if (release === undefined) return false;
  await work().finally(release);
  return true;
}

/** @returns what gives the lock back; undefined when it could not be had */
async function lock(file: string, options: readonly string[]): Promise<(() => Promise<void>) | undefined> {
  await mkdir(dirname(file), { recursive: true });
  const command = [...options, file, 'sh', '-c', 'echo held; cat >/dev/null'];
  const holder = spawn('flock', command, { stdio: ['pipe', 'pipe', 'ignore'], env: childEnvironment() });
  const gone = new Promise<void>((resolve) => holder.on('close', () => resolve()));
  const held = await new Promise<boolean>((resolve, reject) => {
    holder.stdout.once('data', () => resolve(true));
    holder.once('error', reject);
    holder.once('close', () => resolve(false));
  });
  if (!held) return undefined;
  return () => {
    holder.stdin.end();
    return gone;
  };
}
