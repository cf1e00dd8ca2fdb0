import { describe, expect, it } from 'vitest';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import type { Step } from '../../../core/deployment/step.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { RunningSetting } from '../../../core/facts/sqlState.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { PlanInput } from '../../../core/plan/schema.ts';
import { bareHost, deployedFacts, planOf, stateOf, tools, twoRegions } from './deploymentFixture.ts';

type Change = (facts: HostFacts, host: string) => Partial<HostFacts>;

async function planned(plan: Plan, change: Change) {
  const bare = new Map(plan.hosts.map((host) => [host.name, bareHost()]));
  const facts = deployedFacts(await stateOf(plan, bare));
  for (const [name, host] of facts) facts.set(name, { ...host, ...change(host, name) });
  return planDeployment(await stateOf(plan, facts), facts, tools);
}

/** Waits for a restart, with settings that PostgreSQL runs with now. */
function pending(facts: HostFacts, settings: Readonly<Record<string, number>>): Partial<HostFacts> {
  const running = Object.entries(settings).map(
    ([name, value]): RunningSetting => ({ name, value: String(value), pending: true }),
  );
  return {
    patroni: facts.patroni && { ...facts.patroni, pendingRestart: true },
    sql: facts.sql && { ...facts.sql, settings: running },
  };
}

const restarts = (steps: readonly Step[]) =>
  steps.flatMap(({ id, host }) => (id.endsWith('/postgres/restart') ? [host] : []));

/** Everything waits for the one before it. */
function expectChain(steps: readonly Step[]) {
  const chain = steps.filter(({ id }) => id.endsWith('/postgres/restart'));
  for (const [index, step] of chain.entries()) if (index > 0) expect(step.after).toContain(chain[index - 1]?.id);
}

/** The plan asks for these; the fixture's hosts give max_connections = 500 of themselves. */
const planWith = (parameters: Record<string, number>, extra: Partial<PlanInput> = {}) =>
  planOf(3, { postgres: { parameters }, ...extra });

describe('after a change of the dynamic configuration', () => {
  it('every member reads it before anything follows from it', async () => {
    const { steps, planAgain } = await planned(planWith({ max_connections: 200 }), (facts) => ({
      ...pending(facts, { max_connections: 100 }),
      patroni: facts.patroni && { ...facts.patroni, pendingRestart: true, dynamicConfig: {} },
    }));
    expect(restarts(steps)).toEqual([]);
    for (const host of ['n1', 'n2', 'n3'])
      expect(steps.find(({ id }) => id === `${host}/patroni/read`)?.after).toContain('n1/config/pg-orders');
    expect(planAgain).not.toEqual([]);
  });

  it('nobody restarts while a member works with an older one, whoever changed it', async () => {
    const { steps, planAgain } = await planned(planWith({ max_connections: 200 }), (facts, host) => ({
      ...pending(facts, { max_connections: 100 }),
      ...(host === 'n3' ? { appliedConfig: { ttl: 30 } } : {}),
    }));
    expect(steps.map(({ id }) => id)).toEqual(['n3/patroni/read']);
    expect(planAgain).not.toEqual([]);
  });

  it('a member that runs with another value and does not say so has not read it', async () => {
    const { steps } = await planned(planWith({ max_connections: 200 }), (facts, host) => {
      const waiting = pending(facts, { max_connections: 100 });
      return host === 'n2' ? { ...waiting, patroni: facts.patroni } : waiting;
    });
    expect(steps.map(({ id }) => id)).toEqual(['n2/patroni/read']);
  });

  it('what somebody set outside of Patroni holds nothing up', async () => {
    const { steps, planAgain } = await planned(planOf(3), (facts) => ({
      sql: facts.sql && { ...facts.sql, settings: [{ name: 'shared_buffers', value: '16384', pending: true }] },
    }));
    expect([steps, planAgain]).toEqual([[], []]);
  });

  it('files that Patroni reads again may ask for a restart too', async () => {
    const { steps, planAgain } = await planned(planOf(3), ({ state }, host) =>
      host === 'n2'
        ? { state: { ...state, applied: new Map([...state.applied].filter(([name]) => name !== 'patroni')) } }
        : {},
    );
    expect(steps.map(({ id }) => id)).toEqual(['n2/patroni/reload']);
    expect(planAgain).not.toEqual([]);
  });
});

