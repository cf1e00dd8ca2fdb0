import { describe, expect, it } from 'vitest';
import { findAlerts } from '../../../core/health/alerts.ts';
import type { StatusDocument, StatusMember } from '../../../core/health/statusDocument.ts';
import { switchoverChoices } from '../../../core/health/switchoverChoices.ts';
import { verdictOf } from '../../../core/health/verdict.ts';
import type { MonitorNews } from '../../../electron/services/monitor/clusterMonitor.ts';
import { liveDiagram } from '../../../renderer/wizard/dashboard/liveDiagram.ts';
import { liveHosts } from '../../../renderer/wizard/dashboard/liveHosts.ts';
import { planFixture } from '../../core/planFixture.ts';

const plan = planFixture();
const cluster = plan.clusters[0]?.name ?? '';

function member(seq: number, role: StatusMember['role'], state = 'streaming'): StatusMember {
  const facts = { timeline: 1, lagBytes: 0, synchronous: false, postgres: '15.20', patroni: '3.0.2' };
  return { name: `${cluster}-${seq}`, host: `n${seq}`, own: true, role, state, ...facts };
}

function news(members: readonly StatusMember[], silent: readonly string[] = []): MonitorNews {
  const status: StatusDocument = {
    healthy: silent.length === 0,
    reasons: [],
    hosts: 3,
    clusters: [
      { name: cluster, leader: members.find((one) => one.role === 'primary')?.name ?? null, paused: false, members },
    ],
    etcd: ['n1', 'n2', 'n3'].map((name) => ({
      name,
      healthy: !silent.includes(name),
      leader: name === 'n3',
      version: null,
      clusterId: null,
    })),
    haproxy: [],
    unreachable: silent.map((host) => ({ host, reason: 'no answer' })),
    certificates: [],
    troubles: [],
    leftOut: [],
  };
  return {
    at: 0,
    status,
    deployed: 'deployed',
    waitingFor: [],
    late: [],
    heardAt: {},
    changes: [],
    changesNotKept: undefined,
    samples: [],
  };
}

const draw = (told: MonitorNews) => liveDiagram(plan, liveHosts(plan, told));
const looks = (told: MonitorNews) => [...draw(told).hosts.values()].map((host) => host.look);

describe('the dashboard’s picture', () => {
  it('shows who leads, who follows and who votes', () => {
    const told = news([member(1, 'primary', 'running'), member(2, 'replica'), member(3, 'replica', 'starting')]);
    expect(looks(told)).toEqual(['leader', 'replica', 'replica']);
    expect(draw(told).replication).toEqual([
      { from: 'n1', to: 'n2', between: false, cut: false },
      { from: 'n1', to: 'n3', between: false, cut: true },
    ]);
    expect(draw(told).quorum.map((one) => one.voting)).toEqual([true, true, true]);
  });

  it('shows a leader without power as lost at once, though its lease still names it', () => {
    const members = [member(1, 'primary', 'running'), member(2, 'replica'), member(3, 'replica')];
    const told = news(members, ['n1']);
    expect(looks(told)).toEqual(['down', 'replica', 'replica']);
    expect(draw(told).replication).toEqual([]);
    expect(draw(told).quorum[0]).toEqual({ host: 'n1', voting: false, cut: true });
    expect(liveHosts(plan, told)[0]?.silentLead).toBe('lease');
    expect(verdictOf(told, [{ id: 'no-leader', severity: 'error', subject: cluster }])).toBe('outage');
  });

  it('marks the one that took over, and arrows from it', () => {
    const told = news([member(1, 'offline'), member(2, 'primary', 'running'), member(3, 'replica')], ['n1']);
    expect(draw(told).hosts.get('n2')).toMatchObject({ look: 'leader', promoted: true });
    expect(draw(told).replication.map(({ from, to }) => `${from} ${to}`)).toEqual(['n2 n3']);
    expect(verdictOf(told, [{ id: 'host-silent', severity: 'error', subject: 'n1' }])).toBe('degraded');
  });

  it('offers no switchover from or to a host that does not answer', () => {
    const members = [member(1, 'primary', 'running'), member(2, 'replica'), member(3, 'replica')];
    const [all] = news(members).status.clusters;
    if (all === undefined) throw new Error('no cluster');
    const [one, two, three] = members.map(({ name }) => name);
    expect(switchoverChoices(all, plan, [])).toEqual({ leader: one, candidates: [two, three] });
    expect(switchoverChoices(all, plan, ['n1'])).toEqual({ leader: null, candidates: [two, three] });
    expect(switchoverChoices(all, plan, ['n2'])).toEqual({ leader: one, candidates: [three] });
  });

  it('tells hosts without a cluster from a cluster that is down', () => {
    const off = news([member(1, 'offline'), member(2, 'offline'), member(3, 'offline')]);
    const etcdDown = { ...off.status, etcd: off.status.etcd.map((one) => ({ ...one, healthy: false })) };
    const nothing = { ...off, status: { ...etcdDown, unreachable: [{ host: 'n1', reason: 'no answer' }] } };
    const alerts = findAlerts(plan, nothing.status);
    expect(verdictOf({ ...nothing, deployed: 'never' }, alerts)).toBe('not-deployed');
    expect(verdictOf({ ...nothing, deployed: 'removed' }, alerts)).toBe('removed');
    expect(verdictOf(nothing, alerts)).toBe('outage');
    const refused = { host: 'n2', service: 'etcd', trouble: 'refused' } as const;
    const stranger = { host: 'n3', service: 'patroni', trouble: 'wrong-answer' } as const;
    const told = (...troubles: (typeof nothing.status.troubles)[number][]) => ({
      ...nothing,
      deployed: 'never' as const,
      status: { ...nothing.status, troubles },
    });
    expect(verdictOf(told(refused), alerts)).toBe('not-deployed');
    expect(verdictOf(told(refused, stranger), alerts)).toBe('foreign');
    // What runs is believed before the journal.
    const leader = news([member(1, 'primary', 'running'), member(2, 'replica'), member(3, 'replica')]);
    expect(verdictOf({ ...leader, deployed: 'never' }, [])).toBe('healthy');
    expect(verdictOf(off, [{ id: 'no-leader', severity: 'error', subject: cluster }])).toBe('outage');
    expect(verdictOf({ ...off, waitingFor: ['n1'] }, [])).toBe('waiting');
    expect(verdictOf(undefined, [])).toBe('waiting');
  });
});
