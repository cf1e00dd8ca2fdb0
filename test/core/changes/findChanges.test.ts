import { describe, expect, it } from 'vitest';
import { compareWithDeployed } from '../../../core/changes/find.ts';
import { remaining } from '../../../core/changes/kinds/remaining.ts';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { englishLeft } from '../../renderer/englishLeft.ts';
import { bareHost, etcdClusterOf, stateOf, tools, twoRegions } from '../deployment/deploymentFixture.ts';
import { type Changes, planFixture } from '../planFixture.ts';
import { changesOf, factsAfter, refused, type Situation } from './changeFixture.ts';

const three = planFixture();
const host = (name: string, last: number, roles: readonly string[]) => ({ name, address: `10.0.0.${last}`, roles });
const edited = (...changes: Changes) => planFixture({}, changes);
const everyWay: readonly (readonly [string, Situation])[] = [
  ['by the record of the hosts', {}],
  ['by the project folder alone', { unrecorded: true, folder: true }],
  ['by what runs alone', { unrecorded: true }],
];

/** Changes the facts of one host. */
function on(facts: Map<string, HostFacts>, name: string, change: (host: HostFacts) => Partial<HostFacts>) {
  const known = facts.get(name);
  if (known !== undefined) facts.set(name, { ...known, ...change(known) });
}

describe.each(everyWay)('%s, it is refused', (_, situation) => {
  const cases: readonly (readonly [string, Plan, Plan, string])[] = [
    ['another address', three, edited([['hosts', 1, 'address'], '10.0.0.22']), 'host-address n2'],
    [
      'another number of a member',
      three,
      edited([['clusters', 0, 'members', 1, 'seq'], 8]),
      'member-renamed pg-main-2',
    ],
    ['another name of the cluster', three, edited([['clusters', 0, 'name'], 'pg-x']), 'cluster-renamed pg-x'],
    ['another major version', three, edited([['postgres', 'version'], 16]), 'fixed-field postgres.version'],
    ['TLS off', three, edited([['security'], { tls: false }]), 'fixed-field security.tls'],
  ];

  it.each(cases)('%s', async (_name, before, now, found) => {
    const changes = await changesOf(before, now, situation);
    expect(refused(changes)).toContain(found);
    // What is said holds no blank, and another language says it too.
    for (const { said } of changes) {
      expect(phraseText(said)).not.toMatch(/undefined| {2}|\(\)|: \?/);
      expect(englishLeft(said)).toEqual([]);
    }
  });
});

describe('a host that is called otherwise', () => {
  const called = edited([['hosts', 1, 'name'], 'm2'], [['clusters', 0, 'members', 1, 'host'], 'm2']);

  it.each(everyWay)('%s, takes its new name on', async (_, situation) => {
    const changes = await changesOf(three, called, situation);
    expect(changes.map(({ verdict, id, subject }) => `${verdict} ${id} ${subject}`)).toEqual([
      'converge host-renamed m2',
    ]);
    for (const { said } of changes) expect(englishLeft(said)).toEqual([]);
  });

  it.each(everyWay)('%s, does so only while it does not lead', async (_, situation) => {
    const first = edited([['hosts', 0, 'name'], 'm1'], [['clusters', 0, 'members', 0, 'host'], 'm1']);
    const found = await changesOf(three, first, situation);
    expect(refused(found)).toEqual(['host-renamed m1']);
    expect(phraseText(found[0]?.said ?? '')).toContain('quorate switchover');
    for (const { said } of found) expect(englishLeft(said)).toEqual([]);
  });

  it('restarts its own member of etcd alone, and nobody joins or leaves', async () => {
    const facts = await factsAfter(three, called);
    const { steps, refusals } = planDeployment(await stateOf(called, facts), facts, tools);
    expect(refusals).toEqual([]);
    const ids = steps.map(({ id }) => id).filter((id) => /etcd\/|patroni\/(start|restart)|leave/.test(id));
    expect(ids).toContain('m2/etcd/restart');
    expect(ids.filter((id) => !/files$|note|^m2\/etcd\/restart$/.test(id))).toEqual([]);
  });

  it('is refused the name that another host has or had', async () => {
    const swapped = edited([['hosts', 1, 'address'], '10.0.0.3'], [['hosts', 2, 'address'], '10.0.0.2']);
    expect(refused(await changesOf(three, swapped))).toEqual(
      expect.arrayContaining(['host-address n2', 'host-address n3', 'host-renamed n2', 'host-renamed n3']),
    );
    const four = edited([['hosts', 3], host('n4', 4, ['haproxy'])]);
    const taken = edited([['hosts', 1, 'name'], 'n4'], [['clusters', 0, 'members', 1, 'host'], 'n4']);
    const found = await changesOf(four, taken, { folder: true });
    expect(refused(found)).toEqual(expect.arrayContaining(['host-renamed n4', 'host-address n4']));
    for (const { said } of found) expect(englishLeft(said)).toEqual([]);
  });
});

