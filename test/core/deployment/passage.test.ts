import { describe, expect, it } from 'vitest';
import { transitionTo } from '../../../core/changes/transition.ts';
import { nextOfDeployment } from '../../../core/procedures/deployment.ts';
import { Past } from '../../../core/procedures/procedure.ts';
import { type Changes, planFixture } from '../planFixture.ts';
import { bareHost, planOf } from './deploymentFixture.ts';
import { passage } from './passageFixture.ts';

const three = planFixture();
const withoutThird: Changes = [
  [['hosts', 2], undefined],
  [['clusters', 0, 'members', 2], undefined],
];
const fourth = { name: 'n4', address: '10.0.0.4', roles: ['postgres', 'etcd', 'haproxy'] };
const replaced = planFixture({}, [
  [['hosts', 2], fourth],
  [['clusters', 0, 'members', 2], { host: 'n4', seq: 4, role: 'replica' }],
]);

const ids = (steps: readonly { readonly id: string }[]) => steps.map(({ id }) => id);

describe('what leaves', () => {
  it('is nothing where nothing is taken away', async () => {
    expect(transitionTo(three, [three])).toBeUndefined();
    const { found } = await passage(three, three);
    expect(found).toEqual({ burial: [], growth: undefined, handOvers: [], leaves: [], refusals: [] });
  });

  it('a replica stops, is taken out of etcd by the others, and only then its etcd stops and its data goes', async () => {
    const { found } = await passage(three, planFixture({}, withoutThird));
    expect(found.handOvers).toEqual([]);
    expect(found.growth).toBeUndefined();
    const [leave] = found.leaves;
    expect(ids(leave?.steps ?? [])).toEqual([
      'n3/services/stop',
      'n1/etcd/expel/n3',
      'n1/etcd/forget/pg-main-3',
      'n3/etcd/stop',
      'n3/data/remove',
      'n3/files/restore',
      'n3/packages/remove',
      'n3/files/return',
      'n3/host/forget',
    ]);
    const waitsFor = (id: string) => leave?.steps.find((step) => step.id === id)?.after;
    expect(waitsFor('n1/etcd/expel/n3')).toContain('n3/services/stop');
    expect(waitsFor('n3/etcd/stop')).toContain('n1/etcd/expel/n3');
    expect(leave?.steps[0]?.apply).toContain('this member leads by now');
  });

  it('what the plan asks for no more stops on every host and goes with its files, whatever asked for it', async () => {
    const vip: Changes = [[['access', 'vip'], { address: '10.0.0.100/24', interface: 'eth0' }]];
    const exporter: Changes = [[['monitoring'], { exporter: true, port: 9200 }]];
    for (const [asked, unit, file] of [
      [vip, 'keepalived', '/etc/keepalived/keepalived.conf'],
      [exporter, 'prometheus-postgres-exporter', '/etc/default/prometheus-postgres-exporter'],
    ] as const) {
      const { found, between } = await passage(planFixture({}, asked), three);
      expect(between).toEqual(planFixture({}, asked));
      expect(found.leaves.map(({ leaving }) => leaving.host.name)).toEqual(['n1', 'n2', 'n3']);
      for (const { steps } of found.leaves) {
        expect(steps[0]?.apply).toContain(unit);
        expect(steps.some(({ apply }) => apply.includes(file))).toBe(true);
      }
    }
  });

  it('a leader hands over first, to one that follows', async () => {
    const two = planFixture({}, [
      [['hosts', 0], undefined],
      [['clusters', 0, 'members', 0], undefined],
      [['clusters', 0, 'members', 0, 'role'], 'primary'],
    ]);
    const { found } = await passage(three, two);
    expect(found.handOvers).toMatchObject([{ leader: 'pg-main-1', candidate: 'pg-main-2' }]);
    const stuck = await passage(three, two, (facts) => {
      for (const name of ['n2', 'n3']) facts.set(name, { ...(facts.get(name) ?? bareHost()), patroni: undefined });
    });
    expect(stuck.found.handOvers).toMatchObject([{ candidate: undefined }]);
    const next = nextOfDeployment(
      {
        facts: stuck.facts,
        refusals: [],
        differences: { steps: [], planAgain: [], foreseen: [] },
        passage: { ...stuck.found, growth: undefined, leaves: [] },
        between: stuck.between,
      },
      new Past(),
    );
    expect(next).toMatchObject({ kind: 'refused', refusals: [{ code: 'leader-offline' }] });
  });

  it('waits for what replaces it, while it still serves', async () => {
    const { found } = await passage(three, replaced);
    expect(ids(found.growth?.steps ?? [])).toContain('n4/etcd/start');
    expect(found.growth?.steps.find(({ id }) => id === 'n4/etcd/start')?.apply).toContain('--learner');
    // Neither is noted as deployed on the way, nor do the hosts forget the one that leaves.
    expect(ids(found.growth?.steps ?? []).filter((id) => id.endsWith('/host/record'))).toEqual([]);
    const patroni = found.growth?.steps.find(({ id }) => id === 'n1/patroni/files');
    expect(patroni?.files[0]?.content).toContain('10.0.0.3');
  });

  it('when dead, is taken out of etcd before anything else, and asked nothing', async () => {
    const { found } = await passage(three, replaced, (facts) => facts.delete('n3'));
    expect(ids(found.burial)).toEqual(['n1/etcd/expel/n3', 'n1/etcd/forget/pg-main-3']);
    expect(found.growth).toBeUndefined();
    expect(found.leaves).toEqual([]);
    expect(found.refusals).toEqual([]);
  });

  it('is refused when it is dead and leads by the key in etcd, or when the rest has no majority', async () => {
    const withoutFirst = planFixture({}, [
      [['hosts', 0], fourth],
      [['clusters', 0, 'members', 0], { host: 'n4', seq: 4, role: 'replica' }],
      [['clusters', 0, 'members', 1, 'role'], 'primary'],
    ]);
    const leads = await passage(three, withoutFirst, (facts) => facts.delete('n1'));
    expect(leads.found.refusals.map(({ code }) => code)).toEqual(['left-out-leads']);
    const minority = await passage(three, replaced, (facts) => {
      facts.delete('n3');
      facts.set('n2', { ...(facts.get('n2') ?? bareHost()), etcd: 'unhealthy' });
    });
    expect(minority.found.refusals.map(({ code }) => code)).toEqual(['etcd-members']);
  });

  it('takes only a role where the host stays', async () => {
    const noVote = planFixture({}, [
      [
        ['hosts', 2, 'roles'],
        ['postgres', 'haproxy'],
      ],
    ]);
    const { found } = await passage(three, noVote);
    const [leave] = found.leaves;
    expect(ids(leave?.steps ?? [])).toEqual(['n1/etcd/expel/n3', 'n3/etcd/stop', 'n3/components/remove']);
    expect(leave?.steps.at(-1)?.apply).toContain('/etc/etcd/etcd.yml');
    expect(leave?.steps.at(-1)?.apply).not.toContain('/etc/patroni');
  });

  it('is still known after a run that was cut off, whatever the plan says meanwhile', () => {
    const five = planOf(5);
    const back = planOf(3);
    expect(transitionTo(back, [back, five])?.leaving.map(({ host }) => host.name)).toEqual(['n4', 'n5']);
  });
});

describe('the order of a deployment that takes something away', () => {
  it('buries, grows, hands over, converges, and lets the others leave last', async () => {
    const { found, facts, between } = await passage(three, replaced);
    const world = {
      facts,
      refusals: [],
      differences: { steps: [], planAgain: [], foreseen: [] },
      passage: found,
      between,
    };
    const first = nextOfDeployment(world, new Past());
    expect(first).toMatchObject({ kind: 'stage', stage: { id: 'grow-1' } });
    const grown = { ...world, passage: { ...found, growth: undefined } };
    const converge = nextOfDeployment(
      { ...grown, differences: { steps: found.growth?.steps ?? [], planAgain: [], foreseen: [] } },
      new Past(),
    );
    expect(converge).toMatchObject({ kind: 'stage', stage: { id: 'converge-1' } });
    // Not the last one: somebody has still to leave.
    expect(converge).not.toMatchObject({ stage: { last: true } });
    expect(nextOfDeployment(grown, new Past())).toMatchObject({ kind: 'stage', stage: { id: 'leave-n3' } });
    expect(nextOfDeployment({ ...grown, passage: { ...found, growth: undefined, leaves: [] } }, new Past())).toEqual({
      kind: 'done',
      result: undefined,
    });
  });
});
