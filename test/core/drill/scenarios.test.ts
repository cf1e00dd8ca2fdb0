import { describe, expect, it } from 'vitest';
import { type ScenarioId, scenarioFailures, scenarioIds } from '../../../core/drill/scenarios.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { failureText } from '../../../core/quorum/failure.ts';
import { simulate } from '../../../core/quorum/simulate.ts';
import type { Writes } from '../../../core/quorum/simulationResult.ts';
import { planFor } from '../quorum/plans.ts';

const three = planFor('three-node');
const two = planFor('two-node');
const dual = planFor('dual-dc');
const geo = planFor('geo-dr');

/** The expectations of the reference, scenario by scenario. */
const rows: readonly (readonly [ScenarioId, Plan, string, Writes])[] = [
  ['postgres-crash', three, 'postgres@n1', 'automatic'],
  ['patroni-crash', three, 'patroni@n1', 'automatic'],
  ['host-loss', three, 'host=n1', 'automatic'],
  ['replica-loss', three, 'host=n2', 'unaffected'],
  ['two-of-three-loss', three, 'host=n1 host=n2', 'manual'],
  ['two-node-primary-loss', two, 'host=n1', 'automatic'],
  ['two-node-primary-loss', planFor('two-node', { layout: 'no-arbiter' }), 'host=n1', 'manual'],
  ['etcd-member-loss', three, 'etcd@n2', 'unaffected'],
  ['etcd-majority-loss', three, 'etcd@n2 etcd@n3', 'unaffected'],
  ['primary-isolation', three, 'link=n1/n2 link=n1/n3', 'automatic'],
  ['primary-etcd-isolation', three, 'dcs=n1', 'unaffected'],
  ['primary-site-loss', dual, 'site=dcA', 'automatic'],
  ['secondary-site-loss', dual, 'site=dcB', 'unaffected'],
  ['arbiter-loss', dual, 'host=n5', 'unaffected'],
  ['standby-region-loss', geo, 'site=standby', 'unaffected'],
  ['primary-region-loss', geo, 'site=primary', 'manual'],
];

describe('scenarios', () => {
  it.each(rows)('%s (%#)', (id, plan, failed, writes) => {
    const staged = scenarioFailures(plan, id);
    if (!staged.ok) throw new Error(staged.message);
    expect(staged.failures.map(failureText).join(' ')).toBe(failed);
    expect(simulate(plan, staged.failures).writes).toBe(writes);
  });

  it('are all tried', () => {
    expect([...new Set(rows.map(([id]) => id))].sort()).toEqual([...scenarioIds].sort());
  });

  it('follow the leader, and say what a plan does not have', () => {
    expect(scenarioFailures(three, 'host-loss', { leader: 'pg-main-3' })).toEqual({
      ok: true,
      failures: [{ kind: 'host', host: 'n3' }],
    });
    for (const id of ['arbiter-loss', 'primary-site-loss', 'primary-region-loss', 'two-node-primary-loss'] as const)
      expect(scenarioFailures(three, id)).toMatchObject({ ok: false, message: expect.stringContaining(id) });
    expect(scenarioFailures(three, 'host-loss', { cluster: 'pg-other' }).ok).toBe(false);
    expect(scenarioFailures(three, 'host-loss', { leader: 'pg-main-9' }).ok).toBe(false);
  });
});
