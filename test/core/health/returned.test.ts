import { describe, expect, it } from 'vitest';
import { findAlerts } from '../../../core/health/alerts.ts';
import { type ReturnedHost, returnedSaid } from '../../../core/health/returned.ts';
import { assembleStatus, withReturned } from '../../../core/health/status.ts';
import { readCluster } from '../../../core/patroni/answers.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { examplePlan } from '../preflight/preflightFixture.ts';

const plan = examplePlan();
const name = plan.clusters[0]?.name ?? '';
const back: ReturnedHost = {
  host: 'n9',
  address: '10.0.0.9',
  running: ['haproxy', 'pgbouncer'],
  postgres: null,
  streamsFrom: null,
};
const status = assembleStatus(plan, []);

describe('a host that left and is back', () => {
  it('is a reason and a warning, and an error where it takes writes', () => {
    const seen = withReturned(status, [back, { ...back, host: 'n8', postgres: 'primary' }]);
    expect(seen.reasons.filter(({ id }) => id === 'host-returned').map(({ subject }) => subject)).toEqual(['n9', 'n8']);
    const alerts = findAlerts(plan, seen).filter(({ id }) => id === 'host-returned');
    expect(alerts.map(({ subject, severity }) => `${subject} ${severity}`)).toEqual(['n8 error', 'n9 warning']);
    expect(withReturned(seen, []).reasons).toEqual(status.reasons);
  });

  it('is said with what it still does', () => {
    const said = (change: Partial<ReturnedHost>) => phraseText(returnedSaid({ ...back, ...change }));
    expect(said({})).toContain('n9 (10.0.0.9) left the plan and is back');
    expect(said({})).toContain('haproxy and pgbouncer runs there');
    expect(said({ running: [] })).toContain('nothing of it runs');
    expect(said({ postgres: 'replica', streamsFrom: '10.0.0.1' })).toContain('receives from 10.0.0.1');
    expect(said({ postgres: 'primary' })).toContain('takes writes');
  });
});

describe('a member that the plan does not have', () => {
  const member = (seq: number) => ({
    name: `${name}-${seq}`,
    role: 'replica',
    state: 'streaming',
    host: `10.0.0.${seq}`,
  });
  const with_ = (...seqs: number[]) =>
    assembleStatus(plan, [{ host: 'n1', cluster: readCluster({ members: seqs.map(member) }) }]);

  it('is told of, and members of the plan are not', () => {
    const seen = with_(1, 2, 3, 9);
    expect(seen.strangers).toEqual([{ cluster: name, name: `${name}-9`, address: '10.0.0.9', role: 'replica' }]);
    expect(findAlerts(plan, seen)).toContainEqual(expect.objectContaining({ id: 'stranger', subject: `${name}-9` }));
    expect(seen.reasons.map(({ id }) => id)).toContain('stranger');
    expect(with_(1, 2, 3).strangers).toBeUndefined();
  });
});
