import { describe, expect, it } from 'vitest';
import { leadershipStart } from '../../../core/dr/leadership.ts';

const members = ['pg-dr-1', 'pg-dr-2'];
/** As Patroni 3 and 4 answer `GET /history`; a timeline that began before anybody was noted has no leader. */
const line = (ended: number, leader: string) => [
  ended,
  1000 * ended,
  'no recovery target specified',
  ...(leader === '' ? [] : ['2026-01-01T00:00:00+00:00', leader]),
];
const startOf = (lines: readonly ReturnType<typeof line>[], timeline: number) =>
  leadershipStart(lines, members, timeline);

describe('since which timeline a cluster leads', () => {
  it('is the one that its promotion began', () => {
    expect(startOf([line(1, ''), line(2, ''), line(3, 'pg-dr-1')], 4)).toEqual({ kind: 'known', since: 4 });
  });

  it('is not that of a later failover among its own members', () => {
    expect(startOf([line(2, ''), line(3, 'pg-dr-1'), line(4, 'pg-dr-2')], 5)).toEqual({ kind: 'known', since: 4 });
  });

  it('is that of its last promotion when the regions have changed places before', () => {
    const lines = [line(1, 'pg-dr-1'), line(2, ''), line(3, 'pg-main-1'), line(4, 'pg-dr-2')];
    expect(startOf(lines, 5)).toEqual({ kind: 'known', since: 5 });
  });

  it('is not known before Patroni has written its promotion down', () => {
    expect(startOf([line(1, '')], 3)).toEqual({ kind: 'not-yet' });
    expect(startOf([], 2)).toEqual({ kind: 'not-yet' });
    expect(startOf([line(1, '')], 2)).toEqual({ kind: 'not-yet' });
  });

  it('is not guessed from an answer that cannot be read', () => {
    for (const answer of [undefined, '', 'Error: no such cluster', {}, [['x']], [[]], [[0]]])
      expect(leadershipStart(answer, members, 4)).toEqual({ kind: 'unknown' });
  });
});
