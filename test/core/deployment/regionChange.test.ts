import { describe, expect, it } from 'vitest';
import { runningConfig } from '../../../core/deployment/clusterSteps.ts';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import { settingOfFacts } from '../../../core/impact/setting.ts';
import { whatIfOf } from '../../../core/impact/whatIf.ts';
import { missingConfig } from '../../../core/operations/clusterOperations.ts';
import { etcdHosts, type Plan } from '../../../core/plan/plan.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { changesOf, factsAfter, refused } from '../changes/changeFixture.ts';
import { bareHost, planOf, stateOf, tools, twoRegions } from './deploymentFixture.ts';
import { passage } from './passageFixture.ts';

const two = twoRegions();
/** The plan before the standby region came: one site, which needs no name. */
const one: Plan = {
  ...two,
  topology: 'three-node',
  sites: [{ name: 'dc1', role: 'primary' }],
  hosts: two.hosts.slice(0, 3).map((host) => ({ ...host, site: 'dc1' })),
  clusters: two.clusters.filter(({ name }) => name === 'pg-main'),
};
const said = (changes: Awaited<ReturnType<typeof changesOf>>, id: string) =>
  changes.filter((change) => change.id === id).map((change) => phraseText(change.said));

describe('a standby region that comes to a cluster', () => {
  it('is refused by nothing, and gets an etcd of its own', async () => {
    const changes = await changesOf(one, two, { folder: true });
    expect(refused(changes)).toEqual([]);
    expect(said(changes, 'cluster-set')).toEqual(['the cluster pg-dr is new: it copies pg-main and follows it']);
    const facts = await factsAfter(one, two);
    const { steps } = planDeployment(await stateOf(two, facts), facts, tools);
    const files = steps.find(({ id }) => id === 'n4/etcd/files')?.files ?? [];
    const config = files.find(({ path }) => path.endsWith('etcd.yml'))?.content ?? '';
    expect(config).toContain('initial-cluster-token: orders-standby');
    expect(config).not.toContain('10.0.0.1:');
    // The members of the other region keep their etcd as it is.
    expect(steps.filter(({ id }) => /^n[123]\/etcd\//.test(id))).toEqual([]);
  });

  it('copies the cluster only once that has its slot and lets the new hosts in', async () => {
    const facts = await factsAfter(one, two);
    const { steps } = planDeployment(await stateOf(two, facts), facts, tools);
    const start = steps.find(({ id }) => id === 'n4/patroni/start');
    expect(start?.after).toEqual(
      expect.arrayContaining(['n1/config/pg-main', 'n1/patroni/reload', 'n2/patroni/reload']),
    );
    expect(steps.find(({ id }) => id === 'n1/patroni/files')?.files[0]?.content).toContain('10.0.0.4');
  });

  it('has hosts that hold nothing of another cluster', async () => {
    const taken: Plan = {
      ...two,
      clusters: two.clusters.map((cluster) =>
        cluster.name === 'pg-main'
          ? { ...cluster, members: cluster.members.slice(0, 2) }
          : { ...cluster, members: [...cluster.members, { ...(cluster.members[0] ?? fail()), host: 'n3', seq: 9 }] },
      ),
    };
    expect(refused(await changesOf(one, taken, { folder: true }))).toContain('cluster-set pg-dr');
  });

  it('takes no host of the other region with it: its etcd member would leave the one cluster for the other', async () => {
    const five = planOf(5);
    const split: Plan = {
      ...five,
      topology: 'geo-dr',
      sites: two.sites,
      hosts: five.hosts.map((host, index) => ({ ...host, site: index < 3 ? 'east' : 'west' })),
    };
    expect(refused(await changesOf(five, split, { folder: true })).filter((one) => one.startsWith('etcd'))).not.toEqual(
      [],
    );
  });
});

describe('a standby region that goes', () => {
  it('keeps an etcd of its own until its last host has left', async () => {
    const changes = await changesOf(two, one, { folder: true });
    expect(refused(changes)).toEqual([]);
    expect(said(changes, 'cluster-set')).toEqual([
      'the standby cluster pg-dr goes, with its hosts and its data: pg-main runs on, and nothing follows it there any more',
    ]);
    const { found, transition } = await passage(two, one);
    const between = transition?.between ?? fail();
    for (const cluster of between.clusters)
      expect(etcdHosts(between, cluster).map(({ name }) => name)).toEqual(
        cluster.name === 'pg-dr' ? ['n4', 'n5', 'n6'] : ['n1', 'n2', 'n3'],
      );
    expect(found.refusals).toEqual([]);
    expect(found.burial).toEqual([]);
    expect(found.growth).toBeUndefined();
    expect(found.leaves.map(({ leaving }) => leaving.host.name)).toEqual(['n4', 'n5', 'n6']);
    const steps = found.leaves.flatMap((leave) => leave.steps.map(({ id }) => id));
    expect(steps.filter((id) => id.includes('/etcd/'))).toEqual(['n4/etcd/stop', 'n5/etcd/stop', 'n6/etcd/stop']);
    expect(steps.filter((id) => !/^n[456]\//.test(id))).toEqual([]);
  });

  it('goes on where it was cut off, with what is left of it', async () => {
    const { found } = await passage(two, one, (facts) => facts.set('n4', bareHost()));
    expect(found.refusals).toEqual([]);
    expect(found.leaves.map(({ leaving }) => leaving.host.name)).toEqual(['n5', 'n6']);
    const dark = await passage(two, one, (facts) => {
      for (const name of ['n4', 'n5', 'n6']) facts.delete(name);
    });
    expect(dark.found).toMatchObject({ refusals: [], burial: [], leaves: [] });
  });

  it('takes nothing from those that stay, at whatever moment one of them is lost', async () => {
    for (const gone of [[], ['n4'], ['n4', 'n5']]) {
      const { found, facts, transition } = await passage(two, one, (all) => {
        for (const name of gone) all.set(name, bareHost());
      });
      const setting = settingOfFacts(one, facts, transition?.between);
      const voters = setting.plan.clusters.map((cluster) => etcdHosts(setting.plan, cluster).length);
      expect(voters).toContain(3);
      for (const { steps } of found.leaves)
        for (const { lost, lasting } of whatIfOf(steps, setting))
          expect(['unaffected', 'automatic'], `${lost} lost, ${gone.join()} gone`).toContain(lasting);
    }
  });

  it('stays where it takes writes by itself', async () => {
    const { found } = await passage(two, one, (facts) => {
      const n4 = facts.get('n4') ?? fail();
      facts.set('n4', { ...n4, patroni: n4.patroni && { ...n4.patroni, role: 'primary' } });
    });
    expect(found.refusals.map(({ code }) => code)).toEqual(['cluster-set']);
  });

  it('stays where the plan keeps one of its hosts, or has its site for another region', async () => {
    const kept: Plan = {
      ...one,
      hosts: [...one.hosts, ...two.hosts.slice(3, 4).map((host) => ({ ...host, site: 'dc1' }))],
    };
    expect(refused(await changesOf(two, kept, { folder: true }))).toContain('cluster-set pg-dr');
    const named: Plan = {
      ...one,
      sites: [{ name: 'west', role: 'primary' }],
      hosts: one.hosts.map((host) => ({ ...host, site: 'west' })),
    };
    expect(refused(await changesOf(two, named, { folder: true }))).toContain('cluster-set pg-dr');
  });

  it('is unknown to a folder that did not deploy it', async () => {
    expect(refused(await changesOf(two, one))).toContain('cluster-set pg-dr');
  });

  it('takes its slot with it, and leaves the slots of others alone', async () => {
    const { state } = await passage(two, one);
    const [cluster] = state.clusters;
    if (cluster === undefined) throw new Error('no cluster');
    const current = {
      ...cluster.dynamicConfig,
      slots: { standby_pg_dr: { type: 'physical' }, audit: { type: 'physical' } },
    };
    const patch = missingConfig(runningConfig(cluster, { ...state, former: [two] }, current), current);
    expect(patch).toEqual({ slots: { standby_pg_dr: null } });
    const after = { ...current, slots: { audit: { type: 'physical' } } };
    expect(missingConfig(runningConfig(cluster, { ...state, former: [two] }, after), after)).toBeUndefined();
  });
});

describe('a cluster that takes writes', () => {
  const beside: Plan = {
    ...one,
    hosts: [
      ...one.hosts,
      ...two.hosts.slice(3).map((host) => ({ ...host, site: 'dc1', roles: ['postgres' as const] })),
    ],
    clusters: [
      ...one.clusters,
      { ...(two.clusters.find(({ name }) => name === 'pg-dr') ?? fail()), standbyOf: undefined },
    ],
  };

  it('comes beside another one, with the same etcd', async () => {
    expect(refused(await changesOf(one, beside, { folder: true }))).toEqual([]);
    const facts = await factsAfter(one, beside);
    const { steps } = planDeployment(await stateOf(beside, facts), facts, tools);
    expect(steps.map(({ id }) => id)).toContain('n4/sql/pg-dr');
    expect(steps.filter(({ id }) => /^n\d\/etcd\//.test(id))).toEqual([]);
  });

  it('does not go: what it holds is nowhere else', async () => {
    expect(refused(await changesOf(beside, one, { folder: true }))).toContain('cluster-set pg-dr');
  });
});

function fail(): never {
  throw new Error('the fixture lacks it');
}
