import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportNote } from '../../../core/export/import/importNote.ts';
import { importFiles } from '../../../core/export/import/importPlan.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import { postgresOf } from '../../../core/plan/postgresOf.ts';
import { readPlan } from '../planFixture.ts';
import { ansible, listed } from './ansibleListed.ts';
import { asIni, asYaml, inventories, values, type WrittenGroup, type WrittenInventory } from './inventoryArbitrary.ts';

type Tree = Record<string, unknown>;

/** Paths of all leaves of a value, as a report names them. */
function leavesBelow(path: string, value: unknown): string[] {
  const below = Array.isArray(value)
    ? value.map((one, index) => [`${path}[${index}]`, one] as const)
    : typeof value === 'object' && value !== null
      ? Object.entries(value).map(([key, one]) => [`${path}.${key}`, one] as const)
      : [];
  return below.length === 0 ? [path] : below.flatMap(([inner, one]) => leavesBelow(inner, one));
}

function leavesOf({ all, groups }: WrittenInventory): string[] {
  const of = (place: string, variables: object) =>
    Object.entries(variables).flatMap(([name, value]) => leavesBelow(`${place}.${name}`, value));
  return [
    ...of('all.vars', all),
    ...groups.flatMap(({ name, hosts, vars }) => [
      ...of(name, vars),
      ...Object.entries(hosts).flatMap(([host, own]) => of(`${name}.${host}`, own)),
    ]),
  ];
}

/** Whether a note speaks of a leaf, alone or with everything beside it. */
function covers({ path }: ImportNote, leaf: string): boolean {
  return leaf === path || leaf.startsWith(`${path}.`) || leaf.startsWith(`${path}[`);
}

/** Where a path ends in a plan as it is written: an entry of a list that a note names has to be there. */
function missingIn(file: unknown, path: string): string | undefined {
  let at: unknown = file;
  for (const part of path.match(/[^.[\]]+|\[\d+\]/g) ?? []) {
    const index = /^\[(\d+)\]$/.exec(part)?.[1];
    if (index === undefined) at = (at as Tree | undefined)?.[part];
    else if (!Array.isArray(at) || at[Number(index)] === undefined) return path;
    else at = at[Number(index)];
    // Below it everything has its default.
    if (at === undefined) return undefined;
  }
  return undefined;
}

const pigstyNames = [
  ...[
    'pg_version',
    'pg_conf',
    'pg_rto',
    'pg_rpo',
    'pg_users',
    'pg_databases',
    'pg_parameters',
    'pg_hba_rules',
    'pg_libs',
  ],
  ...['pg_default_hba_rules', 'pg_default_roles', 'pg_vip_enabled', 'pg_vip_address', 'pg_vip_interface', 'pg_port'],
  ...['patroni_watchdog_mode', 'pg_rto_plan', 'version', 'ansible_user', 'ansible_host', 'ansible_port', 'nodename'],
  ...['pg_default_services', 'patroni_ssl_enabled', 'node_firewall_intranet', 'haproxy_enabled', 'admin_ip', 'pg_role'],
  ...['grafana_password', 'pg_crontab', 'no_such_variable', 'etcd_port', 'dcs_servers', 'pg_upstream', 'pg_locale'],
];
const autobaseNames = [
  ...['postgresql_version', 'postgresql_users', 'postgresql_databases', 'postgresql_parameters', 'postgresql_pg_hba'],
  ...['postgresql_schemas', 'postgresql_extensions', 'patroni_ttl', 'synchronous_mode', 'synchronous_node_count'],
  ...['cluster_vip', 'vip_interface', 'haproxy_listen_port', 'haproxy_maxconn', 'pgbouncer_pools', 'patroni_tags'],
  ...['patroni_standby_cluster', 'dcs_type', 'patroni_etcd_hosts', 'hostname', 'ansible_host', 'wal_g_install', 'x'],
  ...['haproxy_default_server', 'patroni_watchdog_mode', 'tls_cert_generate', 'with_haproxy_load_balancing'],
];

/** What such lists hold, so that more than their shapes is tried. */
const entries = fc.oneof(
  values,
  fc.array(
    fc.record(
      {
        name: fc.constantFrom('app', 'shop', 'dbrole_admin', 'postgres', 'a.b', 5),
        db: fc.constantFrom('shop', 'all', ''),
        ext: fc.constantFrom('hstore', ''),
        schema: fc.constantFrom('s', ''),
        // biome-ignore lint/suspicious/noTemplateCurlyInString: as Pigsty writes it
        user: fc.constantFrom('all', '${admin}', 'app', '+dbrole_readonly'),
        addr: fc.constantFrom('world', 'intra', '10.1.1.100/32', 'moon'),
        auth: fc.constantFrom('deny', 'ssl', 'pwd', 'os', 'x'),
        role: fc.constantFrom('common', 'offline', 'pg_monitor'),
        rules: fc.constantFrom(['host all all 10.0.0.0/8 md5'], ['nonsense'], []),
        option: fc.constantFrom('work_mem', 'archive_command', 'x y'),
        value: values,
        owner: fc.constantFrom('app', 'nobody', 'postgres'),
        extensions: fc.constantFrom(['hstore'], [{ name: 'hstore', schema: 'x' }], 'hstore'),
        password: fc.constant('Secret.Of.Test'),
        port: fc.constantFrom(5000, 'many'),
        host: fc.constantFrom('10.0.0.1', '10.7.7.7', ''),
        type: fc.constantFrom('host', 'local', 'x'),
        database: fc.constantFrom('all', 'shop'),
        address: fc.constantFrom('10.0.0.0/8', '', '10.1.1.100/32'),
        method: fc.constantFrom('md5', 'reject', 'x'),
        flags: fc.constantFrom('SUPERUSER', 'NOLOGIN,CREATEDB', 'FLY'),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 3 },
  ),
) as typeof values;
const texts = fc.constantFrom(
  'crit.yml',
  'oltp.yml',
  '0',
  'norm',
  'v2.7.0',
  '{{ x }}',
  '{{ pg_port }}',
  '10.0.0.5/24',
  'true',
);

const variablesOf = (names: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...names), fc.oneof(entries, texts, fc.nat(40)), { maxKeys: 5 });

