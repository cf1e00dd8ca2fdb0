import { describe, expect, it } from 'vitest';
import { findAlerts } from '../../../core/health/alerts.ts';
import { lookAtLeaders, noLeaderHistory } from '../../../core/health/leaderChanges.ts';
import { assembleStatus } from '../../../core/health/status.ts';
import type { StatusDocument, StatusMember } from '../../../core/health/statusDocument.ts';
import type { TroubleId } from '../../../core/health/trouble.ts';
import { newPlan } from '../../../core/plan/newPlan.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import { regionOf } from '../../../core/plan/plan.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { planFixture } from '../planFixture.ts';

const plan = planFixture();
const cluster = plan.clusters[0]?.name ?? '';

function member(seq: number, change: Partial<StatusMember> = {}): StatusMember {
  return {
    name: `${cluster}-${seq}`,
    host: `n${seq}`,
    own: true,
    role: seq === 1 ? 'primary' : 'replica',
    state: seq === 1 ? 'running' : 'streaming',
    timeline: 1,
    lagBytes: 0,
    synchronous: false,
    postgres: '15.20',
    patroni: '3.0.2',
    ...change,
  };
}

function status(members: readonly StatusMember[], change: Partial<StatusDocument> = {}): StatusDocument {
  const leader = members.find((one) => one.role === 'primary')?.name ?? null;
  return {
    healthy: true,
    reasons: [],
    hosts: 3,
    clusters: [{ name: cluster, leader, paused: false, members }],
    etcd: ['n1', 'n2', 'n3'].map((name) => ({
      name,
      healthy: true,
      leader: name === 'n1',
      version: '3.4.23',
      clusterId: '77',
    })),
    haproxy: ['n1', 'n2', 'n3'].map((host) => ({
      host,
      reachable: true,
      services: [{ name: 'primary', up: ['n1'], down: [] }],
    })),
    unreachable: [],
    certificates: [],
    troubles: [],
    leftOut: [],
    ...change,
  };
}

const good = [member(1), member(2), member(3)];
const idsOf = (document: StatusDocument) => findAlerts(plan, document).map((one) => `${one.id} ${one.subject}`);

describe('alerts of two regions', () => {
  const made = newPlan({ topology: 'geo-dr', name: 'geo' });
  const parsed = made.ok ? parsePlan(made.text) : undefined;
  if (parsed?.ok !== true) throw new Error('no plan');
  const geo = parsed.parsed.plan;
  const seen = (standbyRole: StatusMember['role']): StatusDocument => ({
    healthy: true,
    reasons: [],
    hosts: geo.hosts.length,
    clusters: geo.clusters.map(({ name, members, standbyOf }) => {
      const role = standbyOf === undefined ? 'primary' : standbyRole;
      const one = (index: number): Partial<StatusMember> =>
        index === 0 ? { role, state: 'running' } : { role: 'replica', state: 'streaming' };
      const list = members.map(({ name: its, host }, index) => ({ ...member(1), name: its, host, ...one(index) }));
      return { name, leader: list[0]?.name ?? null, paused: false, members: list };
    }),
    etcd: geo.hosts
      .filter(({ roles }) => roles.includes('etcd'))
      .map(({ name }) => ({ name, healthy: true, leader: false, version: null, clusterId: null })),
    haproxy: geo.hosts
      .filter(({ roles }) => roles.includes('haproxy'))
      .map(({ name, site }) => ({
        host: name,
        reachable: true,
        services: ['primary', 'default'].map((service) => ({
          name: service,
          up: regionOf(geo, site) === 'standby' ? [] : ['one'],
          down: [],
        })),
      })),
    unreachable: [],
    certificates: [],
    troubles: [],
    leftOut: [],
  });

  it('are none while the standby region follows: that it takes no writes is right', () => {
    expect(findAlerts(geo, seen('standby_leader'))).toEqual([]);
  });

  it('say that the standby region takes writes by itself', () => {
    const standby = geo.clusters.find((one) => one.standbyOf !== undefined)?.name;
    expect(findAlerts(geo, seen('primary'))).toEqual([{ id: 'leads-apart', severity: 'error', subject: standby }]);
  });
});

