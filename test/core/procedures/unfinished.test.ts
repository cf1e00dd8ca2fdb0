import { describe, expect, it } from 'vitest';
import { type RunLine, unfinishedRuns } from '../../../core/procedures/unfinished.ts';

const line = (event: string, run: string, more: Partial<RunLine> = {}): RunLine => ({ event, run, time: 't', ...more });

describe('runs without an end', () => {
  it('are told with the steps of which nobody knows how they ended', () => {
    const lines = [
      line('run', 'a', { what: 'deploy' }),
      line('begin', 'a', { step: 'n1/etcd/start' }),
      line('begin', 'a', { step: 'n2/etcd/start' }),
      line('end', 'a', { step: 'n1/etcd/start' }),
      line('run', 'b', { what: 'switchover' }),
      line('finished', 'b'),
    ];
    expect(unfinishedRuns(lines)).toEqual([{ begun: lines[0], unknownSteps: ['n2/etcd/start'] }]);
    expect(unfinishedRuns([...lines, line('unknown', 'a')])).toEqual([]);
  });

  it('are not rehearsals, and lines of runs whose beginning was lost count for nothing', () => {
    expect(unfinishedRuns([line('run', 'a', { dryRun: true }), line('begin', 'b', { step: 's' })])).toEqual([]);
  });
});
