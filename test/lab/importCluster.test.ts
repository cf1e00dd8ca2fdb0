import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distributions } from '../../core/plan/distributions.ts';
import { editPlan } from '../../core/plan/edit.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Release } from '../../core/plan/schema.ts';
import { resolveTiming } from '../../core/timing/resolveTiming.ts';
import { readPlan } from '../core/planFixture.ts';
import { topologyCases } from './topologyCases.ts';
import { type TopologyLab, topologyLab } from './topologyLab.ts';
import { whole } from './wholeMatrix.ts';

/** With an arbiter, which has no Patroni to ask, and with a standby cluster, whose upstream only its configuration names. */
const cases = topologyCases.filter(({ id }) => id === 'two-node-arbiter' || id === 'geo-dr');

/** A free address in the hosts' own network. */
function vipIn(address: string) {
  return { address: `${address.split('.').slice(0, 3).join('.')}.200/24`, interface: 'host0' };
}

/** What a plan comes to on hosts of the release, whatever its sites are called and wherever its packages come from. */
function essentials(plan: Plan, release: Release) {
  // The versions of Patroni differ in the shortest lease that they take.
  const { patroni, haproxy, etcd } = resolveTiming(plan, { patroniVersion: distributions[release].versions.patroni });
  return {
    topology: plan.topology,
    hosts: plan.hosts.map(({ name, address, roles }) => ({ name, address, roles: [...roles].sort() })),
    clusters: plan.clusters,
    rpoBytes: plan.objectives.rpoBytes,
    timing: { patroni, haproxy, etcd },
    postgres: plan.postgres,
    patroni: { ...plan.patroni, timing: undefined },
    etcd: { ...plan.etcd, heartbeat: undefined, election: undefined },
    haproxy: { ...plan.haproxy, checks: undefined },
    pgbouncer: plan.pgbouncer,
    access: plan.access,
    security: plan.security,
    ssh: plan.ssh,
  };
}

describe.runIf(whole).each(cases)('a running cluster of $id (with QUORATE_FULL_MATRIX=1)', (one) => {
  let work: TopologyLab;
  beforeAll(async () => {
    work = await topologyLab(one, `x-${one.id}`, (lab) => ({
      ssh: { user: 'root', key: lab.hosts[0]?.key },
      postgres: {
        template: 'tiny',
        parameters: { work_mem: '7MB' },
        users: [
          { name: 'app', memberOf: ['pg_read_all_stats'] },
          { name: 'boss', createdb: true },
        ],
        databases: [{ name: 'orders', owner: 'app' }],
        clients: ['10.0.0.0/8'],
      },
      pgbouncer: { poolMode: 'session', defaultPoolSize: 11 },
      haproxy: { ports: { primary: 6433 } },
      ...(one.topology === 'geo-dr' ? {} : { access: { vip: vipIn(lab.hosts[0]?.address ?? '') } }),
    }));
    const { ok, refusals, failures } = await work.deploy();
    expect({ refusals, failures }).toEqual({ refusals: [], failures: [] });
    expect(ok).toBe(true);
  });
  afterAll(() => work?.remove());

  it('gives a checklist with what was seen of it, and when', async () => {
    const { files } = await work.caller.export.checked({ planFile: work.planFile, format: 'checklist' });
    const text = files[0]?.text ?? '';
    const time = new Date().toISOString().slice(0, 10).replaceAll('-', '\\-');
    for (const item of [
      'Every cluster has a leader',
      'Every member runs, replicas stream',
      'Every etcd member is healthy',
    ])
      expect(text).toMatch(
        new RegExp(`- \\[x\\] ${item} \\(checked by machine: passed; .*${time.replaceAll('\\', '\\\\')}`),
      );
    expect(text).toMatch(/- \[x\] SSH login and host key /);
    expect(text).toMatch(/- \[ \] Restoring a backup was tested/);
    expect(text).not.toContain('quorate preflight PLAN');
  });

  it('is read from one of its hosts into a plan that changes nothing there', async () => {
    const wanted = work.plan();
    const last = wanted.clusters.at(-1)?.members.at(-1)?.host;
    const from = wanted.hosts.find((host) => host.name === last)?.address ?? '';
    const { user, key } = wanted.ssh;
    const { planText, report } = await work.caller.export.importCluster({
      from: [from],
      ssh: { user, key },
      planFile: work.planFile,
    });
    const found = readPlan(planText);
    expect(essentials(found, one.release)).toEqual(essentials(wanted, one.release));
    expect(report.filter((note) => note.level === 'ignored')).toEqual([]);
    expect(JSON.stringify({ planText, report })).not.toContain(
      await work.secret(`user/${wanted.clusters[0]?.name}/app`),
    );

    const { name, packages, sites, hosts } = wanted;
    writeFileSync(
      work.planFile,
      editPlan(planText, [
        { path: ['name'], value: name },
        { path: ['packages'], value: packages },
        // Sites cannot be seen from inside a cluster: their names are ours.
        ...(sites.length < 2 ? [] : [{ path: ['sites'], value: sites }]),
        ...(sites.length < 2
          ? []
          : hosts.map((host) => ({
              path: ['hosts', found.hosts.findIndex((own) => own.name === host.name), 'site'],
              value: host.site,
            }))),
      ]),
    );
    const again = await work.deploy();
    expect(again.refusals).toEqual([]);
    expect(again.steps).toEqual([]);
  });
});
