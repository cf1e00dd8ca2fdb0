import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../core/export/import/importPlan.ts';
import { postgresOf } from '../../../core/plan/postgresOf.ts';
import { validatePlan } from '../../../core/rules/rules.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { readPlan } from '../planFixture.ts';

function imported(text: string, more: Record<string, string> = {}) {
  const files = [{ name: 'f', text }, ...Object.entries(more).map(([name, other]) => ({ name, text: other }))];
  const { planText, report } = importFiles(files);
  const plan = readPlan(planText);
  const at = (path: string) => report.filter((note) => note.path === path);
  return { plan, planText, report, at, findings: validatePlan(plan).filter(({ severity }) => severity === 'error') };
}

/** Three hosts in one cluster. */
const trio = (vars: string, all = 'version: v3.7.0') => `
all:
  vars: { ${all} }
  children:
    etcd: { hosts: { 10.0.0.1: { etcd_seq: 1 }, 10.0.0.2: { etcd_seq: 2 }, 10.0.0.3: { etcd_seq: 3 } }, vars: { etcd_cluster: etcd } }
    pg-shop:
      hosts: { 10.0.0.1: { pg_seq: 1, pg_role: primary }, 10.0.0.2: { pg_seq: 2, pg_role: replica }, 10.0.0.3: { pg_seq: 3, pg_role: replica } }
      vars: { pg_cluster: pg-shop${vars === '' ? '' : `, ${vars}`} }
`;

