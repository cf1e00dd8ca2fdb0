import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Problem } from '../../../core/problem.ts';

/**
 * Does some work while no other process of this machine does work under the same lock file.
 * The kernel holds the lock for a child that lives as long as our end of its input: killed at any moment, nothing stale stays.
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const holder = spawn('flock', [file, 'sh', '-c', 'echo held; cat >/dev/null'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const gone = new Promise<void>((resolve) => holder.on('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    holder.stdout.once('data', () => resolve());
    holder.on('error', reject);
    holder.on('close', () => reject(new Problem('lock-failed', 'no', `The lock file ${file} could not be locked.`)));
  });
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await gone;
  }
}
