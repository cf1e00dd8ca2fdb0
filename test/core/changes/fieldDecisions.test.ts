import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../core/plan/plan.ts';
import { type Changes, planFixture } from '../planFixture.ts';
import { changesOf, refused } from './changeFixture.ts';

/**
 * What becomes of every field of a plan when it is edited after the deployment. `refused` names what is found; `converges` is brought about by a
 * deployment (files that are reloaded, restarts one by one, the dynamic configuration, SQL); `nothing` reaches no host that runs.
 */
type Decision =
  | { readonly is: 'refused'; readonly edit: Changes; readonly as: readonly string[] }
  | { readonly is: 'converges' | 'nothing'; readonly edit: Changes }
  /** Judged before anything is compared. */
  | { readonly is: 'elsewhere'; readonly why: string };

const base: Changes = [
  [['monitoring'], { exporter: true }],
  [['access', 'vip'], { address: '10.0.0.100/24', interface: 'eth0' }],
  [
    ['postgres', 'users'],
    [{ name: 'app' }, { name: 'report', memberOf: ['app'] }],
  ],
  [['postgres', 'databases'], [{ name: 'app', owner: 'app' }]],
];

const refusedAs = (as: string, ...edit: Changes): Decision => ({ is: 'refused', edit, as: [as] });
const fixed = (path: string, value: unknown): Decision => refusedAs(`fixed-field ${path}`, [path.split('.'), value]);
const converges = (path: Changes[number][0], value: unknown): Decision => ({ is: 'converges', edit: [[path, value]] });
const nothing = (path: Changes[number][0], value: unknown): Decision => ({ is: 'nothing', edit: [[path, value]] });
const elsewhere = (why: string): Decision => ({ is: 'elsewhere', why });

const app = { name: 'app', owner: 'app' };
const rule = { type: 'hostssl', database: 'all', user: 'app', address: '10.9.0.0/16', method: 'reject' };
const laidDown = 'what a database has otherwise is told by the leader, and refused';

/** What a plan and each cluster of it may say of PostgreSQL: the same edit has the same meaning in both places. */
function postgresDecisions(name: string, place: readonly (string | number)[]): Readonly<Record<string, Decision>> {
  const edit = (field: string, value: unknown) => converges([...place, field], value);
  const database = (more: object) => edit('databases', [{ ...app, ...more }]);
  const user = (more: object) => edit('users', [{ name: 'app' }, { name: 'report', memberOf: ['app'], ...more }]);
  const hba = (more: object) => edit('hba', [{ ...rule, ...more }]);
  const found: Readonly<Record<string, Decision>> = {
    version: refusedAs('fixed-field postgres.version', [[...place, 'version'], 16]),
    template: edit('template', 'olap'),
    'parameters.*': edit('parameters', { work_mem: '8MB' }),
    'databases.[].name': edit('databases', [{ name: 'more', owner: 'app' }]),
    'databases.[].owner': database({ owner: 'report' }),
    'databases.[].encoding': elsewhere(laidDown),
    'databases.[].locale': elsewhere(laidDown),
    'databases.[].extensions.[]': database({ extensions: ['hstore'] }),
    'databases.[].schemas.[]': database({ schemas: ['more'] }),
    'databases.[].connect.[]': database({ connect: ['report'] }),
    'users.[].name': edit('users', [{ name: 'app' }, { name: 'more' }]),
    'users.[].login': user({ login: false }),
    'users.[].superuser': user({ superuser: true }),
    'users.[].createdb': user({ createdb: true }),
    'users.[].createrole': user({ createrole: true }),
    'users.[].replication': user({ replication: true }),
    'users.[].bypassrls': user({ bypassrls: true }),
    'users.[].connectionLimit': user({ connectionLimit: 5 }),
    'users.[].memberOf.[]': user({ memberOf: [] }),
    'hba.[].type': hba({ type: 'host' }),
    'hba.[].database': hba({ database: 'app' }),
    'hba.[].user': hba({ user: ['app', 'report'] }),
    'hba.[].address': hba({ address: '10.8.0.0/16' }),
    'hba.[].method': hba({ method: 'scram-sha-256' }),
    'hba.[].options.*': hba({ method: 'cert', options: { clientname: 'DN' } }),
    'hba.[].position': hba({ position: 'after' }),
    'clients.[]': edit('clients', ['10.0.0.0/8']),
  };
  return Object.fromEntries(Object.entries(found).map(([field, decision]) => [`${name}.${field}`, decision]));
}

