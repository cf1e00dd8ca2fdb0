import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { etcdHosts, memberOn, type Plan } from '../../../../core/plan/plan.ts';
import type { ClusterWorld } from '../../../../core/procedures/describedVerb.ts';
import { Past } from '../../../../core/procedures/procedure.ts';
import {
  afterMove,
  knownHost,
  type Move,
  nextMove,
  pendingOn,
  type UpgradeWorld,
  versionChanges,
} from '../../../../core/procedures/upgrade/moves.ts';
import { stageOf } from '../../../../core/procedures/upgrade/stages.ts';
import { upgradeVerb } from '../../../../core/procedures/upgrade/upgrade.ts';
import { phraseText } from '../../../../core/wording/phrase.ts';
import { layouts, planFixture } from '../../planFixture.ts';
import { newVersion, noOffers, upgradeWorld, type WorldOptions } from './upgradeWorld.ts';

const none = new Past<ClusterWorld>();
const plans = layouts.map(({ topology, layout }) => ({
  name: `${topology} ${layout}`,
  plan: planFixture({ topology, layout }),
}));

/** All moves to the end, each with the world before it. */
function walk(first: UpgradeWorld): readonly { readonly move: Move; readonly world: UpgradeWorld }[] {
  const moves: { readonly move: Move; readonly world: UpgradeWorld }[] = [];
  let world = first;
  for (let move = nextMove(world); move !== undefined; move = nextMove(world)) {
    moves.push({ move, world });
    if (moves.length > 200) throw new Error('it goes round in circles');
    world = afterMove(world, move);
  }
  expect(versionChanges(world)).toEqual([]);
  return moves;
}

const named = (move: Move) =>
  move.kind === 'hand-over'
    ? `${move.kind} ${move.from} ${move.to}`
    : `${move.kind} ${'host' in move ? move.host : ''}`;

/** A run that was cut off behind the change of packages of a move, before anything restarted. */
function cutOff(world: UpgradeWorld, { kind, host }: Move & { kind: 'etcd' | 'host' }): UpgradeWorld {
  const { targets, restarts } = pendingOn(world, host, kind);
  const { facts } = knownHost(world, host);
  const changed = {
    ...facts,
    packages: {
      ...facts.packages,
      versions: new Map([...facts.packages.versions, ...targets]),
      held: new Set([...facts.packages.held].filter((name) => !targets.has(name))),
    },
    upgrade: { ...facts.upgrade, restarts },
  };
  return { ...world, packages: { ...world.packages, hosts: new Map([...world.packages.hosts, [host, changed]]) } };
}

const choices = (plan: Plan): fc.Arbitrary<WorldOptions> =>
  fc
    .record({ seed: fc.infiniteStream(fc.boolean()), leader: fc.nat(9), etcd: fc.nat(9) })
    .map(({ seed, leader, etcd }) => {
      const newer = new Map<string, boolean>();
      return {
        newer: (host: string, name: string) => {
          const key = `${host} ${name}`;
          if (!newer.has(key)) newer.set(key, seed.next().value === true);
          return newer.get(key) === true;
        },
        leader: (cluster: string) => {
          const members = plan.clusters.find(({ name }) => name === cluster)?.members ?? [];
          const able = members.flatMap(({ role }, index) => (role === 'offline' ? [] : [index]));
          return able[leader % able.length] ?? 0;
        },
        etcdLeader: (hosts: readonly string[]) => hosts[etcd % hosts.length],
      };
    });

