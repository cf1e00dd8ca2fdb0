import type { Step, StepResult } from '../../../core/deployment/step.ts';

/** How one step ended, as whoever runs batches tells it. */
export type BatchEnd = { readonly ok: true } | { readonly ok: false };

export interface SchedulerHooks {
  /**
   * Runs steps of one host, in order, and calls `done` for each that has been done. Resolves when the batch has ended: with `ok: false` when the
   * step after the last one done has failed or is unknown.
   */
  run(host: string, steps: readonly Step[], done: (step: Step) => void): Promise<BatchEnd>;
  /** No new batch starts once this is true. */
  stopped(): boolean;
}

/**
 * Runs a graph of steps: at any time one batch per host, made of all steps of that host whose conditions are met or will be met within the
 * batch. A step on one host becomes ready as soon as the ones it waits for report their end, not only when their batches do.
 * After a failure nothing new starts; what runs elsewhere comes to its end.
 * @returns true when every step has been done
 */
export function schedule(steps: readonly Step[], hooks: SchedulerHooks): Promise<boolean> {
  const done = new Set<string>();
  const taken = new Set<string>();
  const busy = new Set<string>();
  const hosts = [...new Set(steps.map((step) => step.host))];
  let failed = false;

  const readyBatch = (host: string): readonly Step[] => {
    const batch: Step[] = [];
    const within = new Set<string>();
    let bundles = 0;
    for (const step of steps) {
      if (step.host !== host || taken.has(step.id)) continue;
      if (!step.after.every((id) => done.has(id) || within.has(id))) continue;
      if (step.input !== undefined && ++bundles > 1) break;
      batch.push(step);
      within.add(step.id);
    }
    return batch;
  };

  return new Promise((resolve, reject) => {
    const settle = (error?: unknown) => {
      if (error !== undefined) reject(error);
      else if (busy.size === 0) resolve(done.size === steps.length);
    };
    const start = () => {
      if (!failed && !hooks.stopped()) {
        for (const host of hosts) {
          if (busy.has(host)) continue;
          const batch = readyBatch(host);
          if (batch.length === 0) continue;
          busy.add(host);
          for (const step of batch) taken.add(step.id);
          hooks
            .run(host, batch, (step) => {
              done.add(step.id);
              start();
            })
            .then((end) => {
              failed ||= !end.ok;
              busy.delete(host);
              start();
              settle();
            })
            .catch((error: unknown) => {
              failed = true;
              busy.delete(host);
              settle(error);
            });
        }
      }
    };
    start();
    settle();
  });
}

/** What a deployment reports of each step. */
export interface StepReport {
  readonly id: string;
  readonly host: string;
  readonly result: StepResult;
  readonly seconds: number;
}
