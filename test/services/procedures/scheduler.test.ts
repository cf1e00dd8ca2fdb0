import { describe, expect, it } from 'vitest';
import type { Step } from '../../../core/deployment/step.ts';
import { schedule } from '../../../electron/services/procedures/scheduler.ts';
import { localStep } from './localSteps.ts';

function step(id: string, after: readonly string[] = []): Step {
  const [host = '', name = ''] = id.split('/');
  return localStep(host, name, 'true', after);
}

const steps = [
  step('a/1'),
  step('a/2', ['a/1']),
  step('a/3', ['a/2', 'b/2']),
  step('b/1'),
  step('b/2', ['b/1']),
  step('b/3', ['b/2', 'a/2']),
];

/** Runs batches one step at a time, in turns, and keeps what was started when. */
function recorder(failing?: string) {
  const batches: string[][] = [];
  const done: string[] = [];
  const run = async (_host: string, batch: readonly Step[], report: (one: Step) => void) => {
    batches.push(batch.map((one) => one.id));
    for (const one of batch) {
      await Promise.resolve();
      if (one.id === failing) return { ok: false as const };
      expect(one.after.every((id) => done.includes(id))).toBe(true);
      done.push(one.id);
      report(one);
    }
    return { ok: true as const };
  };
  return { batches, done, run };
}

describe('schedule', () => {
  it('sends what can run together as one batch, and the rest once its conditions are met', async () => {
    const { batches, done, run } = recorder();
    expect(await schedule(steps, { run, stopped: () => false })).toBe(true);
    expect([...done].sort()).toEqual(steps.map((one) => one.id));
    expect(batches.slice(0, 2)).toEqual([
      ['a/1', 'a/2'],
      ['b/1', 'b/2'],
    ]);
    expect(batches).toHaveLength(4);
  });

  it('starts nothing new after a failure, and lets the others end', async () => {
    const { done, run } = recorder('a/1');
    expect(await schedule(steps, { run, stopped: () => false })).toBe(false);
    expect(done).toEqual(['b/1', 'b/2']);
  });

  it('starts nothing new once it is asked to stop', async () => {
    const { done, run } = recorder();
    expect(await schedule(steps, { run, stopped: () => done.length > 0 })).toBe(false);
    expect(done.length).toBeLessThan(steps.length);
  });

  it('passes on faults after all batches have ended, and ends at once without steps', async () => {
    const fault = { run: () => Promise.reject(new Error('broken')), stopped: () => false };
    await expect(schedule(steps, fault)).rejects.toThrow('broken');
    expect(await schedule([], fault)).toBe(true);
  });
});