describe.each(plans)('an upgrade of $name', ({ plan }) => {
  it('restarts one host at a time, etcd leaders after the other members, and no leader that somebody could relieve', () => {
    fc.assert(
      fc.property(choices(plan), (options) => {
        const moves = walk(upgradeWorld(plan, options));
        for (const { move, world } of moves) {
          const stage = stageOf(world, move);
          expect(new Set(stage.steps.map(({ host }) => host)).size).toBe(1);
          expect(stage.gate).toBeDefined();
          if (move.kind === 'etcd') {
            const leads = world.status.etcd.some(({ name, leader }) => name === move.host && leader);
            const peers = plan.clusters
              .map((cluster) => etcdHosts(plan, cluster).map(({ name }) => name))
              .find((hosts) => hosts.includes(move.host));
            if (leads)
              for (const peer of peers ?? [])
                if (peer !== move.host) expect(pendingOn(world, peer, 'etcd').targets.size).toBe(0);
          }
          const member = 'host' in move ? memberOn(plan, move.host) : undefined;
          const leads = world.status.clusters.some(({ leader }) => leader === member?.member.name);
          if (move.kind === 'host' && leads && member?.cluster.standbyOf === undefined)
            expect(stage.steps.map(({ id }) => id)).not.toContain(`${move.host}/patroni/restart`);
        }
        const handedOver = moves.flatMap(({ move }) => (move.kind === 'hand-over' ? [move.cluster] : []));
        expect(new Set(handedOver).size).toBe(handedOver.length);
      }),
      { numRuns: 12, seed: 20261127 },
    );
  });

  it('that is cut off between the change of packages and the restarts goes on there, and comes to the same end', () => {
    const first = upgradeWorld(plan);
    for (const { move, world } of walk(first)) {
      if (move.kind !== 'etcd' && move.kind !== 'host') continue;
      const rest = walk(cutOff(world, move));
      expect(rest.slice(0, 2).map((one) => named(one.move))).toEqual([`hold ${move.host}`, named(move)]);
      const again = rest[1];
      const restarts = (steps: readonly { readonly id: string }[]) =>
        steps.map(({ id }) => id).filter((id) => /\/(restart|reload)$/.test(id));
      expect(again && restarts(stageOf(again.world, again.move).steps)).toEqual(restarts(stageOf(world, move).steps));
    }
  });

  it('that is over has nothing left to do', () => {
    const world = walk(upgradeWorld(plan)).reduce<UpgradeWorld>(
      (now, { move }) => afterMove(now, move),
      upgradeWorld(plan),
    );
    expect(upgradeVerb.next(world, none, {})).toMatchObject({ kind: 'done', result: { changed: false, versions: [] } });
    expect(upgradeVerb.foresee?.(world, {})).toEqual({ versions: [], stages: [], notes: [], objections: [] });
  });
});