describe('services that tell nothing by themselves', () => {
  it('are an alert, unless nothing is heard of their host anyway', () => {
    const silent = [{ host: 'n1', services: ['prometheus-postgres-exporter'] }];
    expect(findAlerts(plan, status(good, { silent }))).toEqual([
      expect.objectContaining({ id: 'service-silent', severity: 'warning', subject: 'n1' }),
    ]);
    const dark = status(good, { silent, unreachable: [{ host: 'n1', reason: 'no route' }] });
    expect(idsOf(dark)).not.toContain('service-silent');
  });

  it('are a reason when somebody asked them and they do not do their work', () => {
    const seen = (silent?: readonly string[]) => assembleStatus(plan, [{ host: 'n1', silent }]);
    expect(seen()).not.toHaveProperty('silent');
    expect(seen([]).silent).toEqual([]);
    const { silent, reasons } = seen(['prometheus-postgres-exporter']);
    expect(silent).toEqual([{ host: 'n1', services: ['prometheus-postgres-exporter'] }]);
    expect(reasons).toContainEqual(
      expect.objectContaining({
        id: 'service-silent',
        message: 'prometheus-postgres-exporter on n1 does not do its work',
      }),
    );
  });
});

describe('alerts', () => {
  it('are none while all is well', () => {
    expect(findAlerts(plan, status(good))).toEqual([]);
  });

  it('say once that a host is silent, and that its leader leads nobody', () => {
    const lost = status(good, {
      unreachable: [{ host: 'n1', reason: 'no answer' }],
      etcd: status(good).etcd.map((one) => ({ ...one, healthy: one.name !== 'n1' })),
      haproxy: status(good).haproxy.map((one) => ({ ...one, reachable: one.host !== 'n1' })),
    });
    expect(idsOf(lost)).toEqual(['host-silent n1', `no-leader ${cluster}`]);
  });

  it('do not take a login that fails for a leader that is lost, as long as a HAProxy sends it the writes', () => {
    const locked = (id: TroubleId, up: readonly string[]) =>
      status(good, {
        unreachable: [{ host: 'n1', reason: 'no login', trouble: { id, address: '10.0.0.1', port: 22 } }],
        haproxy: ['n1', 'n2', 'n3'].map((host) => ({
          host,
          reachable: host !== 'n1',
          services: host === 'n1' ? [] : [{ name: 'primary', up: [...up], down: [] }],
        })),
      });
    expect(idsOf(locked('refused', ['n1']))).toEqual(['host-silent n1']);
    expect(idsOf(locked('key-changed', ['n1']))).toEqual(['host-silent n1']);
    // A host without power may still be in HAProxy's list, until its checks have failed.
    expect(idsOf(locked('timed-out', ['n1']))).toContain(`no-leader ${cluster}`);
    expect(idsOf(locked('refused', []))).toContain(`no-leader ${cluster}`);
  });

  it('name what is wrong with members, etcd and HAProxy, the errors first', () => {
    const sick = status(good, {
      etcd: status(good).etcd.map((one) => ({ ...one, healthy: one.name === 'n1' })),
      haproxy: [
        { host: 'n1', reachable: false, services: [] },
        { host: 'n2', reachable: true, services: [{ name: 'primary', up: [], down: ['n1'] }] },
        { host: 'n3', reachable: true, services: [{ name: 'primary', up: [], down: ['n1'] }] },
      ],
    });
    const members = [
      member(1),
      member(2, { lagBytes: 3_000_000 }),
      member(3, { role: 'offline', state: 'unreachable' }),
    ];
    expect(idsOf({ ...sick, clusters: [{ name: cluster, leader: `${cluster}-1`, paused: true, members }] })).toEqual([
      `member-down ${cluster}-3`,
      'etcd-no-quorum n1 n2 n3',
      'no-backend primary (n2, n3)',
      `lag ${cluster}-2`,
      `paused ${cluster}`,
      'etcd-member-down n2',
      'etcd-member-down n3',
      'haproxy-down n1',
    ]);
  });

  it('say why, and what to do next, where it is known', () => {
    const trouble = { id: 'refused', address: '10.0.0.3', port: 22 } as const;
    const sick = status(good, {
      unreachable: [{ host: 'n3', reason: 'refused', trouble }],
      etcd: status(good).etcd.map((one) => ({ ...one, healthy: one.name !== 'n2' })),
      troubles: [{ host: 'n2', service: 'etcd', trouble: 'timed-out' }],
    });
    const said = findAlerts(plan, sick).map(({ id, why, next }) => [id, phraseText(why ?? ''), phraseText(next ?? '')]);
    expect(said).toEqual([
      ['host-silent', expect.stringContaining('Port 22 of 10.0.0.3 refuses'), expect.stringContaining('Start sshd')],
      ['etcd-member-down', expect.stringContaining('does not answer in time'), expect.stringContaining('-u etcd')],
    ]);
  });

  it('tell a PostgreSQL that does not run from a Patroni that does not answer', () => {
    const members = [member(1), member(2, { state: 'start failed' }), member(3, { state: 'starting' })];
    expect(idsOf(status(members))).toEqual([`postgres-down ${cluster}-2`, `member-not-streaming ${cluster}-3`]);
  });

  it('ask for a synchronous standby only where nothing may be lost', () => {
    const zero = planFixture({}, [[['objectives'], { mode: 'zero-loss' }]]);
    expect(findAlerts(zero, status(good)).map((one) => one.id)).toEqual(['no-sync-standby']);
    expect(findAlerts(zero, status([member(1), member(2, { synchronous: true }), member(3)]))).toEqual([]);
  });

  it('names packages that lost their hold, once for all hosts, with the way out; a deployment is healthy all the same', () => {
    const notHeld = [
      { host: 'n1', packages: ['patroni', 'etcd-server'] },
      { host: 'n3', packages: ['patroni'] },
    ];
    const [found, ...others] = findAlerts(plan, status(good, { notHeld }));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ id: 'not-held', severity: 'warning', subject: 'n1, n3' });
    expect(phraseText(found?.why ?? '')).toMatch(/^Not on hold: patroni and etcd-server\./);
    expect(phraseText(found?.next ?? '')).toContain('quorate deploy');
    expect(idsOf(status(good, { notHeld: [] }))).toEqual([]);
    const loose = { host: 'n1', loose: ['patroni'] };
    const reasons = assembleStatus(plan, [loose]).reasons.map(({ id }) => id);
    expect(reasons).toEqual(assembleStatus(plan, [{ host: 'n1', loose: [] }]).reasons.map(({ id }) => id));
  });
});

