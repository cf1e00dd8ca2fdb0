import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { etcdHosts } from '../../../core/plan/plan.ts';
import { topologyIds } from '../../../core/plan/schema.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { layouts, planFixture } from '../planFixture.ts';
import { goldenTree } from '../render/goldenFiles.ts';
import { planOf, topologyInputs } from '../render/renderPlans.ts';
import { exportPlan, inEnglish } from './exportFixture.ts';
import { pigstyBreaches } from './pigstyRules.ts';
import { pigstyInstances } from './pigstyTemplates.ts';

const targets = ['v4', 'v3'] as const;
const golden = join(import.meta.dirname, '../../fixtures/export');

const textOf = (...args: Parameters<typeof exportPlan>) => exportPlan(...args).files[0]?.text ?? '';

/** A part of an inventory, for assertions. */
function at(text: string, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<string | number, unknown> | undefined)?.[step],
    parse(text, { version: '1.1' }),
  );
}

describe('the Pigsty inventory', () => {
  it.each(targets)('is the golden one for every topology, in %s', (target) => {
    const fresh = Object.fromEntries(
      topologyIds.flatMap((topology) => {
        const { files, losses } = exportPlan(planOf(topologyInputs[topology]), 'pigsty', { target });
        return [
          [`${topology}.yml`, files[0]?.text ?? ''],
          [`${topology}.losses.json`, inEnglish(losses)],
        ];
      }),
    );
    expect(fresh).toEqual(goldenTree(join(golden, `pigsty-${target}`), fresh));
  });

  it.each(targets)('keeps every rule of Pigsty for every layout, mode and option, in %s', (target) => {
    for (const layout of layouts)
      for (const mode of ['default', 'fast', 'zero-loss', 'conservative'] as const)
        for (const watchdog of ['off', 'required'] as const) {
          const plan = planFixture({
            ...layout,
            sections: {
              objectives: { mode },
              patroni: { watchdog },
              access: { vip: { address: '10.0.0.99/24', interface: 'eth0' } },
            },
          });
          expect(pigstyBreaches(textOf(plan, 'pigsty', { target }), target)).toEqual([]);
        }
  });

  it.each(targets)('makes of Pigsty what the plan says, instance by instance, in %s', (target) => {
    for (const topology of topologyIds) {
      // Version 3 derives the lease from one number, as the named modes do, and has checks of its own: the losses say so.
      const input = topologyInputs[topology];
      const plan = planOf(target === 'v3' ? { ...input, objectives: { mode: 'default', ...input.objectives } } : input);
      const { patroni, haproxy } = resolveTiming(plan);
      const instances = pigstyInstances(textOf(plan, 'pigsty', { target }), target);
      const addressOf = (host: string) => plan.hosts.find(({ name }) => name === host)?.address ?? '';
      expect(instances.size).toBe(plan.clusters.flatMap((cluster) => cluster.members).length);
      for (const cluster of plan.clusters)
        for (const member of cluster.members) {
          const upstream = plan.clusters.find((one) => one.name === cluster.standbyOf?.cluster);
          expect(instances.get(addressOf(member.host))).toEqual({
            name: member.name,
            scope: cluster.name,
            // Pigsty knows one etcd cluster; for a standby region that is a loss which the export reports.
            etcdHosts: etcdHosts(plan, plan.clusters[0] ?? cluster).map(({ address }) => `${address}:2379`),
            ttl: patroni.ttlSeconds,
            loopWait: patroni.loopWaitSeconds,
            retryTimeout: patroni.retryTimeoutSeconds,
            primaryStartTimeout: patroni.primaryStartTimeoutSeconds,
            maximumLagOnFailover: plan.objectives.rpoBytes,
            synchronous: plan.patroni.synchronous.enabled,
            watchdog: plan.patroni.watchdog,
            standby:
              upstream === undefined || member.role !== 'primary'
                ? undefined
                : { host: addressOf(upstream.members[0]?.host ?? ''), delay: '1h' },
            checks: [
              `${haproxy.interSeconds}s`,
              `${haproxy.fastinterSeconds}s`,
              target === 'v3' ? '5s' : `${haproxy.downinterSeconds}s`,
              haproxy.rise,
              haproxy.fall,
            ],
            vip: plan.access.vip && `${plan.access.vip.address} on ${plan.access.vip.interface}`,
          });
        }
    }
  });

  it.each([
    ['pg_role: replica', 'pg_role: primary', 'exactly one primary'],
    ['pg_seq: 2', 'pg_seq: 1', 'pg_seq is unique'],
    ['patroni_watchdog_mode: "off"', 'patroni_watchdog_mode: off', 'watchdog is quoted'],
    ['pg_rto: fast', 'pg_rto: 30', 'pg_rto 30'],
    ['pg_cluster: pg-main', 'pg_cluster: pg_main', 'its own pg_cluster'],
    ['10.0.0.2: { etcd_seq: 2 }', '', 'odd number'],
    ['10.0.0.99/24', '10.0.0.99', 'pg_vip_address'],
    ['admin_ip: 10.0.0.1', 'admin_ip: n1', 'admin_ip'],
    ['pg_conf: oltp.yml', 'pg_conf: oltp', 'pg_conf'],
    ['infra_seq: 1', 'infra_seq: one', 'infra_seq'],
    ['roles: [ pg_monitor ]', 'roles: pg_monitor', 'pg_users: roles'],
    ['owner: app', 'owner: [ app ]', 'pg_databases: owner'],
    ['addr: world', 'addr: anywhere', 'addr of a rule'],
    ['auth: ssl', 'auth: tls', 'auth of a rule'],
    ['etcd_cluster: etcd', 'etcd_cluster: e_tcd', 'etcd_cluster'],
    ['region: default', 'region: moon', 'region'],
    ['pg_version: 15', 'pg_version: "15"', 'pg_version'],
  ])('is judged by rules that see the mistake %s -> %s', (right, wrong, message) => {
    const vip = { address: '10.0.0.99/24', interface: 'eth0' };
    const postgres = {
      users: [{ name: 'app', memberOf: ['pg_monitor'] }],
      databases: [{ name: 'orders', owner: 'app' }],
    };
    const text = textOf(planFixture({ sections: { access: { vip }, postgres } }), 'pigsty');
    expect(pigstyBreaches(text, 'v4')).toEqual([]);
    expect(text).toContain(right);
    expect(pigstyBreaches(text.replace(right, wrong), 'v4').join()).toContain(message);
  });

  it('names a preset of version 4 when the timing is exactly that, and writes its own line when it is not', () => {
    const norm = planFixture({
      sections: {
        patroni: { timing: { ttl: 30, loopWait: 5, retryTimeout: 10, primaryStartTimeout: 25 } },
        haproxy: { checks: { inter: 2, fastinter: 1, downinter: 2 } },
      },
    });
    const text = textOf(norm, 'pigsty');
    expect(at(text, 'all', 'children', 'pg-main', 'vars', 'pg_rto')).toBe('norm');
    expect(at(text, 'all', 'vars', 'pg_rto_plan')).toBeUndefined();
    const own = textOf(planFixture({ sections: { objectives: { mode: 'conservative' } } }), 'pigsty');
    expect(at(own, 'all', 'children', 'pg-main', 'vars', 'pg_rto')).toBe('safe');
    expect(at(own, 'all', 'vars', 'pg_rto_plan', 'safe')).toEqual([60, 20, 20, 20, 5, '3s', '1s', '3s', 3, 3]);
    expect(at(textOf(norm, 'pigsty', { target: 'v3' }), 'all', 'children', 'pg-main', 'vars', 'pg_rto')).toBe(30);
  });

  it('says what is lost', () => {
    const codes = (plan: ReturnType<typeof planFixture>, target: 'v3' | 'v4' = 'v4') =>
      exportPlan(plan, 'pigsty', { target }).losses.map((loss) => loss.code);
    expect(codes(planFixture())).toEqual(['passwords', 'admin-node']);
    expect(codes(planFixture({ sections: { patroni: { failsafe: false } } }))).toContain('failsafe');
    const dual = planFixture({ topology: 'dual-dc', sections: { objectives: { mode: 'zero-loss' } } });
    expect(codes(dual)).toEqual(expect.arrayContaining(['sites', 'nosync', 'synchronous-nodes']));
    expect(codes(planFixture({ topology: 'geo-dr' }))).toEqual(
      expect.arrayContaining(['standby-upstream', 'one-etcd']),
    );
    expect(codes(planFixture({ sections: { objectives: { rto: 32 } } }), 'v3')).toContain('timing-thirds');
  });

  it('refuses what Pigsty cannot name', () => {
    const ipv6 = planFixture({}, [[['hosts', 0, 'address'], 'fd00::1']]);
    expect(() => exportPlan(ipv6, 'pigsty')).toThrow(/names hosts by IPv4 address, and n1 has "fd00::1"/);
    const group = planFixture({}, [[['clusters', 0, 'name'], 'etcd']]);
    expect(() => exportPlan(group, 'pigsty')).toThrow(/allowed: anything but/);
  });

  it('puts secrets in only when they are given', () => {
    const plan = planFixture({ sections: { postgres: { users: [{ name: 'app' }] } } });
    const without = textOf(plan, 'pigsty');
    expect(without).not.toMatch(/^[^#]*password:/m);
    const text = textOf(plan, 'pigsty', { secret: (name) => `secret of ${name}` });
    const vars = at(text, 'all', 'children', 'pg-main', 'vars');
    expect(vars).toMatchObject({
      pg_dbsu_password: 'secret of postgres/pg-main/superuser',
      pg_replication_password: 'secret of postgres/pg-main/replication',
      patroni_password: 'secret of patroni/pg-main/rest',
      pg_users: [{ name: 'app', password: 'secret of user/pg-main/app' }],
    });
  });
});

describe('hostile text', () => {
  const template = '{{ lookup("pipe", "touch /tmp/evil") }}';

  it.each([template, '{% for x in y %}', '{#'])('is left out when Ansible would evaluate it: %s', (text) => {
    const plan = planFixture({ sections: { postgres: { parameters: { search_path: text, work_mem: '8MB' } } } });
    const { files, losses } = exportPlan(plan, 'pigsty');
    expect(files[0]?.text).not.toMatch(/\{[{%#]/);
    expect(losses.map((loss) => loss.code)).toContain('template-text');
    expect(at(files[0]?.text ?? '', 'all', 'children', 'pg-main', 'vars', 'pg_parameters')).toEqual({
      work_mem: '8MB',
    });
  });

  it.each(['off', 'a: b', "x' # y", '"\\', '=', '<<', '1:30', '0x10', '!!python/object', '*a', '- a', ' a '])(
    'stays the same text: %s',
    (text) => {
      const plan = planFixture({ sections: { postgres: { parameters: { search_path: text } }, ssh: { key: text } } });
      for (const version of ['1.1', '1.2'] as const) {
        const parsed = parse(textOf(plan, 'pigsty'), { version });
        expect(parsed.all.children['pg-main'].vars.pg_parameters.search_path).toBe(text);
        expect(parsed.all.vars.ansible_ssh_private_key_file).toBe(text);
      }
    },
  );

  it('cannot become a group or a host', () => {
    const named = planFixture({}, [[['clusters', 0, 'name'], 'pg\u0022: {x: y}']]);
    expect(() => exportPlan(named, 'pigsty')).toThrow(/cannot be exported/);
  });
});