/** Two nodes without an arbiter, and the arbiter that the rules recommend. */
function arbiterAdded(): Plan {
  return planFixture({ topology: 'two-node', layout: 'no-arbiter' }, [
    [
      ['hosts', 0, 'roles'],
      ['postgres', 'etcd', 'haproxy'],
    ],
    [
      ['hosts', 1, 'roles'],
      ['postgres', 'etcd', 'haproxy'],
    ],
    [['hosts', 2], host('n3', 3, ['etcd'])],
  ]);
}

describe('members that come and go', () => {
  const out = planFixture({}, [
    [['hosts', 2], undefined],
    [['clusters', 0, 'members', 2], undefined],
  ]);
  const noVote = edited([
    ['hosts', 2, 'roles'],
    ['postgres', 'haproxy'],
  ]);
  const found = (changes: Awaited<ReturnType<typeof changesOf>>) =>
    changes.map(({ verdict, id, subject }) => `${verdict} ${id} ${subject}`);

  it.each(everyWay)('%s, new members of etcd converge', async (_, situation) => {
    const more = edited([['hosts', 3], host('n4', 4, ['etcd'])], [['hosts', 4], host('n5', 5, ['etcd'])]);
    const both = found(await changesOf(three, more, situation));
    expect(both).toContain('converge etcd-members n4');
    expect(both).toContain('converge etcd-members n5');
    const two = planFixture({ topology: 'two-node', layout: 'no-arbiter' });
    expect(refused(await changesOf(two, arbiterAdded(), situation))).toEqual([]);
  });

  it('what leaves converges where the project folder knows the way to it', async () => {
    const known: Situation = { folder: true };
    for (const [now, as] of [
      [out, 'converge host-left n3'],
      [noVote, 'converge etcd-members n3'],
      [
        edited([
          ['hosts', 2, 'roles'],
          ['postgres', 'etcd'],
        ]),
        'converge host-roles n3',
      ],
      [
        edited([['hosts', 2, 'roles'], ['etcd']], [['clusters', 0, 'members', 2], undefined]),
        'converge member-left pg-main-3',
      ],
    ] as const) {
      const changes = await changesOf(three, now, known);
      expect(found(changes)).toContain(as);
      expect(refused(changes)).toEqual([]);
      expect(refused(await changesOf(three, now, { ...known, unrecorded: true }))).toEqual([]);
      for (const { said } of changes) expect(englishLeft(said)).toEqual([]);
    }
  });

  it('and is refused where it does not', async () => {
    expect(refused(await changesOf(three, out))).toContain('host-left n3');
    expect(refused(await changesOf(three, noVote))).toContain('etcd-members n3');
    expect(refused(await changesOf(three, out, { unrecorded: true }))).toContain('host-left n3');
    expect(
      refused(
        await changesOf(
          three,
          edited([
            ['hosts', 2, 'roles'],
            ['postgres', 'etcd'],
          ]),
        ),
      ),
    ).toEqual(['host-roles n3']);
  });

  it('a leader that shall take no more writes hands over', async () => {
    const offline = (index: number) => edited([['clusters', 0, 'members', index, 'role'], 'offline']);
    expect(found(await changesOf(three, offline(0)))).toEqual(['converge leader-offline pg-main-1']);
    expect(found(await changesOf(three, offline(2)))).toEqual([]);
  });
});

