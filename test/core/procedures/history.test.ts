import { describe, expect, it } from 'vitest';
import { type HistoryLine, pastRuns, runNamed } from '../../../core/procedures/history.ts';

const start = Date.parse('2026-11-22T08:00:00Z');
const line = (event: string, run: string, second: number, more: Partial<HistoryLine> = {}): HistoryLine => ({
  event,
  run,
  time: new Date(start + second * 1000).toISOString(),
  ...more,
});
const begin = (run: string, second: number, step: string) => line('begin', run, second, { step, host: 'n1' });
const end = (run: string, second: number, step: string, result: string) =>
  line('end', run, second, { step, host: 'n1', result });
const gone = () => false;

describe('the history of a project', () => {
  it('tells each run, the newest first', () => {
    const at = { process: '7/7', machine: 'm', boot: 'b', space: 's' };
    const accepted = { check: 'clock', host: 'n1', message: 'no NTP' };
    const runs = pastRuns(
      [
        line('run', 'a', 0, { what: 'deploy', dryRun: true, operator: 'jane@desk', at, hosts: ['n1', 'n2'] }),
        line('finished', 'a', 3, { ok: true }),
        line('run', 'b', 10, { what: 'deploy', operator: 'jane@desk', at, hosts: ['n1', 'n2'], without: ['n3'] }),
        line('accepted', 'b', 11, { checks: [accepted] }),
        begin('b', 12, 'etcd/start'),
        end('b', 13, 'etcd/start', 'failed'),
        begin('b', 14, 'etcd/start'),
        end('b', 20, 'etcd/start', 'done'),
        begin('b', 21, 'patroni/start'),
        end('b', 30, 'patroni/start', 'failed'),
        line('finished', 'b', 31.26, { ok: false, message: 'n1: "Start Patroni" did not work' }),
        line('run', 'c', 40, { what: 'switchover', operator: 'joe@jump', cluster: 'pg-orders', hosts: ['n1'] }),
        line('unreachable', 'c', 41, { hosts: ['n2'] }),
      ],
      () => true,
    );
    expect(runs).toMatchObject([
      { id: 'c', what: 'switchover', cluster: 'pg-orders', outcome: 'going', seconds: null, unreachable: ['n2'] },
      {
        id: 'b',
        outcome: 'failed',
        message: 'n1: "Start Patroni" did not work',
        seconds: 31.3 - 10,
        operator: 'jane@desk',
        without: ['n3'],
        accepted: [accepted],
        stepsDone: 1,
        failedSteps: ['patroni/start'],
        unknownSteps: [],
      },
      { id: 'a', rehearsal: true, outcome: 'done', seconds: 3, startedAt: '2026-11-22T08:00:00.000Z', stepsDone: 0 },
    ]);
  });

  it('tells of a killed run which steps nobody knows the end of, also after a later run has said so', () => {
    const killed = [
      line('run', 'a', 0, { what: 'deploy' }),
      begin('a', 1, 'x'),
      end('a', 2, 'x', 'done'),
      begin('a', 3, 'y'),
    ];
    const expected = { outcome: 'cut-off', seconds: null, stepsDone: 1, unknownSteps: ['y'] };
    expect(pastRuns(killed, gone)[0]).toMatchObject(expected);
    const later = [...killed, line('run', 'b', 50, { what: 'deploy' }), line('unknown', 'a', 51)];
    // A process with the same number may be there by now: what the later run said counts.
    expect(pastRuns(later, () => true).map(({ outcome }) => outcome)).toEqual(['going', 'cut-off']);
  });

  it('asks whether a run goes on by the time of its own last line', () => {
    const asked: string[] = [];
    pastRuns(
      [line('run', 'a', 0, { what: 'deploy' }), begin('a', 7, 'x'), line('run', 'b', 90, {})],
      (_place, time) => {
        asked.push(time);
        return true;
      },
    );
    expect(asked).toEqual(['2026-11-22T08:00:07.000Z', '2026-11-22T08:01:30.000Z']);
  });

  it.each<[string, Partial<HistoryLine>, boolean, string]>([
    ['refused by what was found', { ok: false, how: 'refused', message: 'n1: port taken' }, false, 'refused'],
    ['refused in journals that do not say so', { ok: false }, false, 'refused'],
    ['failed in those with a reason', { ok: false, message: 'n1 does not answer' }, false, 'failed'],
    ['refused by Patroni after it was asked', { ok: false, how: 'refused', message: 'no' }, true, 'failed'],
    ['stopped by a person', { ok: false, how: 'stopped' }, true, 'stopped'],
    ['not proven', { ok: false }, true, 'failed'],
    ['done', { ok: true }, true, 'done'],
  ])('knows a run that was %s', (_name, finished, touched, outcome) => {
    const lines = [
      line('run', 'a', 0, { what: 'deploy' }),
      ...(touched ? [begin('a', 1, 'x'), end('a', 2, 'x', 'done')] : []),
      line('finished', 'a', 3, finished),
    ];
    expect(pastRuns(lines, gone)[0]?.outcome).toBe(outcome);
  });

  it('reads journals of earlier versions, and hosts from their steps', () => {
    const [run] = pastRuns([line('run', 'a', 0), begin('a', 1, 'x'), end('a', 2, 'x', 'done')], gone);
    expect(run).toMatchObject({ what: 'unknown', operator: null, hosts: ['n1'], without: [], message: null });
  });

  it('leaves out lines of runs whose beginning was lost', () => {
    expect(pastRuns([end('a', 2, 'x', 'done'), line('finished', 'a', 3, { ok: true })], gone)).toEqual([]);
  });
});

describe('naming a run', () => {
  const runs = pastRuns([line('run', 'ab1', 0), line('run', 'ab2', 1), line('run', 'ab', 2)], gone);
  it.each([
    ['ab1', 'ab1'],
    ['ab', 'ab'],
    ['a', undefined],
    ['x', undefined],
    ['', undefined],
  ])('%j means %s', (name, id) => expect(runNamed(runs, name)?.id).toBe(id));
});
