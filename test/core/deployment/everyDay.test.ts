import { describe, expect, it } from 'vitest';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { bareHost, deployedFacts, planOf, stateOf, tools } from './deploymentFixture.ts';

const plan = planOf(3);

/** A deployed cluster with other parameters in its dynamic configuration, each undefined one taken out. */
async function planned(changed: Readonly<Record<string, unknown>>) {
  const state = await stateOf(plan, new Map(plan.hosts.map(({ name }) => [name, bareHost()])));
  const [cluster] = state.clusters;
  const { postgresql = { parameters: {} }, ...rest } = cluster?.dynamicConfig ?? {};
  const entries = Object.entries({ ...postgresql.parameters, ...changed }).filter(([, value]) => value !== undefined);
  const dynamicConfig = { ...rest, postgresql: { ...postgresql, parameters: Object.fromEntries(entries) } };
  const facts = deployedFacts(state);
  for (const [name, host] of facts)
    facts.set(name, { ...host, patroni: host.patroni && { ...host.patroni, dynamicConfig }, appliedConfig: undefined });
  return planDeployment(state, facts, tools);
}

describe('settings of the first day on a cluster of an earlier version', () => {
  it('are brought by a rolling restart that is planned once everybody has read them', async () => {
    const { steps, refusals, planAgain } = await planned({
      archive_mode: undefined,
      archive_command: undefined,
      shared_preload_libraries: undefined,
    });
    expect(refusals).toEqual([]);
    const patch = steps.find(({ id }) => id === 'n1/config/pg-orders');
    expect(JSON.parse(patch?.files[0]?.content ?? '')).toEqual({
      postgresql: {
        parameters: {
          archive_mode: 'on',
          archive_command: '/bin/true',
          shared_preload_libraries: 'pg_stat_statements',
        },
      },
    });
    expect(steps.map(({ id }) => id)).toEqual(expect.arrayContaining(['n1/patroni/read', 'n3/patroni/read']));
    expect(planAgain.join()).toContain('may need a restart');
  });

  it('leave an archive and libraries alone that somebody has set there', async () => {
    const { steps } = await planned({
      archive_command: 'pgbackrest --stanza=main archive-push %p',
      shared_preload_libraries: 'pg_stat_statements, timescaledb',
    });
    expect(steps).toEqual([]);
  });
});

describe('kernel settings', () => {
  const stepsFor = async (virtualization: string) => {
    const platform = { ...bareHost().platform, virtualization };
    const facts = new Map<string, HostFacts>(plan.hosts.map(({ name }) => [name, bareHost({ platform })]));
    return planDeployment(await stateOf(plan, facts), facts, tools).steps.map(({ id }) => id);
  };

  it('are applied on machines, real and virtual, and not in containers', async () => {
    for (const machine of ['none', 'kvm', 'vmware']) expect(await stepsFor(machine)).toContain('n1/system/settings');
    for (const container of ['systemd-nspawn', 'lxc', 'docker'])
      expect((await stepsFor(container)).filter((id) => id.includes('/system/'))).toEqual([]);
  });

  it('are not applied again where they were', async () => {
    expect((await planned({})).steps).toEqual([]);
  });
});

describe('another port of PgBouncer', () => {
  const other = planOf(3, { pgbouncer: { port: 6543 } });
  const stepsWith = async (port: number) => {
    const bare = new Map(plan.hosts.map(({ name }) => [name, bareHost()]));
    const facts = deployedFacts(await stateOf(plan, bare));
    for (const [name, host] of facts)
      facts.set(name, { ...host, ports: [{ address: '*', port, program: 'pgbouncer' }] });
    const { steps, refusals } = planDeployment(await stateOf(other, facts), facts, tools);
    expect(refusals).toEqual([]);
    return steps.map(({ id }) => id).filter((id) => /(haproxy|pgbouncer)\/(reload|restart)$/.test(id));
  };

  it('needs a restart, which a reload by somebody else does not spare; HAProxy reads where it is', async () => {
    expect(await stepsWith(6432)).toEqual(
      expect.arrayContaining([
        'n1/pgbouncer/restart',
        'n2/pgbouncer/restart',
        'n3/pgbouncer/restart',
        'n1/haproxy/reload',
      ]),
    );
    expect(await stepsWith(6543)).toContain('n1/pgbouncer/reload');
  });
});
