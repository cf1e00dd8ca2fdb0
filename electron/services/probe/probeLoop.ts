import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Cluster } from '../../../core/plan/plan.ts';
import { onWay, type ProbeInput, type Way } from './probeClient.ts';
import { Rhythm } from './rhythm.ts';

const pauseMilliseconds = 50;
/** One connection lives this long: an application's live longer, but whoever holds one for ever sees nothing of the entrance. */
const connectionSeconds = 60;

/** Does one thing again and again as an application would: on one connection, and where that is lost, on another one by the first entrance that answers. */
export class ProbeLoop {
  readonly rhythm = new Rhythm(pauseMilliseconds);
  /** Why it did not work the last time. */
  trouble: unknown;
  #stopped = false;
  readonly #end: Promise<void>;

  constructor(
    input: ProbeInput,
    cluster: Cluster,
    ways: readonly Way[],
    once: (client: pg.Client) => Promise<void>,
    begin?: (client: pg.Client) => Promise<void>,
  ) {
    this.#end = this.#go(input, cluster, ways, once, begin);
  }

  /** Ends it, after what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#end;
  }

  async #go(
    input: ProbeInput,
    cluster: Cluster,
    ways: readonly Way[],
    once: (client: pg.Client) => Promise<void>,
    begin: ((client: pg.Client) => Promise<void>) | undefined,
  ): Promise<void> {
    while (!this.#stopped) {
      for (const way of ways) {
        if (this.#stopped) return;
        const before = this.rhythm.last;
        try {
          await onWay(
            input,
            cluster,
            way,
            async (client) => {
              await begin?.(client);
              const until = performance.now() + connectionSeconds * 1000;
              while (!this.#stopped && performance.now() < until) {
                await once(client);
                this.rhythm.worked(performance.now());
                await sleep(pauseMilliseconds);
              }
            },
            2 * connectionSeconds,
          );
        } catch (error) {
          this.trouble = error;
        }
        // One that worked is lost: the next one is looked for from the first entrance on.
        if (this.rhythm.last !== before) break;
      }
      await sleep(pauseMilliseconds);
    }
  }
}
