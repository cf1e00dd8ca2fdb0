import { describe, expect, it } from 'vitest';
import { highestTimeline, reignOf } from '../../../core/dr/reign.ts';

const members = ['pg-dr-1', 'pg-dr-2'];
const line = (ended: number, leader: string) => ({
  TL: ended,
  LSN: 1000 * ended,
  Reason: 'no recovery target specified',
  Timestamp: leader === '' ? '' : '2026-01-01T00:00:00+00:00',
  'New Leader': leader,
});
const reign = (lines: readonly ReturnType<typeof line>[], timeline: number) =>
  reignOf(JSON.stringify(lines), members, timeline);

describe('since which timeline a cluster leads', () => {
  it('is the one that its promotion began', () => {
    expect(reign([line(1, ''), line(2, ''), line(3, 'pg-dr-1')], 4)).toEqual({ kind: 'known', since: 4 });
  });

  it('is not that of a later failover among its own members', () => {
    expect(reign([line(2, ''), line(3, 'pg-dr-1'), line(4, 'pg-dr-2')], 5)).toEqual({ kind: 'known', since: 4 });
  });

  it('is that of its last promotion when the regions have changed places before', () => {
    const lines = [line(1, 'pg-dr-1'), line(2, ''), line(3, 'pg-main-1'), line(4, 'pg-dr-2')];
    expect(reign(lines, 5)).toEqual({ kind: 'known', since: 5 });
  });

  it('is not known before Patroni has written its promotion down', () => {
    expect(reign([line(1, '')], 3)).toEqual({ kind: 'not-yet' });
    expect(reign([], 2)).toEqual({ kind: 'not-yet' });
    expect(reign([line(1, '')], 2)).toEqual({ kind: 'not-yet' });
  });

  it('is not guessed from an answer that cannot be read', () => {
    for (const text of ['', 'Error: no such cluster', '{}', '[{"TL":"x"}]'])
      expect(reignOf(text, members, 4)).toEqual({ kind: 'unknown' });
  });
});

describe('the highest timeline of a data directory', () => {
  it('is a number, or nothing', () => {
    expect(highestTimeline('6\n')).toBe(6);
    expect(highestTimeline('')).toBeUndefined();
    expect(highestTimeline('ls: cannot access')).toBeUndefined();
  });
});