describe('rules of pg_hba.conf from Pigsty', () => {
  it('keeps refusing what a rule denies', () => {
    const { plan, at } = imported(trio('pg_hba_rules: [{ user: all, db: all, addr: 10.1.1.100/32, auth: deny }]'));
    expect(plan.postgres.hba).toEqual([
      {
        type: 'host',
        database: ['all'],
        user: ['all'],
        address: '10.1.1.100/32',
        method: 'reject',
        position: 'before',
      },
    ]);
    expect(plan.postgres.clients).not.toContain('10.1.1.100/32');
    expect(at('pg-shop.pg_hba_rules[0]')).toMatchObject([{ level: 'understood', plan: 'postgres.hba[0]' }]);
  });

  it('lets in the intranet, as Pigsty does, where the file has no rules', () => {
    expect(imported(trio('')).plan.postgres.clients).toEqual(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']);
    const own = imported(trio('', 'version: v3.7.0, node_firewall_intranet: [ 10.5.0.0/16 ]'));
    expect(own.plan.postgres.clients).toEqual(['10.5.0.0/16']);
  });

  it.each([
    ['{ user: all, db: all, addr: world, auth: ssl }', [], ['0.0.0.0/0', '::/0']],
    [
      '{ user: all, db: all, addr: world, auth: deny }',
      ['host all all 0.0.0.0/0 reject after', 'host all all ::/0 reject after'],
      [],
    ],
    ['{ user: app, db: shop, addr: 10.9.0.0/16, auth: cert }', ['hostssl shop app 10.9.0.0/16 cert before'], []],
    ['{ user: "+app", db: all, addr: local, auth: os }', ['local all +app  peer before'], []],
    ['{ user: app, addr: infra, auth: trust }', ['host all app 10.0.0.9/32 trust before'], []],
    ['{ user: app, addr: admin, auth: md5 }', ['host all app 10.0.0.8/32 md5 before'], []],
    [
      '{ user: app, addr: cluster }',
      ['1', '2', '3'].map((n) => `host all app 10.0.0.${n}/32 scram-sha-256 before`),
      [],
    ],
    [
      '{ rules: [ "hostssl shop,other app 10.1.0.0 255.255.0.0 md5  # old" ] }',
      ['hostssl shop,other app 10.1.0.0/16 md5 before'],
      [],
    ],
    ['{ role: offline, user: app, addr: intra, auth: pwd }', [], []],
    ['{ role: primary, user: app, addr: 10.3.0.0/16, auth: deny }', ['host all app 10.3.0.0/16 reject before'], []],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as Pigsty writes it
    ['{ user: "${repl}", db: replication, addr: world, auth: pwd }', [], []],
    ['{ user: all, db: all, addr: moon, auth: pwd }', [], []],
  ] as const)('reads %s by its meaning', (rule, hba, clients) => {
    const { plan, report } = imported(
      `${trio(`pg_hba_rules: [${rule}], pg_users: [{ name: app }]`, 'version: v3.7.0, admin_ip: 10.0.0.8')}    infra: { hosts: { 10.0.0.9: {} } }\n`,
    );
    expect(
      plan.postgres.hba.map(({ type, database, user, address = '', method, position }) =>
        [type, database.join(), user.join(), address, method, position].join(' '),
      ),
    ).toEqual(hba);
    expect(plan.postgres.clients.slice(3)).toEqual(clients);
    if (hba.length === 0 && clients.length === 0)
      expect(report.some(({ level, path }) => level === 'ignored' && path.startsWith('pg-shop.pg_hba_rules'))).toBe(
        true,
      );
  });

  it('keeps the order in which version 4 tries rules', () => {
    const rules =
      '[{ user: app, addr: 10.2.0.0/16, auth: md5 }, { user: app, addr: 10.2.1.0/24, auth: deny, order: 5 }]';
    const text = (version: string) => trio(`pg_users: [{ name: app }], pg_hba_rules: ${rules}`, `version: ${version}`);
    expect(imported(text('v4.0.0')).plan.postgres.hba.map(({ method }) => method)).toEqual(['reject', 'md5']);
    expect(imported(text('v3.7.0')).plan.postgres.hba.map(({ method }) => method)).toEqual(['md5', 'reject']);
  });
});

describe('what Pigsty implies', () => {
  it.each([
    ['v4.2.0', true],
    ['v3.7.0', false],
  ])('is synchronous with crit.yml, in %s', (version, strict) => {
    const { plan, at } = imported(trio('pg_conf: crit.yml, pg_rpo: 1048576', `version: ${version}`));
    expect(plan.objectives.rpoBytes).toBe(0);
    expect(plan.patroni.synchronous).toMatchObject({ enabled: true, strict });
    expect(plan.postgres.template).toBe('crit');
    expect(at('pg-shop.pg_rpo')).toMatchObject([
      { level: 'defaulted', message: expect.stringContaining('synchronously') },
    ]);
  });

  it('is never strict where a cluster has one member, which would then accept no write', () => {
    const more =
      '    pg-lone: { hosts: { 10.0.0.7: { pg_seq: 1, pg_role: primary } }, vars: { pg_cluster: pg-lone, pg_conf: crit.yml } }\n';
    const { plan } = imported(trio('pg_conf: crit.yml', 'version: v4.2.0') + more);
    expect(plan.patroni.synchronous).toMatchObject({ enabled: true, strict: false });
  });

  it.each([
    ['v1.5.0', 14, 30, 10],
    ['v2.3.1', 15, 30, 10],
    ['v3.7.0', 17, 30, 10],
    ['v4.2.0', 18, 30, 5],
  ])('is the timing and PostgreSQL of its own release: %s', (version, postgres, ttl, loop) => {
    const { plan } = imported(trio('', `version: ${version}`));
    expect(plan.postgres.version).toBe(postgres);
    expect(resolveTiming(plan).patroni).toMatchObject({ ttlSeconds: ttl, loopWaitSeconds: loop });
  });

  it('has roles that every Pigsty has, so that the plan is valid', () => {
    const users = '[{ name: app, roles: [dbrole_admin] }, { name: web, roles: [dbrole_readonly, pg_monitor, nobody] }]';
    const { plan, findings, at } = imported(trio(`pg_users: ${users}, pg_databases: [{ name: shop, owner: app }]`));
    expect(findings.map(({ message }) => message).filter((message) => /No user of the plan/.test(message))).toEqual([]);
    expect(plan.postgres.users.map(({ name, login, memberOf }) => [name, login, ...memberOf])).toEqual([
      ['dbrole_readonly', false],
      ['dbrole_readwrite', false, 'dbrole_readonly'],
      ['dbrole_admin', false, 'pg_monitor', 'dbrole_readwrite'],
      ['app', true, 'dbrole_admin'],
      ['web', true, 'dbrole_readonly', 'pg_monitor'],
    ]);
    expect(at('pg-shop.pg_users[1].roles[2]')).toMatchObject([{ level: 'ignored' }]);
    // Pigsty lets everybody connect to a database, whoever owns it.
    expect(plan.postgres.databases).toMatchObject([{ name: 'shop', owner: 'app', connect: ['web'] }]);
  });

  it('reads a role and a database field by field', () => {
    const user =
      '{ name: etl, password: x, login: false, superuser: true, createdb: true, createrole: true, replication: true, bypassrls: true, connlimit: 7, expire_in: 9, parameters: { a: b } }';
    const database =
      '{ name: shop, encoding: LATIN1, locale: C, schemas: [a, { name: b, owner: etl }], extensions: [hstore, { name: postgis, schema: gis }], baseline: x.sql, revokeconn: true, owner: etl }';
    const { plan, at } = imported(trio(`pg_users: [${user}], pg_databases: [${database}]`));
    expect(plan.postgres.users).toEqual([
      {
        ...{ name: 'etl', login: false, superuser: true, createdb: true, createrole: true, replication: true },
        ...{ bypassrls: true, connectionLimit: 7, memberOf: [] },
      },
    ]);
    expect(plan.postgres.databases).toEqual([
      {
        ...{ name: 'shop', owner: 'etl', encoding: 'LATIN1', locale: 'C' },
        schemas: [{ name: 'a' }, { name: 'b', owner: 'etl' }],
        extensions: [{ name: 'hstore' }, { name: 'postgis', schema: 'gis' }],
      },
    ]);
    for (const path of [
      'pg_users[0].expire_in',
      'pg_users[0].parameters.a',
      'pg_databases[0].baseline',
      'pg_users[0].password',
    ])
      expect(at(`pg-shop.${path}`), path).toMatchObject([{ level: 'ignored', file: 'f', line: 8 }]);
  });
});

describe('extensions of Pigsty', () => {
  it('are packages of the plan where Debian has one, by their own names, those of packages, or both in one entry', () => {
    const { plan, at, findings } = imported(
      trio(
        `pg_extensions: [ pg_cron, "postgis, pgvector pg_repack", 'postgresql-$v-wal2json', 'postgresql-\${pg_version}-hll', postgresql-17-rum ]`,
      ),
    );
    expect(plan.postgres.packages).toEqual([
      'postgresql-{version}-cron',
      'postgresql-{version}-postgis-3',
      'postgresql-{version}-pgvector',
      'postgresql-{version}-repack',
      'postgresql-{version}-wal2json',
      'postgresql-{version}-hll',
      'postgresql-17-rum',
    ]);
    expect(at('pg-shop.pg_extensions[1]')).toMatchObject([
      {
        level: 'understood',
        plan: 'postgres.packages',
        message: expect.stringContaining('postgresql-{version}-pgvector'),
      },
    ]);
    expect(findings).toEqual([]);
  });

  it('that no package is known for are named, and nothing of them reaches the plan', () => {
    const { plan, at } = imported(
      trio('pg_extensions: [ pgsql-gis, "timescaledb pg_search $(id)", [ nested ], "postgresql-$v-x;y" ]'),
    );
    expect(plan.postgres.packages).toEqual(['postgresql-{version}-timescaledb']);
    expect(at('pg-shop.pg_extensions[0]')).toMatchObject([
      { level: 'ignored', message: expect.stringContaining('postgres.packages') },
    ]);
    expect(at('pg-shop.pg_extensions[1]')).toMatchObject([
      { level: 'defaulted', message: expect.stringMatching(/-timescaledb; .* for pg_search, \$\(id\)/) },
    ]);
    expect(at('pg-shop.pg_extensions[3]')).toMatchObject([{ level: 'ignored' }]);
  });
});

describe('several clusters of one Pigsty inventory', () => {
  const two = `
all:
  vars: { version: v3.7.0, pg_version: 15 }
  children:
    etcd: { hosts: { 10.0.0.1: { etcd_seq: 1 } }, vars: { etcd_cluster: etcd } }
    pg-a:
      hosts: { 10.0.0.1: { pg_seq: 1, pg_role: primary } }
      vars: { pg_cluster: pg-a, pg_version: 16, pg_users: [{ name: a }], pg_databases: [{ name: da }], pg_conf: olap.yml, pg_parameters: { work_mem: 9MB }, pg_libs: timescaledb }
    pg-b:
      hosts: { 10.0.0.2: { pg_seq: 1, pg_role: primary } }
      vars: { pg_cluster: pg-b, pg_users: [{ name: b }], pg_databases: [{ name: db }], pg_hba_rules: [{ user: b, addr: 10.1.0.0/16, auth: deny }], pg_vip_enabled: true, pg_vip_address: 10.0.0.99/24 }
    pg-c:
      hosts: { 10.0.0.3: { pg_seq: 1, pg_role: primary } }
      vars: { pg_cluster: pg-c, pg_vip_enabled: true, pg_vip_address: 10.0.0.98/24 }
`;
  const { plan, at } = imported(two);
  const of = (name: string) => {
    const cluster = plan.clusters.find((one) => one.name === name);
    if (cluster === undefined) throw new Error(name);
    return postgresOf(plan, cluster);
  };

  it('have what is said for their primary, or the default of the tool, and not what is said for a replica alone', () => {
    const { plan, report } = imported(
      trio('').replace(
        '10.0.0.2: { pg_seq: 2, pg_role: replica }',
        '10.0.0.2: { pg_seq: 2, pg_role: replica, pg_version: 14 }',
      ),
    );
    expect(postgresOf(plan, plan.clusters[0] as never).version).toBe(17);
    expect(report.filter(({ path }) => path.endsWith('pg_version'))).toEqual([
      expect.objectContaining({ level: 'ignored', message: expect.stringMatching(/10\.0\.0\.2 only.*10\.0\.0\.1/) }),
    ]);
  });

  it('each keep their own settings', () => {
    expect(of('pg-a')).toMatchObject({
      ...{ version: 16, template: 'olap', users: [{ name: 'a' }], databases: [{ name: 'da' }], hba: [] },
      parameters: { work_mem: '9MB', shared_preload_libraries: 'timescaledb' },
    });
    expect(of('pg-b')).toMatchObject({
      ...{ version: 15, template: 'oltp', users: [{ name: 'b' }], databases: [{ name: 'db' }], parameters: {} },
      hba: [{ user: ['b'], method: 'reject' }],
    });
    expect(of('pg-c')).toMatchObject({ version: 15, users: [], databases: [], hba: [] });
    expect(at('all.vars.pg_version')).toMatchObject([{ level: 'understood' }, { level: 'understood' }]);
    expect(at('pg-a.pg_users[0].name')[0]?.plan).toMatch(/^clusters\[\d\]\.postgres\.users\[0\]\.name$/);
  });

  it('share one virtual IP, that of the first cluster which has one, and say whose is lost', () => {
    expect(plan.access.vip?.address).toBe('10.0.0.99/24');
    expect(plan.clusters[0]?.name).toBe('pg-b');
    expect(at('pg-c.pg_vip_address')).toMatchObject([{ level: 'ignored', message: expect.stringContaining('pg-c') }]);
  });
});

describe('an autobase inventory', () => {
  const yaml = `
all:
  children:
    etcd_cluster: { hosts: { db1: , db2: , db3: } }
    balancers: { hosts: { db1: } }
    master: { hosts: { db1: { ansible_host: 10.0.0.1 } } }
    replica: { hosts: { "db[2:3]": { ansible_host: "10.0.0.{{ inventory_hostname[-1] }}" } } }
    postgres_cluster:
      children: { master: , replica: }
      vars:
        patroni_cluster_name: shop
        synchronous_mode: true
        synchronous_node_count: 2
        pgbouncer_default_pool_size: "{{ 5 * 4 }}"
        postgresql_parameters:
          - { option: work_mem, value: 8MB }
          - { option: ssl_cert_file, value: "{{ tls_dir }}/{{ tls_cert }}" }
          - { option: archive_command, value: "wal-g push %p" }
          - { option: max_worker_processes, value: "{{ [ansible_processor_vcpus | int, 16] | max }}" }
          - { option: log_line_prefix, value: "'%t [%p] '" }
          - { option: work_mem, value: 16MB }
        postgresql_users:
          - { name: "{{ pgbouncer_auth_username }}", password: "{{ pgbouncer_auth_password }}", flags: LOGIN, role: "" }
          - { name: app, password: Secret.Of.Test, flags: "NOSUPERUSER,CREATEROLE" }
          - { name: grp, flags: NOLOGIN, role: pg_monitor }
        postgresql_databases:
          - { db: shop, owner: app, lc_collate: C, lc_ctype: C, encoding: UTF8 }
        postgresql_schemas: [{ schema: s, db: shop, owner: app }]
        postgresql_extensions: [{ ext: hstore, db: shop }, { ext: pg_repack, db: other }]
        postgresql_pg_hba:
          - { type: local, database: all, user: "{{ patroni_superuser_username }}", address: "", method: trust }
          - { type: host, database: all, user: all, address: 10.1.1.100/32, method: reject }
          - { type: "{{ host_type }}", database: all, user: all, address: 10.0.0.0/8, method: "{{ postgresql_password_encryption_algorithm }}" }
          - { type: host, database: all, user: all, address: 10.2.2.2/32, method: reject }
          - { type: host, database: shop, user: app, address: 172.16.0.1, method: ldap, options: "ldapserver=x" }
        cluster_vip: 10.0.0.100
        vip_interface: "{{ ansible_default_ipv4.interface }}"
        haproxy_listen_port: { master: 5000, replicas: 5001, replicas_sync: 5002, stats: 7000 }
`;
  const { plan, at, planText, report, findings } = imported(yaml);

  it('keeps variables of groups, and addresses', () => {
    expect(plan.hosts.map(({ name, address }) => [name, address])).toEqual([
      ['db1', '10.0.0.1'],
      ['db2', '10.0.0.2'],
      ['db3', '10.0.0.3'],
    ]);
    expect(plan.clusters[0]).toMatchObject({ name: 'shop', members: [{ role: 'primary' }, {}, {}] });
    expect(plan.patroni.synchronous).toMatchObject({ enabled: true, nodes: 2, strict: false });
    expect(plan.pgbouncer).toMatchObject({ defaultPoolSize: 20, poolMode: 'session' });
    expect(plan.haproxy).toMatchObject({ ports: { primary: 5000, replica: 5001, stats: 7000 }, maxconn: 10_000 });
  });

  it('keeps parameters, and says which it does not', () => {
    expect(plan.postgres.parameters).toEqual({ work_mem: '16MB', log_line_prefix: '%t [%p] ' });
    for (const index of [1, 2])
      expect(at(`postgres_cluster.postgresql_parameters[${index}].value`)).toMatchObject([{ level: 'ignored' }]);
    expect(at('postgres_cluster.postgresql_parameters[3].value')).toMatchObject([
      { level: 'ignored', message: expect.stringContaining('ansible_processor_vcpus') },
    ]);
  });

  it('keeps users, databases and rules by their meaning', () => {
    expect(plan.postgres.users).toMatchObject([
      { name: 'app', createrole: true, superuser: false, login: true },
      { name: 'grp', login: false, memberOf: ['pg_monitor'] },
    ]);
    expect(plan.postgres.databases).toMatchObject([
      {
        name: 'shop',
        owner: 'app',
        locale: 'C',
        schemas: [{ name: 's', owner: 'app' }],
        extensions: [{ name: 'hstore' }],
      },
    ]);
    expect(plan.postgres.clients).toEqual(['10.0.0.0/8']);
    expect(plan.postgres.hba).toMatchObject([
      { address: '10.1.1.100/32', method: 'reject', position: 'before' },
      { address: '10.2.2.2/32', method: 'reject', position: 'after' },
      { address: '172.16.0.1/32', method: 'ldap', options: { ldapserver: 'x' } },
    ]);
    expect(`${planText}${JSON.stringify(report)}`).not.toContain('Secret.Of.Test');
  });

  it('leaves the interface that only hosts know to be filled in, and names the field', () => {
    expect(plan.access.vip).toEqual({ address: '10.0.0.100/24', interface: '?' });
    expect(at('postgres_cluster.vip_interface')).toMatchObject([
      { level: 'ignored', message: expect.stringMatching(/ansible_default_ipv4.interface.*set access.vip.interface/) },
    ]);
    expect(findings.map(({ path }) => path.join('.'))).toEqual(['access.vip.interface']);
    expect(at('access.vip.interface')).toMatchObject([{ level: 'defaulted' }]);
  });

  it('has the servers of Consul as its etcd, since a plan has no Consul', () => {
    const { plan: other, at: note } = imported(
      '[consul_instances]\n10.0.0.[1:3] consul_node_role=server\n[master]\n10.0.0.1 hostname=a\n[replica]\n10.0.0.2 hostname=b\n[all:vars]\ndcs_type=consul\n',
    );
    expect(other.hosts.map(({ roles }) => roles.includes('etcd'))).toEqual([true, true, true]);
    expect(note('all.vars.dcs_type')).toMatchObject([{ level: 'defaulted' }]);
  });

  it('takes group_vars and files of variables as a playbook does', () => {
    const ini =
      '[etcd_cluster]\n10.0.0.1\n[master]\n10.0.0.1 hostname=a\n[replica]\n10.0.0.2 hostname=b\n[master:vars]\npatroni_ttl=50\n[all:vars]\npatroni_ttl=40\nansible_user=me\n';
    expect(imported(ini).plan.objectives.rtoSeconds).toBe(50);
    expect(imported(ini, { 'group_vars/all.yml': 'patroni_ttl: 60\n' }).plan.objectives.rtoSeconds).toBe(50);
    expect(imported(ini, { 'vars/main.yml': 'patroni_ttl: 60\n' }).plan.objectives.rtoSeconds).toBe(60);
    expect(imported(ini, { 'vars/main.yml': 'patroni_ttl: 60\n' }).at('master.patroni_ttl')).toMatchObject([
      { level: 'ignored', message: expect.stringContaining('vars/main.yml is stronger') },
    ]);
  });
});

describe('directories on the hosts', () => {
  const autobase = (vars: string) => `
all:
  children:
    etcd_cluster: { hosts: { 10.0.0.1: , 10.0.0.2: , 10.0.0.3: } }
    master: { hosts: { 10.0.0.1: } }
    replica: { hosts: { 10.0.0.2: , 10.0.0.3: } }
    postgres_cluster: { children: { master: , replica: } }
  vars: { patroni_cluster_name: shop, ${vars} }
`;
  const directoriesOf = ({ plan }: ReturnType<typeof imported>) => [
    plan.postgres.dataDirectory,
    plan.postgres.walDirectory,
    plan.etcd.dataDirectory,
  ];

  it('are those of autobase, of WAL the one above that of the cluster', () => {
    const own = imported(
      autobase('postgresql_data_dir: /data/pg/, postgresql_wal_dir: /wal/shop, etcd_data_dir: /data/etcd'),
    );
    expect(directoriesOf(own)).toEqual(['/data/pg', '/wal', '/data/etcd']);
    expect(own.at('all.vars.postgresql_wal_dir')).toMatchObject([
      { level: 'understood', plan: 'postgres.walDirectory' },
    ]);
    const other = imported(autobase('postgresql_wal_dir: /wal'));
    expect(directoriesOf(other)).toEqual([undefined, '/wal', undefined]);
    expect(other.at('all.vars.postgresql_wal_dir')).toMatchObject([
      { level: 'defaulted', message: expect.stringContaining('/wal/shop') },
    ]);
  });

  it('are the plan’s own where autobase has those of the packages', () => {
    const usual = imported(
      autobase(
        'postgresql_version: 15, postgresql_data_dir: "{{ postgresql_home_dir }}/{{ postgresql_version }}/{{ postgresql_cluster_name }}", postgresql_wal_dir: "", etcd_data_dir: /var/lib/etcd',
      ),
    );
    expect(directoriesOf(usual)).toEqual([undefined, undefined, undefined]);
    for (const name of ['postgresql_data_dir', 'postgresql_wal_dir', 'etcd_data_dir'])
      expect(usual.at(`all.vars.${name}`), name).toMatchObject([{ level: 'understood' }]);
  });

  it('are left out with a reason where no plan can name them', () => {
    const odd = imported(autobase('postgresql_data_dir: "/data/my pg", etcd_data_dir: [ /a ]'));
    expect(directoriesOf(odd)).toEqual([undefined, undefined, undefined]);
    expect(odd.report.filter(({ path }) => /data_dir/.test(path)).map(({ level }) => level)).toEqual([
      'ignored',
      'ignored',
    ]);
  });

  it('are those of Pigsty, where they are not behind its own link', () => {
    expect(directoriesOf(imported(trio('pg_data: /disk1/pg', 'version: v3.7.0, etcd_data: /disk2/etcd')))).toEqual([
      '/disk1/pg',
      undefined,
      '/disk2/etcd',
    ]);
    const link = imported(trio('pg_data: /pg/data', 'version: v3.7.0, etcd_data: /data/etcd'));
    expect(directoriesOf(link)).toEqual([undefined, undefined, undefined]);
    expect(link.at('pg-shop.pg_data')).toMatchObject([{ level: 'ignored' }]);
  });
});

describe('networks of clients', () => {
  it('are none where the rules of autobase let none in', () => {
    const { plan } = imported(`
all:
  children:
    etcd_cluster: { hosts: { 10.0.0.1: , 10.0.0.2: , 10.0.0.3: } }
    master: { hosts: { 10.0.0.1: } }
    replica: { hosts: { 10.0.0.2: , 10.0.0.3: } }
    postgres_cluster: { children: { master: , replica: } }
  vars:
    postgresql_users: [{ name: app, flags: LOGIN }]
    postgresql_pg_hba: [{ type: hostssl, database: all, user: app, address: 10.1.0.0/16, method: scram-sha-256 }]
`);
    expect(plan.postgres.clients).toEqual([]);
    expect(plan.postgres.hba).toHaveLength(1);
  });

  it('are said to be wider than those of Pigsty', () => {
    const { report } = imported(trio(''));
    expect(report.filter(({ plan }) => plan === 'postgres.clients')).toMatchObject([
      { level: 'defaulted', message: expect.stringMatching(/10\.0\.0\.0\/8.*only those of its roles/) },
    ]);
  });
});

describe('text that is no inventory, or one with odd things in it', () => {
  it.each([
    ['a tab', 'all:\n\thosts: {}\n', 'f:2:1'],
    ['two documents', 'all: { hosts: { a: } }\n---\nall: {}\n', 'f:3:1'],
    ['a vault as a whole', '$ANSIBLE_VAULT;1.1;AES256\n61626364\n', 'f:1:1'],
    ['a list of hosts', 'all:\n  children:\n    master:\n      hosts: [ a, b ]\n', 'f:4:14'],
    ['an anchor that is nowhere', 'all:\n  vars: *x\n', 'f:2:9'],
    ['a range that is none', 'all:\n  hosts:\n    db[3:01]: {}\n', 'f:3:15'],
    ['an unknown tag', 'all:\n  vars: { a: !env X }\n', 'f:2:19'],
    ['a group of nothing', '[master]\na\n[postgres_cluster:children]\nmaster\nreplica\n', 'f:5:1'],
    ['variables of no group', '[master]\na\n[pg:vars]\nx=1\n', 'f:3:1'],
    ['an open quotation mark', '[master]\na x="1\n', 'f:2:1'],
    ['a word without a value', '[master]\na\n  b 10.0.0.1\n', 'f:3:3'],
    ['a heading with a blank', '[my group]\na\n[master]\nb\n', 'f:1:1'],
  ])('is refused with file, line and column: %s', (_, text, place) => {
    expect(() => importFiles([{ name: 'f', text }])).toThrow(
      expect.objectContaining({
        code: 'import-unreadable',
        message: expect.stringContaining(`${place} cannot be read`),
      }),
    );
  });

  it('keeps what it can: Windows line ends, vaults, anchors, merges, keys that stand twice', () => {
    const text = [
      'x-common: &common { pg_version: 16, pg_parameters: { work_mem: 8MB } }',
      'all:',
      '  vars: { version: v3.7.0, pg_dbsu_password: !vault "abc", pg_port: !vault "5433" }',
      '  children:',
      '    etcd: { hosts: { 10.0.0.1: { etcd_seq: 1 } }, vars: { etcd_cluster: etcd } }',
      '    pg-shop:',
      '      hosts: { 10.0.0.1: { pg_seq: 1, pg_role: primary } }',
      '      vars: { <<: *common, pg_cluster: pg-shop, pg_conf: tiny.yml, pg_conf: olap.yml }',
    ].join('\r\n');
    const { plan, at } = imported(text);
    expect(plan.postgres).toMatchObject({ version: 16, template: 'olap', parameters: { work_mem: '8MB' }, port: 5432 });
    expect(at('all.vars.pg_port')).toMatchObject([
      { level: 'ignored', message: expect.stringContaining('ansible-vault') },
    ]);
    expect(at('pg-shop.pg_conf')).toContainEqual(expect.objectContaining({ level: 'ignored', line: 8 }));
  });

  it('says what only variables need', () => {
    expect(() => importFiles([{ name: 'main.yml', text: 'patroni_ttl: 3\n' }])).toThrow(/only variables, and no hosts/);
  });
});
