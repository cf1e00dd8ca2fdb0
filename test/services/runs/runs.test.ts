import { describe, expect, it } from 'vitest';
import { Problem } from '../../../core/problem.ts';
import type { RunEnd, RunEvent } from '../../../electron/services/runs/runEvent.ts';
import { type RunEntry, type RunHandle, Runs } from '../../../electron/services/runs/runs.ts';

const line = (text: string): RunEvent => ({
  type: 'deploy',
  event: { code: 'output', id: 'n1/a', host: 'n1', lines: [text] },
});
const stopped: RunEnd = { outcome: 'stopped' };

/** A run that a test leads by hand. */
function led(runs: Runs, kind: 'deploy' | 'preflight' = 'deploy') {
  let finish: (end: RunEnd) => void = () => undefined;
  let handle: RunHandle | undefined;
  const run = runs.start(kind, '/p/plan.yaml', (given) => {
    handle = given;
    return new Promise((resolve) => {
      finish = resolve;
    });
  });
  return {
    ...run,
    emit: (text: string) => handle?.emit(line(text)),
    end: () => finish(stopped),
    signals: () => ({ pause: handle?.pause.aborted, abort: handle?.abort.aborted }),
  };
}

async function all(runs: Runs, id: string, after = 0): Promise<RunEntry[]> {
  const entries: RunEntry[] = [];
  for await (const slice of runs.follow(id, after, undefined)) entries.push(...slice);
  return entries;
}

describe('runs', () => {
  it('tell every reader everything, whenever it comes, and the rest to one that comes back', async () => {
    const runs = new Runs();
    const run = led(runs);
    const early = all(runs, run.id);
    run.emit('a');
    run.emit('b');
    const first = runs.follow(run.id, 0, undefined);
    expect((await first.next()).value).toHaveLength(2);
    await first.return(undefined);
    run.emit('c');
    run.end();
    const whole = await early;
    expect(whole.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(whole.at(-1)?.event).toEqual({ type: 'ended', end: stopped });
    expect(await all(runs, run.id)).toEqual(whole);
    expect((await all(runs, run.id, 2)).map(({ seq }) => seq)).toEqual([3, 4]);
  });

  it('are forgotten with their plan, once none of them is under way', async () => {
    const runs = new Runs();
    const run = led(runs);
    expect(() => runs.forget('/p/plan.yaml')).toThrow('A deploy of this plan is under way.');
    run.end();
    await all(runs, run.id);
    runs.forget('/other/plan.yaml');
    expect(runs.list('/p/plan.yaml')).toHaveLength(1);
    runs.forget('/p/plan.yaml');
    expect(runs.list('/p/plan.yaml')).toEqual([]);
  });

  it('stop at a safe point first, at once when asked again, and end a reader that leaves', async () => {
    const runs = new Runs();
    const run = led(runs);
    runs.stop(run.id, 'safe-point');
    expect(run.signals()).toEqual({ pause: true, abort: false });
    runs.stop(run.id, 'at-once');
    expect(run.signals()).toEqual({ pause: true, abort: true });
    const leave = new AbortController();
    const reading = runs.follow(run.id, 2, leave.signal).next();
    leave.abort();
    expect((await reading).done).toBe(true);
    run.end();
    await all(runs, run.id);
    runs.stop(run.id, 'at-once');
    expect(runs.list('/p/plan.yaml')).toMatchObject([{ id: run.id, running: false }]);
  });

  it('do not change hosts while another run of the plan does, and forget the run before', async () => {
    const runs = new Runs();
    const run = led(runs);
    expect(() => led(runs, 'preflight')).toThrow('under way');
    run.end();
    await all(runs, run.id);
    const next = led(runs);
    expect(runs.list().map(({ id }) => id)).toEqual([next.id]);
    await expect(all(runs, run.id)).rejects.toThrow('not known any more');
    next.end();
  });

  it('keep what was chosen for them, for whoever follows and for the run after', async () => {
    const runs = new Runs();
    const choices = { without: ['n3'], accept: ['disk'] };
    const { id } = runs.start('rehearsal', '/p', async () => stopped, choices);
    await all(runs, id);
    expect(runs.list('/p')).toMatchObject([{ id, running: false, ...choices }]);
  });

  it('end with the problem when the work throws', async () => {
    const runs = new Runs();
    const { id } = runs.start('deploy', '/p', () => Promise.reject(new Problem('locked', 'no', 'somebody else works')));
    expect((await all(runs, id)).at(-1)?.event).toMatchObject({
      type: 'ended',
      end: { outcome: 'problem', code: 'locked', message: 'somebody else works' },
    });
  });
});
