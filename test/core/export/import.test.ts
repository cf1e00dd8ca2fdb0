import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExportResult } from '../../../core/export/exportFormat.ts';
import { importFiles } from '../../../core/export/import/importPlan.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { PlanSections } from '../../../core/plan/planSections.ts';
import { topologyIds } from '../../../core/plan/schema.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { layouts, planFixture, planText, readPlan } from '../planFixture.ts';
import { planOf, topologyInputs } from '../render/renderPlans.ts';
import { exportPlan } from './exportFixture.ts';

const ways = [
  ['pigsty', 'v4'],
  ['pigsty', 'v3'],
  ['autobase', 'v4'],
] as const;

function imported({ files }: ExportResult): Plan {
  return readPlan(importFiles(files.map(({ path, text }) => ({ name: path, text }))).planText);
}

const sections: fc.Arbitrary<PlanSections> = fc.record(
  {
    objectives: fc.oneof(
      fc.record({ mode: fc.constantFrom('default', 'fast', 'zero-loss', 'conservative') }),
      fc.record({ rto: fc.integer({ min: 20, max: 300 }), rpo: fc.constantFrom(0, 65_536, 4_194_304) }),
    ),
    postgres: fc.record(
      {
        version: fc.constantFrom(15, 16, 17),
        template: fc.constantFrom('oltp', 'olap', 'crit', 'tiny'),
        port: fc.constantFrom(5432, 5555),
        clients: fc.constantFrom(['10.0.0.0/8'], ['10.0.0.0/8', '192.168.1.0/24']),
        parameters: fc.constantFrom({}, { work_mem: '16MB', search_path: "a, 'b'" }),
        users: fc.constant([
          { name: 'app', createdb: true, memberOf: ['pg_read_all_data'] },
          { name: 'dba', superuser: true },
        ]),
        databases: fc.constant([{ name: 'orders', owner: 'app' }, { name: 'stock' }]),
      },
      { requiredKeys: [] },
    ),
    patroni: fc.record(
      {
        watchdog: fc.constantFrom('off', 'automatic', 'required'),
        failsafe: fc.boolean(),
        port: fc.constantFrom(8008, 8010),
        synchronous: fc.record({ strict: fc.boolean(), nodes: fc.integer({ min: 1, max: 3 }) }, { requiredKeys: [] }),
        timing: fc.record(
          {
            ttl: fc.integer({ min: 30, max: 90 }),
            loopWait: fc.constantFrom(3, 5),
            safetyMargin: fc.constantFrom(-1, 7),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    ),
    etcd: fc.record(
      { clientPort: fc.constant(3379), heartbeat: fc.constant(200), quota: fc.constant('4GiB') },
      { requiredKeys: [] },
    ),
    haproxy: fc.record(
      {
        ports: fc.constantFrom({ primary: 6433 }, { stats: 9999, offline: 6438 }),
        checks: fc.record({ inter: fc.constantFrom(1, 0.5), rise: fc.constantFrom(1, 4) }, { requiredKeys: [] }),
        maxconn: fc.constant(500),
      },
      { requiredKeys: [] },
    ),
    pgbouncer: fc.record(
      { poolMode: fc.constantFrom('session', 'statement'), defaultPoolSize: fc.constant(7) },
      { requiredKeys: [] },
    ),
    access: fc.record(
      { vip: fc.constant({ address: '10.0.0.99/24', interface: 'ens3' }), dns: fc.constant('db.example.com') },
      { requiredKeys: [] },
    ),
    packages: fc.record({ release: fc.constantFrom('bookworm', 'trixie') }, { requiredKeys: [] }),
    security: fc.record({ tls: fc.boolean() }),
    ssh: fc.constantFrom(
      { user: 'admin', port: 2222, key: '~/.ssh/id' },
      { user: 'root', jump: 'me@gate' },
      { user: 'me', sudo: false },
    ),
  } as Record<keyof PlanSections, fc.Arbitrary<never>>,
  { requiredKeys: [] },
);

describe('the import of our own export', () => {
  it.each(ways)('gives an equal plan for every topology and layout, as %s %s', (format, target) => {
    for (const layout of layouts) {
      const plan = planFixture(layout);
      expect(imported(exportPlan(plan, format, { target }))).toEqual(plan);
    }
  });

  it.each(ways)('gives an equal plan for plans with every option, as %s %s', (format, target) => {
    for (const topology of topologyIds) {
      const plan = planOf(topologyInputs[topology]);
      expect(imported(exportPlan(plan, format, { target }))).toEqual(plan);
    }
  });

  it.each(ways)('gives an equal plan whatever the settings, as %s %s', (format, target) => {
    fc.assert(
      fc.property(fc.constantFrom(...layouts), sections, (layout, given) => {
        const plan = planFixture({ ...layout, sections: given });
        expect(imported(exportPlan(plan, format, { target }))).toEqual(plan);
      }),
      { numRuns: 60 },
    );
  });

  it.each(ways)('gives an equal plan where clusters have settings of their own, as %s %s', (format, target) => {
    const plan = readPlan(`quorate: 1
name: two
topology: two-node
hosts: [{ name: a1, address: 10.0.0.1 }, { name: a2, address: 10.0.0.2 }, { name: b1, address: 10.0.0.3 }, { name: b2, address: 10.0.0.4 }]
clusters:
  - { name: pg-a, members: [{ host: a1, seq: 1, role: primary }, { host: a2, seq: 2, role: replica }] }
  - name: pg-b
    members: [{ host: b1, seq: 1, role: primary }, { host: b2, seq: 2, role: replica }]
    postgres:
      { version: 17, template: olap, parameters: { work_mem: 9MB }, clients: ["fd00::/8"],
        users: [{ name: x, login: false }, { name: y, connectionLimit: 4, memberOf: [x] }],
        databases: [{ name: d, owner: y, locale: C, extensions: [hstore], connect: [x] }],
        hba: [{ type: host, database: all, user: all, address: 10.1.1.1/32, method: reject, position: after }] }
postgres: { users: [{ name: app }], databases: [{ name: shop, owner: app }] }
`);
    expect(imported(exportPlan(plan, format, { target }))).toEqual(plan);
  });

  it('gives the same text for a plan', () => {
    const text = planText({ topology: 'dual-dc' });
    expect(importFiles([{ name: 'plan.yaml', text }])).toEqual({ format: 'plan', planText: text, report: [] });
  });

  it('takes what was changed in the inventory over what the hints say', () => {
    const vip = { address: '10.0.0.99/24', interface: 'eth0' };
    const plan = planFixture({ sections: { objectives: { mode: 'default' }, access: { vip } } });
    const [file] = exportPlan(plan, 'pigsty').files;
    const text = (file?.text ?? '')
      .replace('norm: [ 30, 10, 10, 10, 5,', 'norm: [ 40, 10, 15, 10, 5,')
      .replace('pg_rpo: 1048576', 'pg_rpo: 0')
      .replace('patroni_watchdog_mode: "off"', 'patroni_watchdog_mode: required')
      .replace('10.0.0.99/24', '10.0.0.98/24')
      .replace('pg_role: replica, nodename: n3', 'pg_role: offline, nodename: n3');
    const changed = readPlan(importFiles([{ name: 'pigsty.yml', text }]).planText);
    expect(changed.patroni.watchdog).toBe('required');
    expect(resolveTiming(changed).patroni).toMatchObject({
      ttlSeconds: 40,
      loopWaitSeconds: 10,
      retryTimeoutSeconds: 15,
      primaryStartTimeoutSeconds: 10,
    });
    expect(changed.objectives.rpoBytes).toBe(0);
    expect(changed.access.vip?.address).toBe('10.0.0.98/24');
    expect(changed.clusters[0]?.members[2]?.role).toBe('offline');
  });
});

describe('the import of what others wrote', () => {
  const pigsty = (version: string, rto: string) => `
all:
  children:
    infra: { hosts: { 10.10.10.10: { infra_seq: 1 } } }
    etcd:
      hosts: { 10.10.10.10: { etcd_seq: 1 }, 10.10.10.11: { etcd_seq: 2 }, 10.10.10.12: { etcd_seq: 3 } }
      vars: { etcd_cluster: etcd }
    pg-test:
      hosts:
        10.10.10.11: { pg_seq: 1, pg_role: primary }
        10.10.10.12: { pg_seq: 2, pg_role: replica }
        10.10.10.10: { pg_seq: 3, pg_role: offline }
      vars:
        pg_cluster: pg-test
        pg_vip_enabled: true
        pg_vip_address: 10.10.10.3/24
        pg_vip_interface: eth1
        patroni_watchdog_mode: off
        pg_users: [ { name: test, password: Secret.Of.Test, pgbouncer: true, roles: [ dbrole_admin ] } ]
        pg_databases: [ { name: test } ]
        pg_crontab: [ '00 01 * * * /pg/bin/pg-backup full' ]
  vars: { version: ${version}, admin_ip: 10.10.10.10, region: default, pg_version: 17, pg_conf: olap.yml, pg_rto: ${rto}, pg_rpo: 1048576 }
`;

  it.each([
    ['v3.7.0', '60', { ttlSeconds: 60, loopWaitSeconds: 20 }],
    ['v4.2.0', 'safe', { ttlSeconds: 60, loopWaitSeconds: 10, retryTimeoutSeconds: 20, safetyMarginSeconds: 10 }],
    ['v4.2.0', '60', { ttlSeconds: 30, loopWaitSeconds: 5, primaryStartTimeoutSeconds: 25 }],
  ])('understands Pigsty %s with pg_rto %s', (version, rto, timing) => {
    const { planText: text, report, format } = importFiles([{ name: 'pigsty.yml', text: pigsty(version, rto) }]);
    const plan = readPlan(text);
    expect(format).toBe('pigsty');
    expect(plan).toMatchObject({
      topology: 'three-node',
      hosts: expect.arrayContaining([
        expect.objectContaining({ address: '10.10.10.11', roles: ['postgres', 'etcd', 'haproxy'] }),
      ]),
      clusters: [{ name: 'pg-test', members: [{ role: 'primary', seq: 1 }, { role: 'replica' }, { role: 'offline' }] }],
      postgres: {
        version: 17,
        template: 'olap',
        users: expect.arrayContaining([
          expect.objectContaining({ name: 'dbrole_admin', login: false }),
          expect.objectContaining({ name: 'test', login: true, memberOf: ['dbrole_admin'] }),
        ]),
      },
      access: { vip: { address: '10.10.10.3/24', interface: 'eth1' } },
      patroni: { watchdog: 'off' },
    });
    expect(resolveTiming(plan).patroni).toMatchObject(timing);
    expect(report).toContainEqual(
      expect.objectContaining({
        level: 'ignored',
        path: 'pg-test.pg_crontab[0]',
        message: expect.stringContaining('backups'),
        file: 'pigsty.yml',
        line: 21,
      }),
    );
    expect(`${text}${JSON.stringify(report)}`).not.toContain('Secret.Of.Test');
  });

  it("understands autobase's own INI inventory with a file of variables", () => {
    const ini = `
[etcd_cluster]  # recommendation: 3, or 5-7 nodes
10.128.64.140
10.128.64.142
10.128.64.143
[balancers]
10.128.64.140 # balancer_tags="datacenter=dc1"
[master]
10.128.64.140 hostname=pgnode01 postgresql_exists=false
[replica]
10.128.64.142 hostname=pgnode02 patroni_tags="nosync=true"
10.128.64.143 hostname=pgnode03
[postgres_cluster:children]
master
replica
[all:vars]
ansible_connection='ssh'
ansible_ssh_port='2222'
ansible_user='admin'
`;
    const vars =
      'patroni_cluster_name: pg-shop\npatroni_ttl: 45\nsynchronous_mode: true\ncluster_vip: 10.128.64.145\nwal_g_install: true\n';
    const { planText: text, report } = importFiles([
      { name: 'inventory', text: ini },
      { name: 'main.yml', text: vars },
    ]);
    const plan = readPlan(text);
    expect(plan).toMatchObject({
      name: 'shop',
      ssh: { user: 'admin', port: 2222, sudo: true },
      hosts: [
        { name: 'pgnode01', roles: ['postgres', 'etcd', 'haproxy'] },
        { name: 'pgnode02', roles: ['postgres', 'etcd'] },
        { name: 'pgnode03' },
      ],
      clusters: [{ name: 'pg-shop', members: [{ role: 'primary' }, { nosync: true }, { nosync: false }] }],
      objectives: { rtoSeconds: 45, rpoBytes: 0 },
      patroni: { timing: { loopWait: 10, retryTimeout: 10, primaryStartTimeout: 300 }, watchdog: 'automatic' },
      access: { vip: { address: '10.128.64.145/24' } },
    });
    expect(report).toContainEqual(
      expect.objectContaining({
        level: 'ignored',
        path: 'main.yml.wal_g_install',
        message: expect.stringContaining('backups'),
      }),
    );
  });

  const bomb = [
    'a: &a [x]',
    ...[...'bcdefgh'].map((name, index) => `${name}: &${name} [${`*${'abcdefg'[index]},`.repeat(9)}]`),
  ];

  it.each([
    ['an empty file', '', 'import-unreadable'],
    ['text', 'just text', 'import-unreadable'],
    ['broken YAML', 'a: [', 'import-unreadable'],
    ['aliases that multiply', bomb.join('\n'), 'import-unreadable'],
    ['deep nesting', '['.repeat(20_000), 'import-unreadable'],
    ['an inventory of something else', 'all: { children: { x: { hosts: { a: {} } } } }', 'import-unknown'],
    ['a cluster without hosts', 'all: { children: { pg: { vars: { pg_cluster: pg } } } }', 'import-incomplete'],
    ['half a plan', 'quorate: 1\nname: x\n', 'plan-invalid'],
  ])('refuses %s', (_, text, code) => {
    expect(() => importFiles([{ name: 'f', text }])).toThrow(expect.objectContaining({ code }));
  });

  it('shows no control characters of an inventory', () => {
    const text =
      'all: { children: { pg: { hosts: { 10.0.0.1: { pg_role: primary, "a\\e[2Jb": 1 } }, vars: { pg_cluster: pg } } } }';
    const { report } = importFiles([{ name: 'f', text }]);
    expect(JSON.stringify(report)).not.toMatch(/\\u001b/);
  });
});
