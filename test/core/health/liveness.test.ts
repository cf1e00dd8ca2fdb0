import { describe, expect, it } from 'vitest';
import { withLateAnswers } from '../../../core/health/lateAnswers.ts';
import { firstAsked, hasAnswered, hasMissed, type Liveness, livenessState } from '../../../core/health/liveness.ts';
import { assembleStatus } from '../../../core/health/status.ts';
import type { HostStatus } from '../../../core/health/statusDocument.ts';
import type { Trouble, TroubleId } from '../../../core/health/trouble.ts';
import { examplePlan } from '../preflight/preflightFixture.ts';

const trouble = (id: TroubleId): Trouble => ({ id, address: '10.0.0.1', port: 22 });
const well = hasAnswered(firstAsked(0), 1000, true);
const having = (start: Liveness, ...missed: readonly TroubleId[]) =>
  missed.reduce((liveness, id) => hasMissed(liveness, trouble(id)), start);

describe('a host that is asked again and again', () => {
  it('is late after one missed answer and lost after the second', () => {
    expect(livenessState(well)).toBe('answers');
    expect(livenessState(having(well, 'silent'))).toBe('late');
    expect(livenessState(having(well, 'silent', 'silent'))).toBe('lost');
    // A lost connection alone may be a restarted sshd.
    expect(livenessState(having(well, 'connection-lost'))).toBe('late');
  });

  it.each(['refused', 'no-route', 'login-refused', 'key-changed'] as const)('is lost at once when %s', (id) => {
    expect(livenessState(having(well, id))).toBe('lost');
    expect(livenessState(having(firstAsked(0), id))).toBe('lost');
  });

  it('is waited for until the second missed answer when it never answered', () => {
    expect(livenessState(firstAsked(0))).toBe('waiting');
    expect(livenessState(having(firstAsked(0), 'timed-out'))).toBe('waiting');
    expect(livenessState(having(firstAsked(0), 'timed-out', 'timed-out'))).toBe('lost');
  });

  it('stays lost, and keeps the better reason, until it answers', () => {
    expect(having(well, 'refused', 'silent').trouble?.id).toBe('refused');
    expect(having(well, 'silent', 'silent', 'no-route').trouble?.id).toBe('no-route');
    expect(livenessState(hasAnswered(having(well, 'refused', 'silent'), 9000, false))).toBe('late');
  });

  it('stays late while its answers keep coming late, and is well after one in time', () => {
    const slow = hasAnswered(having(well, 'silent'), 5000, false);
    expect(livenessState(slow)).toBe('late');
    expect(livenessState(hasAnswered(slow, 6000, true))).toBe('answers');
    expect(slow.since).toBe(5000);
  });
});

describe('late answers', () => {
  const etcd = { leader: true, version: '3.4.23', errors: [] };
  const missing: HostStatus = { host: 'n1', troubles: { etcd: 'timed-out' } };

  it('stand in for one that a service missed, and not for a second one', () => {
    const once = withLateAnswers({ host: 'n1', etcd }, missing);
    expect(once).toMatchObject({ etcd, late: ['etcd'], troubles: {} });
    expect(withLateAnswers(once, missing)).toEqual(missing);
  });

  it('stand in for none that was refused', () => {
    const refused: HostStatus = { host: 'n1', troubles: { etcd: 'refused' } };
    expect(withLateAnswers({ host: 'n1', etcd }, refused)).toEqual(refused);
  });

  it('do not make a leader while another member says now that it leads', () => {
    const plan = examplePlan();
    const instance = {
      role: 'primary',
      state: 'running',
      timeline: 1,
      postgresVersion: 150020,
      patroniVersion: '3.0.2',
    } as const;
    const leads = (host: string): HostStatus => ({ host, instance });
    const late: HostStatus = { ...leads('n1'), late: ['patroni'] };
    const name = plan.clusters[0]?.name;
    expect(assembleStatus(plan, [late, { host: 'n2' }]).clusters[0]?.leader).toBe(`${name}-1`);
    expect(assembleStatus(plan, [late, leads('n2')]).clusters[0]?.leader).toBe(`${name}-2`);
  });
});
