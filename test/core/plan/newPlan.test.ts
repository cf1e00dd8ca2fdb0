import { describe, expect, it } from 'vitest';
import { editPlan } from '../../../core/plan/edit.ts';
import { type NewPlanOptions, newPlan } from '../../../core/plan/newPlan.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import { etcdHosts } from '../../../core/plan/plan.ts';
import { formatPath } from '../../../core/plan/planPath.ts';
import { topologyIds } from '../../../core/plan/schema.ts';
import { topologies } from '../../../core/plan/topologies.ts';
import { validatePlan } from '../../../core/rules/rules.ts';

function text(options: NewPlanOptions): string {
  const result = newPlan(options);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.text;
}

function plan(options: NewPlanOptions) {
  const result = parsePlan(text(options));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.parsed.plan;
}

const layouts = topologyIds.flatMap((topology) =>
  topologies[topology].layouts.map(({ id }) => ({ topology, layout: id })),
);
const hosts = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `db${index + 1}`, address: `10.0.0.${index + 1}` }));

describe('newPlan', () => {
  it.each(layouts)('writes a plan for $topology, $layout', (options) => {
    const made = plan(options);
    expect(text(options)).toMatchSnapshot();
    expect(made.topology).toBe(options.topology);
    for (const cluster of made.clusters) {
      expect(cluster.members.filter(({ role }) => role === 'primary')).toHaveLength(1);
      expect(etcdHosts(made, cluster).length % 2).toBe(1);
    }
    const members = made.clusters.flatMap((cluster) => cluster.members);
    expect(new Set(members.map(({ name }) => name)).size).toBe(members.length);
    expect(new Set(members.map(({ seq }) => seq)).size).toBe(members.length);
  });

  it('takes hosts in the order of the positions, and lays two hosts out without an arbiter', () => {
    const two = plan({ topology: 'two-node', hosts: hosts(2) });
    expect(two.hosts.map(({ name, roles }) => [name, roles.includes('etcd')])).toEqual([
      ['db1', true],
      ['db2', false],
    ]);
    expect(plan({ topology: 'two-node', hosts: hosts(3) }).hosts[2]?.roles).toEqual(['etcd']);
    const four = plan({ topology: 'three-node', hosts: hosts(4) });
    expect(four.hosts.filter(({ roles }) => roles.includes('etcd'))).toHaveLength(3);
    expect(four.clusters[0]?.members).toHaveLength(4);
  });

  it('writes the sections that are given, and makes zero loss span both data centres', () => {
    const options: NewPlanOptions = {
      topology: 'dual-dc',
      name: 'orders_2',
      hosts: hosts(5),
      sections: {
        objectives: { rpo: '0 B' },
        ssh: { user: 'deploy', key: '~/.ssh/id "x" #1', jump: 'op@bastion:2222' },
        postgres: {
          version: 17,
          databases: [{ name: 'orders', owner: 'orders_owner' }],
          users: [{ name: 'orders_owner' }, { name: 'reader', memberOf: ['orders_owner'] }],
          parameters: { log_line_prefix: '%m [%p] {}, # ', jit: false },
        },
        patroni: { failsafe: false },
        packages: { source: 'bundle', file: '/srv/orders.bundle' },
      },
    };
    const made = plan(options);
    expect(text(options)).toMatchSnapshot();
    expect(made.ssh).toMatchObject({ user: 'deploy', key: '~/.ssh/id "x" #1', jump: 'op@bastion:2222', sudo: true });
    expect(made.postgres.parameters).toEqual({ log_line_prefix: '%m [%p] {}, # ', jit: false });
    expect(made.patroni.synchronous).toEqual({ enabled: true, strict: false, nodes: 2 });
    expect(made.patroni.failsafe).toBe(false);
    expect(made.clusters[0]?.name).toBe('pg-orders-2');
    expect(made.clusters[0]?.members.map(({ nosync }) => nosync)).toEqual([false, true, false, false]);
  });

  it('keeps names that YAML would read as something else', () => {
    const names = ['null', '007', '1e3', 'true', '0x1f'];
    const made = plan({
      topology: 'five-node',
      name: '42',
      hosts: names.map((name, index) => ({ name, address: `2001:db8::${index + 1}` })),
    });
    expect(made.name).toBe('42');
    expect(made.hosts.map(({ name }) => name)).toEqual(names);
    expect(made.hosts[0]?.address).toBe('2001:db8::1');
  });

  it('leaves addresses that nobody knows yet to be filled in, and keeps those that are known', () => {
    const made = text({
      topology: 'three-node',
      hosts: [...hosts(2), { name: 'later', address: '' }],
    });
    expect(plan({ topology: 'three-node' }).hosts.map(({ address }) => address)).toEqual(['', '', '']);
    const parsed = parsePlan(made);
    if (!parsed.ok) throw new Error('a draft has to be readable');
    expect(parsed.parsed.plan.hosts.map(({ address }) => address)).toEqual([
      ...hosts(2).map(({ address }) => address),
      '',
    ]);
    expect(validatePlan(parsed.parsed.plan).map(({ id, path }) => [id, formatPath(path)])).toContainEqual([
      'address-valid',
      'hosts[2].address',
    ]);
    const filled = editPlan(made, [{ path: ['hosts', 2, 'address'], value: '10.0.0.3' }]);
    const again = editPlan(filled, [{ path: ['hosts', 2, 'address'], value: '' }]);
    expect(again).toBe(made);
  });

  it.each<[string, NewPlanOptions]>([
    ['too few hosts', { topology: 'dual-dc', hosts: hosts(4) }],
    ['too many hosts', { topology: 'two-node', hosts: hosts(4) }],
    ['an unknown layout', { topology: 'geo-dr', layout: 'two-and-two' }],
    ['a hostile name', { topology: 'three-node', name: '../x;$(reboot)\n' }],
    ['a long name', { topology: 'three-node', name: 'n'.repeat(52) }],
    [
      'hostile hosts',
      {
        topology: 'three-node',
        hosts: [
          { name: 'a, roles: [] } #', address: '10.0.0.1' },
          { name: 'b', address: '10.0.0.1\nquorate: 2' },
          { name: 'B', address: '10.0.0.1' },
        ],
      },
    ],
    ['sections that are no sections', { topology: 'three-node', sections: { objectives: { rto: -5 } } }],
  ])('refuses %s', (_, options) => {
    const result = newPlan(options);
    expect(result.ok ? result.text : result.problems.map(({ code, message }) => ({ code, message }))).toMatchSnapshot();
    expect(result.ok).toBe(false);
  });
});
