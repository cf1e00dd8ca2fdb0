import { parseDurationSeconds } from '../../plan/quantities.ts';
import { watchdogModes } from '../../plan/schema.ts';
import { hintsVariable } from '../inventory/hints.ts';
import { emptyFound, type Found, foundHost, set } from './found.ts';
import { type Inventory, isMapping } from './inventory.ts';
import { readSsh } from './readSsh.ts';
import { type ImportNote, VariableReader } from './variableReader.ts';

/** What autobase sets where an inventory says nothing (roles/common/defaults). */
const usual = { ttl: 30, loopWait: 10, retryTimeout: 10, primaryStartTimeout: 300, lagBytes: 1_048_576 };

/** Reads the inventories of one or several autobase clusters: each is one cluster. */
export function importAutobase(inventories: readonly Inventory[], notes: ImportNote[]): Found {
  const [first] = inventories;
  const readers = inventories.map((one) => new VariableReader(one.variables, 'all.vars', notes));
  const hints = first === undefined ? undefined : first.variables[hintsVariable];
  const ssh = readers[0] === undefined ? {} : readSsh(readers[0]);
  const found = emptyFound(isMapping(hints) ? hints : {}, ssh, notes);
  for (const [index, inventory] of inventories.entries()) {
    const vars = readers[index];
    if (vars === undefined) continue;
    vars.take(hintsVariable);
    if (index > 0) readSsh(vars);
    readCluster(found, inventory, vars);
    readPatroni(found, vars);
    readPostgres(found, vars);
    readAccess(found, vars);
    for (const known of ['dcs_type', 'dcs_exists', 'patroni_etcd_hosts', 'patroni_etcd_namespace', 'patroni_slots'])
      vars.take(known);
    vars.finish();
  }
  return found;
}

function readCluster(found: Found, inventory: Inventory, vars: VariableReader): void {
  const name = vars.text('patroni_cluster_name') ?? 'postgres-cluster';
  const hosts = (group: string) => [...(inventory.groups.get(group)?.hosts ?? [])];
  for (const [group, role] of [
    ['etcd_cluster', 'etcd'],
    ['balancers', 'haproxy'],
    ['master', 'postgres'],
    ['replica', 'postgres'],
  ] as const)
    for (const [address, own] of hosts(group)) {
      const host = foundHost(found, address);
      host.roles.add(role);
      const read = new VariableReader(own, `${group}.${address}`, found.notes);
      host.name = read.text('hostname') ?? host.name;
      host.ssh = { ...host.ssh, ...readSsh(read) };
      for (const known of ['postgresql_exists', 'patroni_tags', 'balancer_tags']) read.take(known);
      read.finish();
    }
  const hinted = Array.isArray(found.hints.members) ? found.hints.members.filter(isMapping) : [];
  const members = [...hosts('master'), ...hosts('replica')].map(([address, own], index) => {
    const tags = String(own.patroni_tags ?? '')
      .replaceAll(' ', '')
      .split(',');
    const hint = hinted.find((one) => one.cluster === name && one.host === found.hosts.get(address)?.name);
    const offline = tags.includes('nofailover=true') && tags.includes('noloadbalance=true');
    const role = index < hosts('master').length ? 'primary' : offline ? 'offline' : 'replica';
    const seq = typeof hint?.seq === 'number' ? hint.seq : index + 1;
    return { address, seq, role, nosync: tags.includes('nosync=true') && !offline } as const;
  });
  const standby = vars.mapping('patroni_standby_cluster');
  const address = typeof standby?.host === 'string' ? standby.host.split(',')[0]?.trim() : undefined;
  if (address !== undefined && address !== '') for (const [etcd] of hosts('etcd_cluster')) found.standbyEtcd.add(etcd);
  found.clusters.push({
    name,
    // As the plan had them: groups put the primary first.
    members: members.toSorted((one, other) => orderOf(hinted, found, one) - orderOf(hinted, found, other)),
    upstream:
      address === undefined || address === ''
        ? undefined
        : { address, delaySeconds: parseDurationSeconds(String(standby?.recovery_min_apply_delay ?? '0')) ?? 0 },
  });
}

function orderOf(hinted: readonly Record<string, unknown>[], found: Found, member: { address: string }): number {
  const at = hinted.findIndex((one) => one.host === found.hosts.get(member.address)?.name);
  return at < 0 ? hinted.length : at;
}

