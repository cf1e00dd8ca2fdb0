import { describe, expect, it } from 'vitest';
import { topologies } from '../../../core/plan/topologies.ts';
import { combinationCount, failureCandidates, simulateAll } from '../../../core/quorum/simulateAll.ts';
import { writesInOrder } from '../../../core/quorum/simulationResult.ts';
import { planFor } from './plans.ts';

describe('simulateAll', () => {
  it('counts every combination once', () => {
    const { combinations, totals } = simulateAll(planFor('three-node'), 3);
    expect(combinations.map((one) => one.failed.join(' '))).toEqual([
      'host=n1',
      'host=n2',
      'host=n3',
      'host=n1 host=n2',
      'host=n1 host=n3',
      'host=n2 host=n3',
      'host=n1 host=n2 host=n3',
    ]);
    expect(totals).toEqual({ unaffected: 2, automatic: 1, manual: 3, lost: 1 });
  });

  it('adds sites where there are several, but never together with their own hosts', () => {
    const plan = planFor('dual-dc');
    const failed = simulateAll(plan, 2).combinations.map((one) => one.failed.join(' '));
    expect(failed.filter((text) => text.includes('site='))).toHaveLength(3 + 3 + (3 + 3 + 4));
    expect(failed).not.toContain('host=n1 site=dcA');
    expect(failureCandidates(plan, ['process']).length).toBeGreaterThan(plan.hosts.length);
  });

  it('refuses more than it is allowed', () => {
    expect(combinationCount(50, 2)).toBe(1275);
    expect(() => simulateAll(planFor('five-node'), 2, { most: 10 })).toThrow(/15 combinations/);
  });

  // What the wizard promises on its first page, against what the simulator finds for the plan that it writes.
  const hostLosses: Readonly<Record<string, number>> = { 'any-host': 1, 'any-two-hosts': 2, 'any-three-hosts': 3 };
  const promises = Object.values(topologies).flatMap(({ id, layouts }) =>
    layouts.flatMap((layout) => layout.outcomes.map(({ loss, outcome }) => [id, layout.id, loss, outcome] as const)),
  );
  it.each(promises)('%s (%s) keeps its promise: %s is %s', (id, layout, loss, outcome) => {
    const plan = planFor(id, { layout });
    const size = hostLosses[loss] ?? 1;
    const siteLoss = { 'any-site': 1, 'any-two-sites': 2 }[loss as string];
    const { combinations } = simulateAll(plan, siteLoss ?? size);
    const meant = combinations.filter(({ failures }) => {
      const names = failures.map((failure) => (failure.kind === 'host' ? failure.host : ''));
      const roles = plan.hosts.find((host) => host.name === names[0])?.roles ?? [];
      const hosts = names.every((name) => name !== '') && failures.length === size;
      switch (loss) {
        case 'any-site':
        case 'any-two-sites':
          return failures.length === siteLoss && failures.every((failure) => failure.kind === 'site');
        case 'standby-region':
        case 'primary-region':
          return failures.some((failure) => failure.kind === 'site' && `${failure.site}-region` === loss);
        case 'any-data-host':
          return hosts && roles.includes('postgres');
        case 'arbiter':
          return hosts && !roles.includes('postgres');
        case 'host-with-etcd':
          return hosts && roles.includes('etcd');
        case 'host-without-etcd':
          return hosts && !roles.includes('etcd');
        default:
          return hosts;
      }
    });
    const worst = Math.max(...meant.map((one) => writesInOrder.indexOf(one.writes)));
    const wanted = writesInOrder.indexOf(outcome);
    // 'automatic' is the worst that may happen; 'manual' says that some such loss needs a person, at least.
    expect(meant.length).toBeGreaterThan(0);
    if (outcome === 'automatic') expect(worst).toBeLessThanOrEqual(wanted);
    else expect(worst).toBeGreaterThanOrEqual(wanted);
  });
});
