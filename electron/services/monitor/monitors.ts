import type { ClusterMonitor, MonitorNews, Watched } from './clusterMonitor.ts';

interface Shared {
  readonly monitor: ClusterMonitor;
  readers: number;
  end: NodeJS.Timeout | undefined;
}

/** A page that is reloaded finds the monitor with what it has seen. */
const lingerMilliseconds = 120_000;

/** One monitor per plan, whoever and how many watch it. */
export class Monitors {
  readonly #shared = new Map<string, Shared>();

  /** News of a plan's clusters until the signal. @param opened is the monitor's from now on, which closes its connections */
  async *follow(planFile: string, opened: Watched, signal: AbortSignal | undefined): AsyncGenerator<MonitorNews> {
    const key = `${planFile}\n${JSON.stringify(opened.plan)}`;
    // A command that watches nothing does without it.
    const { ClusterMonitor } = await import('./clusterMonitor.ts');
    let shared = this.#shared.get(key);
    if (shared === undefined) {
      shared = { monitor: new ClusterMonitor(opened), readers: 0, end: undefined };
      this.#shared.set(key, shared);
    } else await opened.hosts.pool.close();
    clearTimeout(shared.end);
    shared.readers += 1;
    try {
      yield* shared.monitor.news(signal);
    } finally {
      const { monitor } = shared;
      shared.readers -= 1;
      if (shared.readers === 0) {
        shared.end = setTimeout(() => {
          if (this.#shared.get(key)?.monitor === monitor) this.#shared.delete(key);
          void monitor.end();
        }, lingerMilliseconds).unref();
      }
    }
  }

  /** Ends what watches a plan file: its hosts, or the secrets to ask them with, have changed. Who reads begins anew. */
  async forget(planFile: string): Promise<void> {
    const found = [...this.#shared].filter(([key]) => key.startsWith(`${planFile}\n`));
    for (const [key, { end }] of found) {
      clearTimeout(end);
      this.#shared.delete(key);
    }
    await Promise.all(found.map(([, { monitor }]) => monitor.end()));
  }
}
