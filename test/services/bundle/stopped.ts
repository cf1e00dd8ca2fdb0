import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { BundleBuilder } from '../../../electron/services/bundle/bundleBuilder.ts';

/** Stops a script while it waits for a program that it has started. @returns whether that program is still there */
export async function stopped(builder: BundleBuilder, out: string): Promise<boolean> {
  const stop = new AbortController();
  let pid = 0;
  const run = builder.run(
    'sleep 600 & echo "pid $!"; wait',
    out,
    (line) => {
      pid = Number(/^pid (\d+)$/.exec(line)?.[1]);
      stop.abort();
    },
    stop.signal,
  );
  await expect(run).rejects.toThrow(/aborted/);
  expect(pid).toBeGreaterThan(1);
  for (let tries = 0; tries < 100 && runs(pid); tries++) await sleep(50);
  return runs(pid);
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
