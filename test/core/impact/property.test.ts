import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { impactOf } from '../../../core/impact/impact.ts';
import { type Setting, settingOfFacts } from '../../../core/impact/setting.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { nextOfDeployment } from '../../../core/procedures/deployment.ts';
import { Past } from '../../../core/procedures/procedure.ts';
import { bareHost, deployedFacts, stateOf, tools } from '../deployment/deploymentFixture.ts';
import { layouts, planFixture } from '../planFixture.ts';
import { judge } from './judgeStage.ts';

/** What runs older files than it has, by host, and who waits for a restart; the leader is whoever was elected since. */
interface Change {
  readonly stale: readonly { readonly host: number; readonly component: string }[];
  readonly pending: readonly number[];
  readonly leader: number;
  readonly parameters: Readonly<Record<string, number>>;
}

const change: fc.Arbitrary<Change> = fc.record({
  stale: fc.array(
    fc.record({ host: fc.nat(9), component: fc.constantFrom('etcd', 'patroni', 'pgbouncer', 'haproxy', 'vip') }),
    { maxLength: 20 },
  ),
  pending: fc.array(fc.nat(9), { maxLength: 10 }),
  leader: fc.nat(9),
  parameters: fc.dictionary(
    fc.constantFrom('max_connections', 'max_wal_senders', 'work_mem', 'shared_buffers', 'max_worker_processes'),
    fc.integer({ min: 60, max: 400 }),
  ),
});

async function baseOf(plan: Plan): Promise<ReadonlyMap<string, HostFacts>> {
  return deployedFacts(await stateOf(plan, new Map(plan.hosts.map((host) => [host.name, bareHost()]))));
}

function worldOf(
  plan: Plan,
  base: ReadonlyMap<string, HostFacts>,
  { stale, pending, leader }: Change,
): Map<string, HostFacts> {
  const facts = new Map(base);
  for (const [index, { name }] of plan.hosts.entries()) {
    const own = facts.get(name);
    if (own === undefined) continue;
    const applied = new Map(own.state.applied);
    for (const { component } of stale.filter(({ host }) => host % plan.hosts.length === index)) {
      const files = applied.get(component);
      if (files !== undefined) applied.set(component, new Map([...files.keys()].map((path) => [path, 'other'])));
    }
    const waits = pending.some((host) => host % plan.hosts.length === index);
    const cluster = plan.clusters.find(({ name: one }) => one === own.patroni?.scope);
    const leads = cluster?.members[leader % cluster.members.length]?.host === name;
    facts.set(name, {
      ...own,
      state: { ...own.state, applied },
      patroni: own.patroni && { ...own.patroni, pendingRestart: waits, role: leads ? 'primary' : 'replica' },
    });
  }
  return facts;
}

async function judgeChange(plan: Plan, base: ReadonlyMap<string, HostFacts>, one: Change): Promise<void> {
  const wanted: Plan = { ...plan, postgres: { ...plan.postgres, parameters: one.parameters } };
  const facts = worldOf(plan, base, one);
  const differences = planDeployment(await stateOf(wanted, facts), facts, tools);
  const setting = settingOfFacts(wanted, facts, plan);
  expect(Object.keys(setting.leaders)).toHaveLength(plan.clusters.length);
  const next = nextOfDeployment({ facts, refusals: [], differences }, new Past());
  if (next.kind !== 'stage') return;
  for (const stage of [next.stage, ...(next.stage.foreseen ?? [])]) {
    judge(setting, stage);
    const { predicted, whatIf } = impactOf(stage.steps, setting);
    for (const range of [predicted.writes, predicted.reads]) {
      if (range === null) continue;
      expect(range.min).toBeLessThanOrEqual(range.typical);
      expect(range.typical).toBeLessThanOrEqual(range.worst);
    }
    expect(whatIf.map(({ lost }) => lost)).toEqual(plan.hosts.map(({ name }) => name));
  }
}

describe('every state on the way of a change', () => {
  it.each(layouts)('keeps quorum, leader and entrances: $topology $layout', async ({ topology, layout }) => {
    for (const mode of ['default', 'zero-loss'] as const) {
      const plan = planFixture({ topology, layout, sections: { objectives: { mode } } });
      const base = await baseOf(plan);
      await fc.assert(
        fc.asyncProperty(change, (one) => judgeChange(plan, base, one)),
        { numRuns: 4, endOnFailure: true },
      );
    }
  });

  it('is found where it does not keep them: two etcd members that restart at once', () => {
    const plan = planFixture();
    const [cluster] = plan.clusters;
    const setting: Setting = {
      plan,
      leaders: { [cluster?.name ?? '']: cluster?.members[0]?.name ?? '' },
      joining: [],
      down: [],
    };
    const restarts = ['n1', 'n2'].map((host) => ({ ...idle, id: `${host}/etcd/restart`, host }));
    expect(() => judge(setting, { steps: restarts })).toThrow();
    expect(() => judge(setting, { steps: [{ ...idle, id: 'n1/etcd/restart', host: 'n1' }] })).not.toThrow();
  });
});

const idle = {
  title: '',
  said: { template: '', values: [] },
  apply: '',
  verify: '',
  weight: 1,
  files: [],
  diffs: [],
  journals: [],
  after: [],
};