describe('an upgrade', () => {
  const plan = planFixture();
  const [cluster] = plan.clusters;
  const [leader, second, third] = cluster?.members ?? [];
  if (cluster === undefined || leader === undefined || second === undefined || third === undefined)
    throw new Error('no cluster');

  it('takes etcd first, then the replicas, hands over once, and takes the former primary last', () => {
    expect(walk(upgradeWorld(plan, { etcdLeader: () => 'n2' })).map(({ move }) => named(move))).toEqual([
      'etcd n1',
      'etcd n3',
      'etcd n2',
      'host n2',
      'host n3',
      `hand-over ${leader.name} ${second.name}`,
      'host n1',
    ]);
  });

  it('says what it would do, and what that costs', () => {
    const foresight = upgradeVerb.foresee?.(upgradeWorld(plan), {});
    expect(foresight?.objections).toEqual([]);
    expect(foresight?.stages.map(({ impact }) => (impact.predicted.writes?.worst ?? 0) > 0)).toEqual([
      ...[false, false, false, false, false],
      true,
      false,
    ]);
    expect(foresight?.versions).toContainEqual({
      host: 'n1',
      component: 'postgresql',
      package: 'postgresql-15',
      from: '4.0.7-1',
      to: newVersion,
    });
  });

  it('hands nothing over for what restarts beside the primary alone', () => {
    const options: WorldOptions = { newer: (_, name) => name === 'pgbouncer' || name === 'haproxy' };
    const moves = walk(upgradeWorld(plan, options));
    expect(moves.map(({ move }) => move.kind)).toEqual(['host', 'host', 'host']);
    const last = moves.at(-1);
    const impacts = upgradeVerb.foresee?.(upgradeWorld(plan, options), {}).stages.map(({ impact }) => impact) ?? [];
    expect(impacts.map(({ predicted }) => (predicted.writes?.worst ?? 0) > 0)).toEqual([false, false, true]);
    expect(last && stageOf(last.world, last.move).steps.map(({ id }) => id)).toEqual([
      'n1/packages/upgrade',
      'n1/pgbouncer/restart',
      'n1/haproxy/reload',
      'n1/packages/settle',
    ]);
  });

  it('leaves alone what somebody else holds, and says so', () => {
    const world = upgradeWorld(plan, { newer: (_, name) => name === 'patroni' });
    const { facts } = knownHost(world, 'n2');
    const upgrade = { ...facts.upgrade, holds: facts.upgrade.holds.filter((name) => name !== 'patroni') };
    const held: UpgradeWorld = {
      ...world,
      packages: { ...world.packages, hosts: new Map([...world.packages.hosts, ['n2', { ...facts, upgrade }]]) },
    };
    const foresight = upgradeVerb.foresee?.(held, {});
    expect(foresight?.versions.map(({ host }) => host)).toEqual(['n1', 'n3']);
    expect(foresight?.notes.map((note) => phraseText(note))).toEqual([expect.stringMatching(/^n2: patroni stay/)]);
  });

  const withHost = (
    world: UpgradeWorld,
    change: (facts: ReturnType<typeof knownHost>['facts']) => object,
  ): UpgradeWorld => {
    const { facts } = knownHost(world, 'n2');
    const hosts = new Map([...world.packages.hosts, ['n2', { ...facts, ...change(facts) }] as const]);
    return { ...world, packages: { ...world.packages, hosts } };
  };
  const withOffers = (world: UpgradeWorld, offers: Partial<typeof noOffers>): UpgradeWorld => {
    const own = world.packages.offers.get('n2') ?? noOffers;
    return {
      ...world,
      packages: { ...world.packages, offers: new Map([...world.packages.offers, ['n2', { ...own, ...offers }]]) },
    };
  };
  const world = upgradeWorld(plan);

  it.each([
    [
      'another project',
      withHost(world, ({ state }) => ({ state: { ...state, project: 'theirs' } })),
      'another project folder',
    ],
    [
      'no project',
      withHost(world, ({ state }) => ({ state: { ...state, project: undefined } })),
      'quorate deploy first',
    ],
    ['an unknown release', withHost(world, ({ platform }) => ({ platform: { ...platform, codename: 'sid' } })), 'sid'],
    [
      'a missing package',
      withHost(world, ({ packages }) => ({ packages: { ...packages, versions: new Map() } })),
      'lacks',
    ],
    ['sources that cannot be read', withOffers(world, { sourceErrors: ['no route'] }), 'no route'],
    ['a package that would go', withOffers(world, { removes: ['mine'] }), 'remove mine'],
    ['a package that would go back', withOffers(world, { lowers: ['mine'] }), 'older version'],
    ['a library that somebody holds', withOffers(world, { held: ['patroni', 'libc6'] }), 'versions of libc6,'],
    ['what apt cannot do', withOffers(world, { installable: false, errors: ['broken'] }), 'broken'],
  ])('is refused before anything is done for %s', (_name, now, words) => {
    expect(() => upgradeVerb.next(now, none, {})).toThrow(
      expect.objectContaining({
        code: 'upgrade-refused',
        message: expect.stringMatching(/^Nothing was upgraded:\n {2}n2: /),
      }),
    );
    expect(() => upgradeVerb.next(now, none, {})).toThrow(words);
    expect(upgradeVerb.foresee?.(now, {}).objections.length).toBeGreaterThan(0);
    expect(upgradeVerb.foresee?.(now, {}).stages).toEqual([]);
  });

  const ill = (subject: string): UpgradeWorld => ({
    ...world,
    status: {
      ...world.status,
      healthy: false,
      reasons: [{ id: 'member-down', subject, message: `${subject} is stopped`, said: `${subject} is stopped` }],
    },
  });

  it('waits for a cluster that is not healthy, then refuses with the reason', () => {
    const now = ill(third.name);
    const next = upgradeVerb.next(now, none, {});
    if (next.kind !== 'stage') throw new Error(next.kind);
    expect({ id: next.stage.id, steps: next.stage.steps }).toEqual({ id: 'rest', steps: [] });
    expect([next.stage.gate?.open(now), next.stage.gate?.open(world)]).toEqual([false, true]);
    const past = none.with({ id: 'rest', before: now, seconds: 45 });
    expect(() => upgradeVerb.next(now, past, {})).toThrow(`${third.name} is stopped`);
    expect(upgradeVerb.foresee?.(now, {}).objections.map((one) => phraseText(one))).toEqual([
      `${third.name} is stopped`,
    ]);
  });

  it('refuses a paused cluster', () => {
    const clusters = world.status.clusters.map((one) => ({ ...one, paused: true }));
    const paused = { ...world, status: { ...world.status, clusters } };
    expect(() => upgradeVerb.next(paused, none.with({ id: 'rest', before: paused, seconds: 1 }), {})).toThrow('resume');
  });

  it('mends the host that a run which was cut off has left ill', () => {
    const sick = { ...ill(third.name), packages: upgradeWorld(plan, { restarts: { n3: ['patroni'] } }).packages };
    const next = upgradeVerb.next(sick, none, {});
    expect(next).toMatchObject({ kind: 'stage', stage: { id: 'upgrade-n3' } });
    const other = { ...ill(second.name), packages: sick.packages };
    expect(upgradeVerb.next(other, none, {})).toMatchObject({ kind: 'stage', stage: { id: 'rest' } });
  });

  it('goes on only when everything runs again, with every server that HAProxy had', () => {
    const [first] = walk(upgradeWorld(plan));
    if (first === undefined) throw new Error('nothing to do');
    const { gate } = stageOf(first.world, first.move);
    const after = afterMove(first.world, first.move);
    const fewer = after.status.haproxy.map((proxy) => ({
      ...proxy,
      services: proxy.services.map((service) => ({ ...service, up: service.up.slice(1) })),
    }));
    expect([
      gate?.open(first.world),
      gate?.open({ ...after, status: { ...after.status, haproxy: fewer } }),
      gate?.open({ ...after, status: ill(second.name).status }),
      gate?.open(after),
    ]).toEqual([false, false, false, true]);
    expect(gate?.problem?.({ ...after, status: ill(second.name).status }).message).toContain('is stopped');
  });

  it('says where nobody could take over for a while', () => {
    const two = planFixture({ topology: 'two-node', layout: 'no-arbiter' });
    const told = upgradeVerb.foresee?.(upgradeWorld(two), {}).stages.flatMap(({ stage }) => stage.notes ?? []) ?? [];
    expect(told.map((note) => phraseText(note)).join('\n')).toMatch(
      /etcd has no majority without[\s\S]*only member that could take over/,
    );
    const notes = upgradeVerb.foresee?.(world, {}).stages.flatMap(({ stage }) => stage.notes ?? []);
    expect(notes).toEqual([]);
  });

  it('refuses where the primary would have to restart and nobody may take over', () => {
    const lonely = planFixture({}, [
      [['clusters', 0, 'members', 1, 'role'], 'offline'],
      [['clusters', 0, 'members', 2, 'role'], 'offline'],
    ]);
    const now = walkTo(upgradeWorld(lonely), 'stuck');
    expect(() => upgradeVerb.next(now, none, {})).toThrow(expect.objectContaining({ code: 'upgrade-nobody' }));
    const objections = upgradeVerb.foresee?.(upgradeWorld(lonely), {}).objections ?? [];
    expect(objections.map((one) => phraseText(one)).join()).toContain('no other member may take over');
  });
});

function walkTo(first: UpgradeWorld, kind: Move['kind']): UpgradeWorld {
  let world = first;
  for (let move = nextMove(world); move !== undefined && move.kind !== kind; move = nextMove(world))
    world = afterMove(world, move);
  return world;
}
