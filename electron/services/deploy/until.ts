import { setTimeout as sleep } from 'node:timers/promises';

/** Tries until it works. @throws what the last try threw, once the time is over */
export async function until<T>(maxSeconds: number, attempt: () => Promise<T>): Promise<T> {
  const end = performance.now() + maxSeconds * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(150);
    }
  }
}