const decisions: Readonly<Record<string, Decision>> = {
  ...postgresDecisions('postgres', ['postgres']),
  ...postgresDecisions('clusters.[].postgres', ['clusters', 0, 'postgres']),
  quorate: elsewhere('the schema knows one version'),
  name: fixed('name', 'other'),
  topology: converges(['topology'], 'five-node'),
  'sites.[].name': { is: 'nothing', edit: [[['sites'], [{ name: 'here', role: 'primary' }]]] },
  'sites.[].role': { is: 'nothing', edit: [[['sites'], [{ name: 'dc1', role: 'secondary' }]]] },
  'ssh.user': nothing(['ssh', 'user'], 'admin'),
  'ssh.port': nothing(['ssh', 'port'], 2222),
  'ssh.key': nothing(['ssh', 'key'], '~/.ssh/other'),
  'ssh.jump': nothing(['ssh', 'jump'], 'bastion'),
  'ssh.sudo': nothing(['ssh', 'sudo'], true),
  'hosts.[].name': {
    is: 'converges',
    edit: [
      [['hosts', 2, 'name'], 'm3'],
      [['clusters', 0, 'members', 2, 'host'], 'm3'],
    ],
  },
  'hosts.[].address': refusedAs('host-address n3', [['hosts', 2, 'address'], '10.0.0.33']),
  'hosts.[].site': {
    is: 'converges',
    edit: [
      [
        ['sites'],
        [
          { name: 'dc1', role: 'primary' },
          { name: 'dc2', role: 'secondary' },
        ],
      ],
      [['hosts', 2, 'site'], 'dc2'],
    ],
  } as const,
  'hosts.[].zone': nothing(['hosts', 2, 'zone'], 'rack9'),
  'hosts.[].roles.[]': converges(['hosts', 2, 'roles'], ['postgres', 'etcd']),
  'hosts.[].ssh.user': nothing(['hosts', 2, 'ssh'], { user: 'admin' }),
  'hosts.[].ssh.port': nothing(['hosts', 2, 'ssh'], { port: 2222 }),
  'hosts.[].ssh.key': nothing(['hosts', 2, 'ssh'], { key: '~/.ssh/other' }),
  'hosts.[].ssh.jump': nothing(['hosts', 2, 'ssh'], { jump: 'bastion' }),
  'hosts.[].ssh.sudo': nothing(['hosts', 2, 'ssh'], { sudo: true }),
  'clusters.[].name': refusedAs('cluster-renamed pg-other', [['clusters', 0, 'name'], 'pg-other']),
  'clusters.[].members.[].host': refusedAs(
    'member-moved pg-main-3',
    [['hosts', 3], { name: 'n4', address: '10.0.0.4', roles: ['postgres'] }],
    [['clusters', 0, 'members', 2, 'host'], 'n4'],
  ),
  'clusters.[].members.[].seq': refusedAs('member-renamed pg-main-3', [['clusters', 0, 'members', 2, 'seq'], 9]),
  'clusters.[].members.[].role': converges(['clusters', 0, 'members', 0, 'role'], 'offline'),
  'clusters.[].members.[].nosync': converges(['clusters', 0, 'members', 2, 'nosync'], true),
  'clusters.[].standbyOf.cluster': refusedAs('standby-of pg-main', [
    ['clusters', 0, 'standbyOf'],
    { cluster: 'pg-main' },
  ]),
  'clusters.[].standbyOf.delay': elsewhere('tried with two regions below'),
  'objectives.mode': converges(['objectives'], { mode: 'conservative' }),
  'objectives.rto': converges(['objectives'], { rto: 90 }),
  'objectives.rpo': converges(['objectives'], { rpo: 0 }),
  'postgres.port': converges(['postgres', 'port'], 5444),
  'postgres.dataDirectory': fixed('postgres.dataDirectory', '/data/pg'),
  'postgres.walDirectory': fixed('postgres.walDirectory', '/wal'),
  'etcd.dataDirectory': fixed('etcd.dataDirectory', '/data/etcd'),
  'postgres.packages.[]': converges(['postgres', 'packages'], ['postgresql-{version}-cron']),
  'patroni.port': converges(['patroni', 'port'], 8009),
  'patroni.watchdog': converges(['patroni', 'watchdog'], 'automatic'),
  'patroni.failsafe': converges(['patroni', 'failsafe'], false),
  'patroni.synchronous.strict': converges(['patroni', 'synchronous'], { strict: true }),
  'patroni.synchronous.nodes': converges(['patroni', 'synchronous'], { nodes: 2 }),
  'patroni.timing.ttl': converges(['patroni', 'timing'], { ttl: 60 }),
  'patroni.timing.loopWait': converges(['patroni', 'timing'], { loopWait: 5 }),
  'patroni.timing.retryTimeout': converges(['patroni', 'timing'], { retryTimeout: 5 }),
  'patroni.timing.primaryStartTimeout': converges(['patroni', 'timing'], { primaryStartTimeout: 60 }),
  'patroni.timing.primaryStopTimeout': converges(['patroni', 'timing'], { primaryStopTimeout: 60 }),
  'patroni.timing.safetyMargin': converges(['patroni', 'timing'], { safetyMargin: 6 }),
  'patroni.basebackup.maxRate': converges(['patroni', 'basebackup'], { maxRate: '50MiB' }),
  'etcd.clientPort': fixed('etcd.clientPort', 12379),
  'etcd.peerPort': converges(['etcd', 'peerPort'], 12380),
  'etcd.heartbeat': converges(['etcd', 'heartbeat'], 200),
  'etcd.election': converges(['etcd', 'election'], 2000),
  'etcd.quota': converges(['etcd', 'quota'], '4GiB'),
  'haproxy.ports.primary': converges(['haproxy', 'ports', 'primary'], 6433),
  'haproxy.ports.replica': converges(['haproxy', 'ports', 'replica'], 6434),
  'haproxy.ports.default': converges(['haproxy', 'ports', 'default'], 6436),
  'haproxy.ports.offline': converges(['haproxy', 'ports', 'offline'], 6438),
  'haproxy.ports.stats': converges(['haproxy', 'ports', 'stats'], 9102),
  'haproxy.checks.inter': converges(['haproxy', 'checks'], { inter: 2 }),
  'haproxy.checks.fastinter': converges(['haproxy', 'checks'], { fastinter: 0.5 }),
  'haproxy.checks.downinter': converges(['haproxy', 'checks'], { downinter: 2 }),
  'haproxy.checks.rise': converges(['haproxy', 'checks'], { rise: 2 }),
  'haproxy.checks.fall': converges(['haproxy', 'checks'], { fall: 2 }),
  'haproxy.maxconn': converges(['haproxy', 'maxconn'], 2000),
  'pgbouncer.port': converges(['pgbouncer', 'port'], 6433),
  'pgbouncer.poolMode': converges(['pgbouncer', 'poolMode'], 'session'),
  'pgbouncer.maxClientConnections': converges(['pgbouncer', 'maxClientConnections'], 1000),
  'pgbouncer.defaultPoolSize': converges(['pgbouncer', 'defaultPoolSize'], 20),
  'pgbouncer.maxDbConnections': converges(['pgbouncer', 'maxDbConnections'], 70),
  'network.rtt': converges(['network', 'rtt'], '3ms'),
  'network.links.[].between': converges(['network', 'links'], [{ between: ['dc1', 'dc2'], rtt: '3ms' }]),
  'network.links.[].rtt': converges(['network', 'links'], [{ between: ['dc1', 'dc2'], rtt: '5ms' }]),
  'access.vip.address': converges(['access', 'vip', 'address'], '10.0.0.101/24'),
  'access.vip.interface': converges(['access', 'vip', 'interface'], 'eth1'),
  'access.dns': converges(['access', 'dns'], 'db.example.net'),
  'packages.replace.[]': elsewhere('it matters only for packages that are missing'),
  'packages.source': elsewhere('where packages come from matters only for those that are missing'),
  'packages.file': elsewhere('as packages.source'),
  'packages.url': nothing(['packages'], { url: 'http://repo.example.net/debian bookworm main' }),
  'packages.key': nothing(['packages'], { url: 'http://repo.example.net/debian bookworm main', key: 'repo.asc' }),
  'packages.release': elsewhere('hosts of another release are refused as such'),
  'monitoring.exporter': converges(['monitoring', 'exporter'], false),
  'monitoring.port': converges(['monitoring', 'port'], 9200),
  'security.tls': fixed('security.tls', false),
};

interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema | readonly JsonSchema[];
}

/** Every place of a plan that holds a value. */
function fields(schema: JsonSchema, path: readonly string[] = []): readonly string[] {
  if (schema.properties !== undefined)
    return Object.entries(schema.properties).flatMap(([key, inner]) => fields(inner, [...path, key]));
  if (schema.type === 'object') return [[...path, '*'].join('.')];
  if (schema.type === 'array' && schema.items !== undefined && !Array.isArray(schema.items))
    return fields(schema.items as JsonSchema, [...path, '[]']);
  return [path.join('.')];
}

const schemaFile = join(import.meta.dirname, '../../../resources/plan.schema.json');
const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as JsonSchema;

describe('every field of a plan', () => {
  it('has a decision what its change means on a running deployment', () => {
    expect(fields(schema).length).toBeGreaterThan(80);
    expect(Object.keys(decisions).sort()).toEqual([...new Set(fields(schema))].sort());
  });

  const plan = planFixture({}, base);
  const tried = Object.entries(decisions).flatMap(([field, decision]) =>
    decision.is === 'elsewhere' ? [] : [{ field, ...decision }],
  );

  it.each(tried)('$field: $is', async (decision) => {
    const edited: Plan = planFixture({}, [...base, ...decision.edit]);
    expect(edited).not.toEqual(plan);
    const found = refused(await changesOf(plan, edited, { folder: true }));
    if (decision.is === 'refused') expect(found).toEqual(expect.arrayContaining([...decision.as]));
    else expect(found).toEqual([]);
  });

  it('finds nothing when nothing was edited', async () => {
    expect(await changesOf(plan, plan)).toEqual([]);
    expect(await changesOf(plan, plan, { unrecorded: true })).toEqual([]);
    expect(await changesOf(plan, plan, { unrecorded: true, folder: true })).toEqual([]);
  });
});