describe('a change is refused', () => {
  it('before any step, with its kind as the code', async () => {
    const now = edited([['postgres', 'walDirectory'], '/wal']);
    const facts = await factsAfter(three, now);
    const { refusals } = planDeployment(await stateOf(now, facts), facts, tools);
    expect(refusals.map(({ code }) => code)).toContain('fixed-field');
  });

  it('for a member of Patroni that nobody wrote into the plan', async () => {
    const found = await changesOf(three, three, {
      facts: (facts) =>
        on(facts, 'n1', ({ patroni }) => ({
          patroni: patroni && {
            ...patroni,
            members: [
              ...(patroni.members ?? []),
              { name: 'pg-main-9', leads: false, address: '10.0.0.9', timeline: 1 },
            ],
          },
        })),
    });
    expect(refused(found)).toEqual(['member-left pg-main-9']);
  });

  it('when a region would follow another one, unless it does already', async () => {
    const before = twoRegions();
    const swapped: Plan = {
      ...before,
      clusters: before.clusters.map(({ standbyOf, ...cluster }) => ({
        ...cluster,
        ...(standbyOf === undefined ? { standbyOf: { cluster: 'pg-dr', delaySeconds: 0 } } : {}),
      })),
    };
    expect(refused(await changesOf(before, swapped))).toEqual(['standby-of pg-dr', 'standby-of pg-main']);
    const moved = await changesOf(before, swapped, {
      facts: (facts) => {
        for (const name of facts.keys())
          on(facts, name, ({ patroni }) => ({
            patroni: patroni && {
              ...patroni,
              role: patroni.scope === 'pg-main' ? 'standby_leader' : name === 'n4' ? 'primary' : 'replica',
            },
          }));
      },
    });
    expect(refused(moved)).toEqual([]);
    const delayed: Plan = {
      ...before,
      clusters: before.clusters.map((one) =>
        one.standbyOf === undefined ? one : { ...one, standbyOf: { ...one.standbyOf, delaySeconds: 3600 } },
      ),
    };
    expect(refused(await changesOf(before, delayed))).toEqual([]);
  });
});

describe('etcd that runs', () => {
  it('is refused when its members belong to two clusters', async () => {
    const state = await stateOf(three, await factsAfter(three, three));
    const found = await changesOf(three, three, {
      facts: (facts) => on(facts, 'n3', () => ({ etcdCluster: etcdClusterOf(state, ['n3'], '88') })),
    });
    expect(refused(found)).toEqual(['etcd-two-clusters n1']);
    expect(phraseText(found[0]?.said ?? '')).toContain('cluster 77 on n1 and n2 and cluster 88 on n3');
  });

  it('takes a member in anew that has lost its data, also on a host that was installed anew', async () => {
    const found = await changesOf(three, three, { facts: (facts) => facts.set('n3', bareHost()) });
    expect(found.map(({ verdict, id, subject }) => `${verdict} ${id} ${subject}`)).toEqual([
      'converge etcd-member-lost n3',
    ]);
  });

  it('may get a member that it knows and that has never run: a first start that was cut off', async () => {
    const found = await changesOf(three, three, {
      unrecorded: true,
      facts: (facts) => {
        facts.set('n3', bareHost());
        for (const name of ['n1', 'n2'])
          on(facts, name, ({ etcdCluster }) => ({
            etcdCluster: etcdCluster && {
              ...etcdCluster,
              members: etcdCluster.members?.map((one) => (one.name === 'n3' ? { ...one, clientUrls: [] } : one)),
            },
          }));
      },
    });
    expect(refused(found)).toEqual([]);
  });

  it('is judged by its configuration where no member tells the others', async () => {
    const silent = (facts: Map<string, HostFacts>) => {
      for (const name of facts.keys()) on(facts, name, () => ({ etcdCluster: undefined, patroni: undefined }));
    };
    const now = edited([['hosts', 3], host('n4', 4, ['etcd'])]);
    const found = await changesOf(three, now, { unrecorded: true, facts: silent });
    expect(refused(found)).toEqual(['etcd-members n1', 'etcd-members n2', 'etcd-members n3']);
    expect(refused(await changesOf(three, three, { unrecorded: true, facts: silent }))).toEqual([]);
  });

  it('starts a member beside others only when they know it', async () => {
    const facts = await factsAfter(three, three);
    on(facts, 'n3', () => ({ units: new Map(), directories: new Map(), etcdCluster: undefined }));
    // As the others know one that has never run.
    for (const name of ['n1', 'n2'])
      on(facts, name, ({ etcdCluster }) => ({
        etcdCluster: etcdCluster && {
          ...etcdCluster,
          members: etcdCluster.members?.map((one) => (one.name === 'n3' ? { ...one, clientUrls: [] } : one)),
        },
      }));
    const start = planDeployment(await stateOf(three, facts), facts, tools).steps.find(
      ({ id }) => id === 'n3/etcd/start',
    );
    expect(start?.apply).toContain('a start would make a second cluster');
    const bare = new Map(three.hosts.map(({ name }) => [name, bareHost()]));
    const first = planDeployment(await stateOf(three, bare), bare, tools).steps.find(
      ({ id }) => id === 'n3/etcd/start',
    );
    expect(first?.apply).not.toContain('second cluster');
  });
});