describe('restarts', () => {
  it('raise values on the replicas first, one after the other', async () => {
    const { steps, planAgain } = await planned(planWith({ max_connections: 200 }), (facts) =>
      pending(facts, { max_connections: 100 }),
    );
    expect(restarts(steps)).toEqual(['n2', 'n3', 'n1']);
    expectChain(steps);
    expect(planAgain).toEqual([]);
  });

  it('lower values on the primary first, and on the replicas in a stage of its own', async () => {
    const plan = planWith({ max_connections: 200, max_wal_senders: 20 });
    const lower = { max_connections: 300, max_wal_senders: 50 };
    const first = await planned(plan, (facts) => pending(facts, lower));
    expect(restarts(first.steps)).toEqual(['n1']);
    expect(first.planAgain).not.toEqual([]);
    const second = await planned(plan, (facts, host) => (host === 'n1' ? {} : pending(facts, lower)));
    expect(restarts(second.steps)).toEqual(['n2', 'n3']);
    expectChain(second.steps);
    expect(second.planAgain).toEqual([]);
  });

  it('do both in two stages with one restart of the primary', async () => {
    const plan = planWith({ max_connections: 200, max_worker_processes: 6 });
    const both = await planned(plan, (facts) => pending(facts, { max_connections: 100, max_worker_processes: 8 }));
    expect(restarts(both.steps)).toEqual(['n2', 'n3', 'n1']);
    expect(both.planAgain).not.toEqual([]);
    expect(both.steps.find(({ host }) => host === 'n2')?.apply).toContain('"mayRemain":true');
    expect(both.steps.find(({ host }) => host === 'n1')?.apply).toContain('"mayRemain":false');
  });

  it('of other settings do not wait for values that fall', async () => {
    const plan = planWith({ max_connections: 200 });
    const { steps } = await planned(plan, (facts) => pending(facts, { max_connections: 300, shared_buffers: 1 }));
    expect(restarts(steps)).toEqual(['n2', 'n3', 'n1']);
  });

  it('begin with a replica that does not follow: that takes nobody away', async () => {
    const { steps } = await planned(planWith({ max_connections: 200 }), (facts, host) => {
      const waiting = pending(facts, { max_connections: 100 });
      return host === 'n1' && waiting.sql
        ? { ...waiting, sql: { ...waiting.sql, streaming: ['pg-orders-2'] } }
        : waiting;
    });
    expect(restarts(steps)).toEqual(['n3', 'n2', 'n1']);
  });

  it('cross regions: a standby cluster raises before its upstream, and lowers after it', async () => {
    const leading = (facts: HostFacts, host: string): HostFacts =>
      host === 'n4' && facts.patroni ? { ...facts, patroni: { ...facts.patroni, role: 'standby_leader' } } : facts;
    const change =
      (value: number): Change =>
      (facts, host) =>
        pending(leading(facts, host), { max_connections: value });
    const rising = await planned(twoRegions(), change(50));
    expect(restarts(rising.steps)).toEqual(['n5', 'n6', 'n4', 'n2', 'n3', 'n1']);
    expectChain(rising.steps);
    const falling = await planned(twoRegions(), change(9000));
    expect(restarts(falling.steps)).toEqual(['n1']);
  });

  it('say beforehand what clients notice', async () => {
    const titles = async (count: number, extra: Partial<PlanInput>) => {
      const { steps } = await planned(
        planOf(count, { postgres: { parameters: { max_connections: 200 } }, ...extra }),
        (facts) => pending(facts, { max_connections: 100 }),
      );
      return steps.map(({ title }) => title).join('\n');
    };
    const two: Partial<PlanInput> = { topology: 'two-node' };
    expect(await titles(3, {})).toMatch(/pg-orders-1, which leads: writes stop/);
    expect(await titles(3, {})).not.toMatch(/nobody could take over/);
    expect(await titles(2, two)).toMatch(/pg-orders-2 .*nobody could take over/);
    const strict = { ...two, objectives: { mode: 'zero-loss' as const }, patroni: { synchronous: { strict: true } } };
    expect(await titles(2, strict)).toMatch(/pg-orders-2 .*commits wait/);
  });

  it('come after those of etcd, and entrances restart one after the other', async () => {
    const { steps } = await planned(planWith({ max_connections: 200 }), (facts) => ({
      ...pending(facts, { max_connections: 100 }),
      state: {
        ...facts.state,
        applied: new Map([...facts.state.applied].filter(([name]) => name === 'patroni' || name === 'vip')),
      },
    }));
    expect(steps.find(({ id }) => id === 'n2/postgres/restart')?.after).toContain('n3/etcd/restart');
    for (const component of ['etcd', 'haproxy', 'pgbouncer'])
      expect(steps.find(({ id }) => id === `n3/${component}/restart`)?.after).toContain(`n2/${component}/restart`);
    expect(steps.find(({ id }) => id === 'n3/etcd/restart')?.apply).toMatch(/-ge 3 .*no quorum/);
  });
});

describe('a paused cluster', () => {
  const paused = (facts: HostFacts): Partial<HostFacts> => ({
    patroni: facts.patroni && { ...facts.patroni, paused: true },
  });

  it.each<[string, Change]>([
    ['restarts', (facts) => pending({ ...facts, ...paused(facts) }, { max_connections: 100 })],
    [
      'settings',
      (facts) => ({ patroni: facts.patroni && { ...facts.patroni, paused: true, dynamicConfig: { ttl: 1 } } }),
    ],
    [
      'starts',
      (facts, host) => (host === 'n3' ? { patroni: undefined, units: new Map(), sql: undefined } : paused(facts)),
    ],
  ])('is refused %s, with the command that resumes it', async (_, change) => {
    const { refusals } = await planned(planWith({ max_connections: 200 }), change);
    expect(refusals.map(({ code }) => code)).toEqual(['cluster-paused']);
    expect(refusals[0]?.message).toContain('patronictl -c /etc/patroni/config.yml resume pg-orders');
  });

  it('may be left as it is, and its access layer may change', async () => {
    const same = await planned(planOf(3), paused);
    expect([same.steps, same.refusals]).toEqual([[], []]);
    const { steps, refusals } = await planned(planOf(3), (facts) => ({
      ...paused(facts),
      state: { ...facts.state, applied: new Map([...facts.state.applied].filter(([name]) => name !== 'haproxy')) },
    }));
    expect(steps).toHaveLength(3);
    expect(refusals).toEqual([]);
  });
});
