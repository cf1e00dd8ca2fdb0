import { describe, expect, it } from 'vitest';
import { componentPorts, components, componentsOn, unitsOf } from '../../../core/components/components.ts';
import { isOperationId } from '../../../core/operations/operationName.ts';
import { valueAt } from '../../../core/plan/planPath.ts';
import { layouts, planFixture } from '../planFixture.ts';

describe('the components', () => {
  const idsOn = (plan: ReturnType<typeof planFixture>, name: string) => {
    const host = plan.hosts.find((one) => one.name === name);
    return host === undefined ? [] : componentsOn(plan, host).map(({ id }) => id);
  };

  it('have names of their own, and bring the package that their unit is in', () => {
    expect(new Set(components.map(({ id }) => id)).size).toBe(components.length);
    for (const { service, packages } of components) if (service) expect(packages(15)).toContain(service.package);
  });

  it('say of a port what stands in its field of the plan', () => {
    const plan = planFixture();
    for (const { path, of } of componentPorts) expect(of(plan)).toBe(valueAt(plan, path));
  });

  it('give their ids to the names of steps', () => {
    for (const { id } of components) expect(isOperationId({ id: `n1/${id}/files`, host: 'n1' })).toBe(true);
    expect(isOperationId({ id: 'n1/nothing/files', host: 'n1' })).toBe(false);
  });

  it('start in one order: etcd, Patroni, then what clients reach', () => {
    const plan = planFixture({ sections: { access: { vip: { address: '10.0.0.100/24', interface: 'eth0' } } } });
    expect(unitsOf({ components: idsOn(plan, 'n1') })).toEqual([
      'etcd.service',
      'patroni.service',
      'pgbouncer.service',
      'haproxy.service',
      'keepalived.service',
    ]);
  });

  it('leave the virtual IP out where nothing configures it: members that never lead, and those of other clusters', () => {
    const vip = { vip: { address: '10.0.0.100/24', interface: 'eth0' } };
    const offline = planFixture({ sections: { access: vip } }, [[['clusters', 0, 'members', 2, 'role'], 'offline']]);
    expect(idsOn(offline, 'n3')).not.toContain('vip');
    expect(idsOn(offline, 'n2')).toContain('vip');
    const layout = layouts.find(({ topology }) => topology === 'geo-dr')?.layout;
    const regions = planFixture({ topology: 'geo-dr', layout, sections: { access: vip } });
    const followers = regions.clusters.filter(({ standbyOf }) => standbyOf !== undefined);
    for (const { host } of followers.flatMap(({ members }) => members))
      expect(idsOn(regions, host)).not.toContain('vip');
  });
});