describe('a plan may change', () => {
  it('as it likes while nothing was deployed, and after a first start that brought no data', async () => {
    const now = edited(
      [['postgres', 'port'], 5499],
      [['hosts', 2], undefined],
      [['clusters', 0, 'members', 2], undefined],
    );
    const bare = (facts: Map<string, HostFacts>) => {
      for (const name of facts.keys()) facts.set(name, bareHost());
    };
    expect(await changesOf(three, now, { facts: bare })).toEqual([]);
    const claimed = (facts: Map<string, HostFacts>) => {
      for (const [name, { state }] of facts)
        facts.set(name, bareHost({ state: { ...bareHost().state, project: state.project } }));
    };
    expect(refused(await changesOf(three, now, { facts: claimed }))).toEqual([]);
  });

  it('when its hosts were installed anew, but not leave others behind', async () => {
    const anew = (facts: Map<string, HostFacts>) => {
      for (const name of facts.keys()) facts.set(name, bareHost());
    };
    const port = edited([['postgres', 'walDirectory'], '/wal']);
    expect(await changesOf(three, port, { folder: true, facts: anew })).toEqual([]);
    const moved = edited(...[0, 1, 2].map((index) => [['hosts', index, 'address'], `10.9.0.${index + 1}`] as const));
    expect(refused(await changesOf(three, moved, { folder: true, facts: anew }))).toEqual(['hosts-elsewhere main']);
  });

  it('by a host without a vote: a replica, or HAProxy alone', async () => {
    const replica = edited(
      [['hosts', 3], host('n4', 4, ['postgres', 'haproxy'])],
      [['clusters', 0, 'members', 3], { host: 'n4', seq: 4, role: 'replica' }],
    );
    const changes = await changesOf(three, replica);
    expect(changes.map(({ id, subject, verdict }) => `${id} ${subject} ${verdict}`)).toEqual([
      'host-added n4 converge',
      'member-added pg-main-4 converge',
    ]);
    for (const { said } of changes) expect(englishLeft(said)).toEqual([]);
    const proxy = edited([['hosts', 3], host('n4', 4, ['haproxy'])]);
    expect(refused(await changesOf(three, proxy))).toEqual([]);
  });

  it('by databases and users that go, which stay, and that is said', () => {
    const before = edited([['postgres', 'databases'], [{ name: 'app' }]], [['postgres', 'users'], [{ name: 'app' }]]);
    const notes = remaining(before, three);
    expect(notes.map(({ said }) => phraseText(said))).toEqual([
      expect.stringContaining('databases app'),
      expect.stringContaining('users app'),
    ]);
    for (const { said } of notes) expect(englishLeft(said)).toEqual([]);
    expect(remaining(before, before)).toEqual([]);
  });
});

describe('without a look at the hosts', () => {
  it('the plan is compared with the one in the project folder', () => {
    const now = edited([['postgres', 'walDirectory'], '/wal'], [['hosts', 1, 'address'], '10.0.0.22']);
    expect(refused(compareWithDeployed(now, three))).toEqual(['fixed-field postgres.walDirectory', 'host-address n2']);
    expect(compareWithDeployed(three, three)).toEqual([]);
  });
});
