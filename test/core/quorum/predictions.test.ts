import { describe, expect, it } from 'vitest';
import { disagreements, type Prediction, predictions } from '../../../core/quorum/predictions.ts';
import { planFor, zeroLoss } from './plans.ts';

function predicted(all: readonly Prediction[], failed: string, cluster = 'pg-main'): Prediction {
  const found = all.find((one) => one.failed === failed && one.cluster === cluster);
  if (found === undefined) throw new Error(`nothing is predicted for ${failed}`);
  return found;
}

describe('predictions', () => {
  it('cover every host and every site, for every cluster', () => {
    expect(predictions(planFor('three-node')).map((one) => one.failed)).toEqual(['host=n1', 'host=n2', 'host=n3']);
    expect(predictions(planFor('geo-dr'))).toHaveLength((6 + 2) * 2);
  });

  it('are compared with what was seen', () => {
    const lost = predicted(predictions(planFor('three-node', zeroLoss)), 'host=n1');
    const seen = { writable: true, leaderHost: 'n3', readable: true, lostRows: 0 };
    expect(disagreements(lost, seen)).toEqual([]);
    expect(disagreements(lost, { ...seen, leaderHost: 'n1' })).toEqual(['predicted n2 or n3 as leader, found n1']);
    expect(disagreements(lost, { ...seen, lostRows: 2 })).toEqual([
      'predicted no loss, found 2 acknowledged rows lost',
    ]);
    expect(disagreements(lost, { ...seen, writable: false, leaderHost: null, readable: false })).toEqual([
      'predicted writable, found not writable',
      'predicted readable, found not readable',
    ]);
    const manual = predicted(predictions(planFor('two-node', { layout: 'no-arbiter' })), 'host=n1');
    expect(disagreements(manual, { ...seen, leaderHost: 'n2' })).toEqual([
      'predicted not writable, found writable',
      'predicted nobody as leader, found n2',
    ]);
    const region = predicted(predictions(planFor('geo-dr')), 'site=primary', 'pg-main-dr');
    expect(disagreements(region, { writable: false, leaderHost: 'n4', readable: true, lostRows: null })).toEqual([]);
  });
});
