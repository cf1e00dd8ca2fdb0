import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../core/plan/plan.ts';
import { paths } from '../../../core/systems/debian/paths.ts';
import { planOf } from '../deployment/deploymentFixture.ts';
import { judge } from '../impact/judgeStage.ts';
import { type BegunStage, ModelledCluster } from './modelledCluster.ts';

interface Ports {
  readonly postgres: number;
  readonly patroni: number;
  /** Of etcd. */
  readonly peers: number;
}

const old: Ports = { postgres: 5432, patroni: 8008, peers: 2380 };

/** A cluster of so many members; of three and more the last one may be for reports alone. */
function planWith({ postgres, patroni, peers }: Ports, count: number, offline = false): Plan {
  return planOf(count, {
    postgres: { port: postgres },
    patroni: { port: patroni },
    etcd: { peerPort: peers },
    clusters: [
      {
        name: 'pg-orders',
        members: Array.from({ length: count }, (_, index) => ({
          host: `n${index + 1}`,
          seq: index + 1,
          role: index === 0 ? 'primary' : offline && index === count - 1 ? 'offline' : 'replica',
        })),
      },
    ],
  });
}

const judgeStage = ({ stage, setting }: BegunStage) => judge(setting, stage);
const listening = (cluster: ModelledCluster) => [...cluster.ports.values()];

describe('members that move to other ports', () => {
  it('go one by one, the leader after a hand-over, and HAProxy knows at each moment where they are', async () => {
    const cluster = await ModelledCluster.deployed(planWith(old, 3), 'n2');
    const servers: string[] = [];
    const run = await cluster.deploy(planWith({ ...old, postgres: 5444, patroni: 8010 }, 3), (begun) => {
      judgeStage(begun);
      const lines = cluster.fileOf('n1', paths.haproxyConfig).split('\n');
      const at = (host: string) =>
        /:(\d+) track primary/.exec(
          lines.find((one) => one.includes(`server ${host} `) && one.includes('track primary')) ?? '',
        )?.[1];
      const checked = (host: string) =>
        /check port (\d+)/.exec(lines.find((one) => one.includes(`server ${host} `)) ?? '')?.[1];
      servers.push(['n1', 'n2', 'n3'].map((host) => `${at(host)}/${checked(host)}`).join(' '));
      expect(servers.at(-1)).toBe(
        ['n1', 'n2', 'n3']
          .map((host) => `${cluster.ports.get(host)?.postgres}/${cluster.ports.get(host)?.patroni}`)
          .join(' '),
      );
    });
    expect(run.stages).toEqual(['move-n1', 'move-n3', 'hand-over-pg-orders', 'move-n2']);
    expect(servers[2]).toBe('5444/8010 5432/8008 5444/8010');
    expect(cluster.leads).not.toBe('n2');
    expect((await cluster.deploy(planWith({ ...old, postgres: 5444, patroni: 8010 }, 3), judgeStage)).stages).toEqual(
      [],
    );
  });

  it('restart where they are when there is nobody to hand over to', async () => {
    const cluster = await ModelledCluster.deployed(planWith(old, 1), 'n1');
    const run = await cluster.deploy(planWith({ ...old, postgres: 5444 }, 1), () => undefined);
    expect(run.stages).toEqual(['move-n1']);
    expect(listening(cluster)).toEqual([{ postgres: 5444, patroni: 8008 }]);
  });

  it('that are cut off anywhere go on to their ports, or back to where they were', async () => {
    const cut = fc.record({
      count: fc.constantFrom(2, 3),
      offline: fc.boolean(),
      leads: fc.nat(4),
      postgres: fc.constantFrom(5432, 5444),
      patroni: fc.constantFrom(8008, 8010),
      peers: fc.constantFrom(2380, 2390),
      kills: fc.array(fc.record({ stage: fc.nat(3), share: fc.double({ min: 0, max: 1, noNaN: true }) }), {
        minLength: 1,
        maxLength: 3,
      }),
      back: fc.boolean(),
    });
    let killed = 0;
    await fc.assert(
      fc.asyncProperty(cut, async ({ count, offline, leads, postgres, patroni, peers, kills, back }) => {
        const last = offline && count > 2;
        const [from, to] = [planWith(old, count, last), planWith({ postgres, patroni, peers }, count, last)];
        const cluster = await ModelledCluster.deployed(from, `n${(leads % (last ? count - 1 : count)) + 1}`);
        for (const kill of kills) if ((await cluster.deploy(to, judgeStage, kill)).end === 'killed') killed += 1;
        const end = back ? from : to;
        const run = await cluster.deploy(end, judgeStage);
        expect(run, JSON.stringify(run)).toMatchObject({ end: 'done' });
        expect(run.stages.filter((id) => id.startsWith('hand-over')).length).toBeLessThan(2);
        const ports = back ? old : { postgres, patroni, peers };
        for (const one of listening(cluster)) expect({ ...one, peers: ports.peers }).toEqual(ports);
        for (const one of cluster.etcdPorts) expect(one).toBe(ports.peers);
        expect((await cluster.deploy(end, judgeStage)).stages).toEqual([]);
      }),
      { numRuns: 6, endOnFailure: true },
    );
    expect(killed).toBeGreaterThan(3);
  });

  it('do so by themselves: what leaves at the same time is refused', async () => {
    const cluster = await ModelledCluster.deployed(planWith(old, 3), 'n1');
    const run = await cluster.deploy(planWith({ ...old, patroni: 8010 }, 2), judgeStage);
    expect(run).toMatchObject({ end: 'refused', stages: [], refusals: ['field-moved'] });
  });
});