/** Adds groups that make a cluster of the inventory, whatever else it says. */
function withGroups(inventory: WrittenInventory, groups: readonly WrittenGroup[]): WrittenInventory {
  const names = new Set(groups.map(({ name }) => name));
  return { ...inventory, groups: [...inventory.groups.filter(({ name }) => !names.has(name)), ...groups] };
}

const pigstyGroups = (vars: object): WrittenGroup[] => [
  { name: 'etcd', children: [], hosts: { '10.0.0.1': { etcd_seq: 1 } }, vars: { etcd_cluster: 'etcd' } },
  {
    name: 'pg-one',
    children: [],
    hosts: { '10.0.0.1': { pg_seq: 1, pg_role: 'primary' }, '10.0.0.2': { pg_seq: 2 } },
    vars: { ...vars, pg_cluster: 'pg-one' },
  },
  { name: 'pg-two', children: [], hosts: { '10.0.0.[7:8]': {} }, vars: { pg_cluster: 'pg-two' } },
];
const autobaseGroups = (vars: object): WrittenGroup[] => [
  { name: 'etcd_cluster', children: [], hosts: { '10.0.0.1': {} }, vars: {} },
  { name: 'balancers', children: [], hosts: { '10.0.0.1': {} }, vars: {} },
  { name: 'master', children: [], hosts: { '10.0.0.1': {} }, vars: { ...vars } },
  { name: 'replica', children: [], hosts: { '10.0.0.[2:3]': {} }, vars: {} },
  { name: 'postgres_cluster', children: ['master', 'replica'], hosts: {}, vars: { ...vars } },
];

const tools = [
  ['Pigsty', pigstyNames, pigstyGroups],
  ['autobase', autobaseNames, autobaseGroups],
] as const;
const formats = [asYaml, asIni] as const;

describe('an import', () => {
  it.each(tools)(
    'says of every leaf of a %s inventory what became of it, whatever stands in it',
    (_, names, groups) => {
      const variables = variablesOf(names);
      fc.assert(
        fc.property(inventories(variables), variables, fc.constantFrom(...formats), (drafted, own, write) => {
          const inventory = withGroups(drafted, groups(own));
          const { planText, report } = importFiles([{ name: 'hosts', text: write(inventory) }]);
          const unsaid = leavesOf(inventory).filter((leaf) => !report.some((note) => covers(note, leaf)));
          expect(unsaid).toEqual([]);
          expect(report.every(({ message }) => message.length > 5)).toBe(true);
          expect(`${planText}${JSON.stringify(report)}`).not.toContain('Secret.Of.Test');
          const parsed = parsePlan(planText);
          expect(parsed.ok).toBe(true);
          if (parsed.ok)
            expect(
              report.flatMap(({ plan }) => (plan === undefined ? [] : (missingIn(parsed.parsed.file, plan) ?? []))),
            ).toEqual([]);
        }),
        { numRuns: 60 },
      );
    },
    120_000,
  );

  it.skipIf(!ansible).each([
    ['YAML', 'hosts.yml', asYaml],
    ['INI', 'hosts', asIni],
  ] as const)(
    'gives each cluster what Ansible gives its primary, written as %s',
    (_, path, write) => {
      const chosen = fc.record(
        { pg_version: fc.constantFrom(14, 15, 16, 17), pg_conf: fc.constantFrom('oltp.yml', 'olap.yml', 'tiny.yml') },
        { requiredKeys: [] },
      ) as unknown as Parameters<typeof inventories>[0];
      fc.assert(
        fc.property(inventories(chosen), chosen, (drafted, own) => {
          const inventory = withGroups(drafted, pigstyGroups(own));
          const text = write(inventory);
          const { hostvars } = listed({ path, text })._meta;
          const plan = readPlan(importFiles([{ name: path, text }]).planText);
          for (const cluster of plan.clusters) {
            const [first] = cluster.members;
            const address = plan.hosts.find(({ name }) => name === first?.host)?.address ?? '';
            const { pg_version: version = 18, pg_conf: conf = 'oltp.yml' } = hostvars[address] ?? {};
            expect(postgresOf(plan, cluster)).toMatchObject({ version, template: String(conf).replace('.yml', '') });
          }
        }),
        { numRuns: 8 },
      );
    },
    120_000,
  );
});
