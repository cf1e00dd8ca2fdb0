import { beforeAll, describe, expect, it } from 'vitest';
import { changedFixedFields } from '../../../core/changes/kinds/fixedFields.ts';
import { recordOf, recordText } from '../../../core/changes/recordOf.ts';
import { bundlePackages } from '../../../core/components/bundlePackages.ts';
import { componentsOn } from '../../../core/components/components.ts';
import { hostPackages } from '../../../core/components/hostPackages.ts';
import { leftoverPlaces, wantedAccounts } from '../../../core/components/onDisk.ts';
import { renderHost } from '../../../core/components/renderHost.ts';
import { planDestroy } from '../../../core/deployment/planDestroy.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { Templates } from '../../../core/render/renderedFile.ts';
import { assumedHost } from '../../../core/render/renderedFile.ts';
import { databaseSql } from '../../../core/render/sql/databaseSql.ts';
import { missingSql } from '../../../core/render/sql/missingSql.ts';
import { validatePlan } from '../../../core/rules/rules.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { bareHost, planOf, projectId, stateOf } from '../deployment/deploymentFixture.ts';
import { planFixture } from '../planFixture.ts';

const unit = 'prometheus-postgres-exporter';

describe('the exporter of metrics', () => {
  let templates: Templates;
  beforeAll(async () => {
    templates = await loadTemplates(process.cwd());
  });
  const filesOf = (plan: Plan, name = 'n1') =>
    renderHost(plan, name, {
      environment: { ...assumedHost, release: 'bookworm' },
      timing: resolveTiming(plan),
      templates,
    }).filter(({ component }) => component === 'exporter');
  const withExporter = planFixture({
    sections: { monitoring: { exporter: true, port: 9200 }, postgres: { clients: ['10.9.0.0/16'] } },
  });
  const without = planFixture();
  const hbaOf = (plan: Plan) =>
    renderHost(plan, 'n1', {
      environment: { ...assumedHost, release: 'bookworm' },
      timing: resolveTiming(plan),
      templates,
    })
      .find(({ path }) => path === '/etc/patroni/config.yml')
      ?.content.split('\n')
      .filter((line) => line.includes('prometheus'));

  it('is nowhere until the plan asks for it, and then beside every PostgreSQL', () => {
    expect(without.hosts.flatMap((host) => componentsOn(without, host).map(({ id }) => id))).not.toContain('exporter');
    expect(filesOf(without)).toEqual([]);
    const arbiter = planFixture({ topology: 'two-node', sections: { monitoring: { exporter: true } } });
    const runsOn = arbiter.hosts.filter((host) => hostPackages(arbiter, host, 'trixie').includes(unit));
    expect(runsOn.map(({ name }) => name)).toEqual(arbiter.clusters[0]?.members.map(({ host }) => host));
  });

  it('is somebody else’s on hosts of a plan that does not ask for it', () => {
    const [host] = without.hosts;
    if (host === undefined) throw new Error('the fixture has no host');
    expect(wantedAccounts(without, host)).toEqual(['etcd', 'postgres', 'haproxy']);
    expect(wantedAccounts(withExporter, host)).toContain('prometheus');
    expect(leftoverPlaces(without, host).units).not.toContain(unit);
    expect(leftoverPlaces(withExporter, host).units).toContain(unit);
  });

  it('comes with a bundle for a plan that asks for it, and with no other', () => {
    expect(bundlePackages(withExporter, 'bookworm')).toContain(unit);
    expect(bundlePackages(without, 'bookworm')).not.toContain(unit);
  });

  it('listens on the address of its host, for the networks that reach the databases', () => {
    const [defaults, dropIn] = filesOf(withExporter);
    expect(defaults).toMatchObject({ mode: 0o640, group: 'prometheus', onChange: 'restart' });
    expect(defaults?.content).toContain('ARGS="--web.listen-address=10.0.0.1:9200"');
    expect(dropIn?.content).toContain('IPAddressDeny=any\nIPAddressAllow=127.0.0.0/8 ::1/128 10.0.0.1/32');
    expect(dropIn?.content).toMatch(/IPAddressAllow=.* 10\.9\.0\.0\/16$/m);
    const open = planFixture({ sections: { monitoring: { exporter: true } } });
    expect(filesOf(open)[1]?.content).not.toContain('IPAddress');
  });

  it('logs in through the socket alone, without a password, and only reads statistics', () => {
    const { clusters } = withExporter;
    const [cluster] = clusters;
    if (cluster === undefined) throw new Error('the fixture has no cluster');
    expect(hbaOf(without)).toEqual([]);
    expect(hbaOf(withExporter)).toEqual([
      expect.stringContaining('local postgres prometheus peer'),
      expect.stringContaining('host all postgres,replicator,quorate_rewind,quorate_pool,prometheus all reject'),
    ]);
    const sql = databaseSql(withExporter, cluster);
    expect(sql).toMatch(/ALTER ROLE "prometheus" WITH LOGIN NOSUPERUSER .* CONNECTION LIMIT 5 PASSWORD NULL;/);
    expect(sql).toContain('GRANT "pg_monitor" TO "prometheus";');
    expect(missingSql(withExporter, cluster)).toContain("'prometheus'");
    expect(databaseSql(without, cluster)).not.toContain('prometheus');
  });

  it('keeps its role and its port to itself', () => {
    const taken = planFixture({
      sections: { monitoring: { exporter: true, port: 6432 }, postgres: { users: [{ name: 'prometheus' }] } },
    });
    const ids = validatePlan(taken).map(({ id, path }) => `${id} ${path.join('.')}`);
    expect(ids).toContain('databases-and-users postgres.users.0.name');
    expect(ids).toContain('port-collisions monitoring.port');
  });

  it('is taken away where it was installed, also by a plan that asks for it no more', async () => {
    const plan = planOf(2);
    const state = { ...bareHost().state, project: projectId };
    const facts = new Map([
      ['n1', bareHost({ state: { ...state, packages: ['patroni', unit] } })],
      ['n2', bareHost({ state })],
    ]);
    const { steps } = planDestroy(await stateOf(plan, facts), facts);
    const stopsOrRemoves = new RegExp(`^(?:for unit in|packages=).*${unit}`, 'm');
    const about = steps.filter(({ apply }) => stopsOrRemoves.test(apply)).map(({ id }) => id);
    expect(about).toEqual(['n1/services/stop', 'n1/packages/remove']);
  });

  it('may come to a deployment, and not leave it', () => {
    const changes = (before: Plan, plan: Plan) =>
      changedFixedFields(recordOf(before), {
        plan,
        wanted: recordOf(plan),
        before: [recordOf(before)],
        hosts: [],
        former: [],
      });
    expect(recordOf(without).fixed).not.toHaveProperty('monitoring.exporter');
    expect(changes(without, planFixture({ sections: { monitoring: { exporter: true } } }))).toEqual([]);
    const moved = planFixture({ sections: { monitoring: { exporter: true, port: 9201 } } });
    expect(changes(planFixture({ sections: { monitoring: { exporter: true } } }), moved)).toEqual([]);
    const turned = {
      ...recordOf(moved),
      fixed: Object.fromEntries(Object.entries(recordOf(moved).fixed).toReversed()),
    };
    expect(recordText(turned)).toBe(recordText(recordOf(moved)));
    expect(changes(moved, without)).toEqual([
      expect.objectContaining({ id: 'fixed-field', verdict: 'refuse', path: ['monitoring', 'exporter'] }),
    ]);
  });
});