describe('changes of the leader', () => {
  const moved = [
    member(1, { role: 'replica', state: 'streaming' }),
    member(2, { role: 'primary', state: 'running', timeline: 2 }),
    member(3),
  ];
  const silent = { unreachable: [{ host: 'n1', reason: 'no answer' }] };

  it('count from the last answer of the old leader to the first of the new one', () => {
    const looks: readonly (readonly [number, StatusDocument])[] = [
      [0, status(good)],
      [1000, status(good)],
      // Its lease still names it, but it does not answer.
      [4000, status(good, silent)],
      [20_000, status([member(1, { role: 'offline' }), member(2), member(3)], silent)],
      [26_500, status(moved, silent)],
      [28_000, status(moved)],
    ];
    const { changes } = looks.reduce((history, [at, look]) => lookAtLeaders(history, look, at), noLeaderHistory);
    expect(changes).toEqual([
      {
        cluster,
        from: `${cluster}-1`,
        to: `${cluster}-2`,
        at: 26_500,
        seconds: 25.5,
        hostLost: true,
        timeline: 2,
        source: 'seen',
      },
    ]);
  });

  it('count from when the old leader answered last, however late its next answer is', () => {
    const before = lookAtLeaders(noLeaderHistory, status(good), 9000, () => 5000);
    expect(lookAtLeaders(before, status(moved), 10_000).changes).toMatchObject([{ seconds: 5 }]);
  });

  it('tell a switchover from the loss of a host', () => {
    const first = lookAtLeaders(noLeaderHistory, status(good), 0);
    expect(lookAtLeaders(first, status(moved), 2000).changes).toMatchObject([{ hostLost: false, seconds: 2 }]);
  });
});