function readPatroni(found: Found, vars: VariableReader): void {
  const hinted = Object.keys(found.hints).length > 0;
  const ttl = vars.number('patroni_ttl') ?? usual.ttl;
  found.rtoSeconds = ttl;
  found.timing = {
    ...found.timing,
    patroni: {
      ttl,
      loopWait: vars.number('patroni_loop_wait') ?? usual.loopWait,
      retryTimeout: vars.number('patroni_retry_timeout') ?? usual.retryTimeout,
      primaryStartTimeout: vars.number('patroni_master_start_timeout') ?? usual.primaryStartTimeout,
    },
  };
  const synchronous = vars.boolean('synchronous_mode') ?? false;
  const lag = vars.number('patroni_maximum_lag_on_failover') ?? usual.lagBytes;
  found.rpoBytes = synchronous ? 0 : lag;
  const strict = vars.boolean('synchronous_mode_strict');
  const nodes = vars.number('synchronous_node_count');
  const asked = {
    ...(synchronous && strict !== undefined ? { strict } : {}),
    ...(synchronous && nodes !== undefined ? { nodes } : {}),
  };
  if (Object.keys(asked).length > 0) set(found, 'patroni', 'synchronous', asked);
  set(found, 'patroni', 'port', vars.number('patroni_restapi_port'));
  set(found, 'patroni', 'failsafe', vars.boolean('patroni_failsafe_mode'));
  const watchdog = vars.word('patroni_watchdog_mode', watchdogModes);
  set(found, 'patroni', 'watchdog', watchdog ?? (hinted ? undefined : 'automatic'));
}

function readPostgres(found: Found, vars: VariableReader): void {
  set(found, 'postgres', 'version', vars.number('postgresql_version'));
  set(found, 'postgres', 'port', vars.number('postgresql_port'));
  const users = (vars.mappings('postgresql_users') ?? []).filter((user) => !String(user.name).includes('{{'));
  if (users.length > 0)
    set(
      found,
      'postgres',
      'users',
      users.map((user) => {
        const flags = String(user.flags ?? '').split(',');
        return {
          name: user.name,
          ...(flags.includes('SUPERUSER') ? { superuser: true } : {}),
          ...(flags.includes('CREATEDB') ? { createdb: true } : {}),
          ...(typeof user.role === 'string' && user.role !== '' ? { memberOf: [user.role] } : {}),
        };
      }),
    );
  const databases = (vars.mappings('postgresql_databases') ?? []).map(({ db, owner }) => ({
    name: db,
    ...(typeof owner !== 'string' || owner === 'postgres' || owner === '' ? {} : { owner }),
  }));
  if (databases.length > 0) set(found, 'postgres', 'databases', databases);
  vars.take('pgbouncer_pools');
  const options = vars.mappings('postgresql_parameters_overrides');
  if (options !== undefined)
    set(
      found,
      'postgres',
      'parameters',
      Object.fromEntries(options.map(({ option, value }) => [String(option), value])),
    );
  const rules = vars.mappings('postgresql_pg_hba') ?? [];
  const clients = rules
    .filter((rule) => String(rule.type).startsWith('host') && rule.database === 'all' && rule.user === 'all')
    .map((rule) => String(rule.address))
    .filter((address) => address.includes('/') && address !== '127.0.0.1/32' && address !== '::1/128');
  if (clients.length > 0) set(found, 'postgres', 'clients', clients);
  set(found, 'pgbouncer', 'port', vars.number('pgbouncer_listen_port'));
  set(
    found,
    'pgbouncer',
    'poolMode',
    vars.word('pgbouncer_default_pool_mode', ['transaction', 'session', 'statement']),
  );
  set(found, 'pgbouncer', 'maxClientConnections', vars.number('pgbouncer_max_client_conn'));
  set(found, 'pgbouncer', 'defaultPoolSize', vars.number('pgbouncer_default_pool_size'));
  set(found, 'pgbouncer', 'maxDbConnections', vars.number('pgbouncer_max_db_connections'));
}

function readAccess(found: Found, vars: VariableReader): void {
  set(found, 'security', 'tls', vars.boolean('tls_cert_generate'));
  vars.boolean('with_haproxy_load_balancing');
  const ports = vars.mapping('haproxy_listen_port');
  if (ports !== undefined) {
    const named = {
      primary: ports.master,
      replica: ports.replicas,
      default: ports.master_direct,
      offline: ports.replicas_direct,
      stats: ports.stats,
    };
    set(found, 'haproxy', 'ports', Object.fromEntries(Object.entries(named).filter(([, port]) => port !== undefined)));
  }
  const connections = vars.mapping('haproxy_maxconn');
  set(found, 'haproxy', 'maxconn', connections?.master);
  const server = vars.mapping('haproxy_default_server');
  const seconds = (value: unknown) => (value === undefined ? undefined : parseDurationSeconds(String(value)));
  const count = (value: unknown) => (typeof value === 'number' ? value : undefined);
  if (server !== undefined)
    found.timing = {
      ...found.timing,
      haproxy: {
        inter: seconds(server.inter),
        fastinter: seconds(server.fastinter),
        rise: count(server.rise_master),
        fall: count(server.fall),
      },
    };
  const vip = vars.text('cluster_vip');
  const device = vars.text('vip_interface');
  const mask = vars.number('vip_manager_mask') ?? 24;
  if (vip !== undefined && vip !== '')
    set(found, 'access', 'vip', { address: `${vip}/${mask}`, interface: device ?? 'eth0' });
}
