import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { etcdHosts, type Plan } from '../../../core/plan/plan.ts';
import { planOf } from '../deployment/deploymentFixture.ts';
import { judge } from '../impact/judgeStage.ts';
import { type BegunStage, ModelledCluster } from './modelledCluster.ts';

const names = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8'];

/** Who does what: places in a shuffled list of hosts. */
interface Shape {
  readonly order: readonly string[];
  readonly voters: 3 | 5;
  readonly members: number;
  /** Where in the list the members begin: some hosts of etcd then have none. */
  readonly offset: number;
  readonly offline: boolean;
}

const shape: fc.Arbitrary<Shape> = fc.record({
  order: fc.shuffledSubarray(names, { minLength: names.length, maxLength: names.length }),
  voters: fc.constantFrom(3, 5),
  members: fc.integer({ min: 2, max: 5 }),
  offset: fc.nat(2),
  offline: fc.boolean(),
});

/** A valid plan: an odd number of etcd members, and members on hosts of which some have etcd too. */
function planOfShape({ order, voters, members, offset, offline }: Shape): Plan {
  const etcd = order.slice(0, voters);
  const postgres = order.slice(offset, offset + members);
  const used = names.filter((name) => etcd.includes(name) || postgres.includes(name));
  return planOf(0, {
    hosts: used.map((name) => ({
      name,
      address: `10.0.0.${names.indexOf(name) + 1}`,
      roles: [
        ...(postgres.includes(name) ? (['postgres', 'haproxy'] as const) : []),
        ...(etcd.includes(name) ? (['etcd'] as const) : []),
      ],
    })),
    clusters: [
      {
        name: 'pg-orders',
        members: postgres.map((host, index) => ({
          host,
          seq: names.indexOf(host) + 1,
          role:
            index === 0
              ? ('primary' as const)
              : offline && index === 2 && index === postgres.length - 1
                ? ('offline' as const)
                : ('replica' as const),
        })),
      },
    ],
  });
}

const hostsOf = (plan: Plan) => plan.hosts.map(({ name }) => name).sort();
const votersOf = (plan: Plan) => plan.clusters.flatMap((cluster) => etcdHosts(plan, cluster).map(({ name }) => name));

function judgeStage({ stage, setting }: BegunStage): void {
  expect(Object.keys(setting.leaders), `${stage.id}: a leader`).toHaveLength(1);
  judge(setting, stage);
}

describe('a change of members', () => {
  it('keeps quorum and a leader at every moment, and ends as the plan says with nothing left to do', async () => {
    const ends: Record<string, number> = {};
    const changed = fc.record({ before: shape, after: shape, leads: fc.nat(10) });
    await fc.assert(
      fc.asyncProperty(changed, async ({ before, after, leads }) => {
        const [from, to] = [planOfShape(before), planOfShape(after)];
        const able = from.clusters[0]?.members.filter(({ role }) => role !== 'offline') ?? [];
        const cluster = await ModelledCluster.deployed(from, able[leads % able.length]?.host ?? '');
        const run = await cluster.deploy(to, judgeStage);
        ends[run.end] = (ends[run.end] ?? 0) + 1;
        expect(['done', 'refused'], run.stages.join(' ')).toContain(run.end);
        if (run.end === 'refused') {
          expect(run.stages, run.refusals.join(' ')).toEqual([]);
          expect(cluster.used).toEqual(hostsOf(from));
          return;
        }
        expect([...cluster.votes].sort()).toEqual(votersOf(to).sort());
        expect(cluster.used).toEqual(hostsOf(to));
        expect(to.clusters[0]?.members.map(({ host }) => host)).toContain(cluster.leads);
        expect((await cluster.deploy(to, judgeStage)).stages).toEqual([]);
      }),
      { numRuns: 25, endOnFailure: true },
    );
    expect(ends['done'] ?? 0).toBeGreaterThan(10);
  });

  it('that is cut off anywhere goes on to its end, or back to where it began', async () => {
    const cut = fc.record({
      before: shape,
      after: shape,
      leads: fc.nat(10),
      kills: fc.array(fc.record({ stage: fc.nat(4), share: fc.double({ min: 0, max: 1, noNaN: true }) }), {
        minLength: 1,
        maxLength: 3,
      }),
      back: fc.boolean(),
    });
    let killed = 0;
    await fc.assert(
      fc.asyncProperty(cut, async ({ before, after, leads, kills, back }) => {
        const [from, to] = [planOfShape(before), planOfShape(after)];
        const able = from.clusters[0]?.members.filter(({ role }) => role !== 'offline') ?? [];
        const cluster = await ModelledCluster.deployed(from, able[leads % able.length]?.host ?? '');
        for (const kill of kills) {
          const { end } = await cluster.deploy(to, judgeStage, kill);
          if (end === 'refused') return;
          if (end === 'killed') killed += 1;
        }
        const end = back ? from : to;
        const run = await cluster.deploy(end, judgeStage);
        expect(run, JSON.stringify(run)).toMatchObject({ end: 'done' });
        expect([...cluster.votes].sort()).toEqual(votersOf(end).sort());
        expect(cluster.used).toEqual(hostsOf(end));
      }),
      { numRuns: 25, endOnFailure: true },
    );
    expect(killed).toBeGreaterThan(10);
  });
});
