import { parseDurationSeconds } from '../../plan/quantities.ts';
import { memberRoles, tuningTemplates, watchdogModes } from '../../plan/schema.ts';
import { timingPresets } from '../../timing/timingPresets.ts';
import { say } from '../../wording/phrase.ts';
import { hintsVariable } from '../inventory/hints.ts';
import { standbyEtcdGroup } from '../pigsty/pigstyEtcd.ts';
import { presetNames } from '../pigsty/pigstyTiming.ts';
import { emptyFound, type Found, foundHost, set } from './found.ts';
import { type Group, type Inventory, isMapping } from './inventory.ts';
import { readSsh } from './readSsh.ts';
import { type ImportNote, noteOf, VariableReader } from './variableReader.ts';

/** Reads a Pigsty inventory, version 3 or 4. */
export function importPigsty(inventory: Inventory, notes: ImportNote[]): Found {
  const all = new VariableReader(inventory.variables, 'all.vars', notes);
  const hints = all.take(hintsVariable);
  const found = emptyFound(isMapping(hints) ? hints : {}, readSsh(all), notes);
  const version = /^v?4/.test(all.text('version') ?? '') ? 4 : 3;
  readAll(found, all);
  const plans = all.mapping('pg_rto_plan');
  for (const [name, group] of inventory.groups) {
    const vars = new VariableReader({ ...defaultsFrom(inventory, group), ...group.variables }, name, notes);
    if (name === 'etcd' || name === standbyEtcdGroup || vars.take('etcd_cluster') !== undefined)
      readEtcd(found, name, group, vars);
    else if (group.variables.pg_cluster !== undefined) readCluster(found, name, group, vars, { version, plans });
    else if (name !== 'infra') {
      for (const [address, own] of group.hosts)
        if (name === 'proxy') readHost(found, name, address, own).roles.add('haproxy');
      if (name !== 'proxy') notes.push(noteOf('ignored', name, say`is no group of a plan`));
      continue;
    }
    if (name === 'infra') notes.push(noteOf('ignored', name, say`a plan has no admin node`));
    vars.finish();
  }
  all.finish();
  return found;
}

/** Variables of clusters that are often written once for all of them. */
function defaultsFrom({ variables }: Inventory, group: Group): Record<string, unknown> {
  if (group.variables.pg_cluster === undefined) return {};
  const shared = ['pg_conf', 'pg_rto', 'pg_rpo', 'patroni_watchdog_mode', 'pg_users', 'pg_databases', 'pg_parameters'];
  return Object.fromEntries(shared.filter((key) => Object.hasOwn(variables, key)).map((key) => [key, variables[key]]));
}

function readAll(found: Found, all: VariableReader): void {
  for (const known of ['admin_ip', 'region', 'node_tune', 'pg_conf', 'pg_rto', 'pg_rpo', 'patroni_watchdog_mode'])
    all.take(known);
  set(found, 'postgres', 'version', all.number('pg_version'));
  set(found, 'postgres', 'port', all.number('pg_port'));
  set(found, 'patroni', 'port', all.number('patroni_port'));
  set(found, 'pgbouncer', 'port', all.number('pgbouncer_port'));
  set(found, 'pgbouncer', 'poolMode', all.word('pgbouncer_poolmode', ['transaction', 'session', 'statement']));
  set(found, 'security', 'tls', all.boolean('patroni_ssl_enabled'));
  all.take('pgbouncer_sslmode');
  const services = all.mappings('pg_default_services') ?? [];
  const ports: Record<string, unknown> = { stats: all.number('haproxy_exporter_port') };
  for (const service of services)
    if (['primary', 'replica', 'default', 'offline'].includes(String(service.name)))
      ports[String(service.name)] = service.port;
  set(found, 'haproxy', 'ports', Object.fromEntries(Object.entries(ports).filter(([, port]) => port !== undefined)));
}

function readHost(found: Found, group: string, address: string, own: Record<string, unknown>) {
  const vars = new VariableReader(own, `${group}.${address}`, found.notes);
  const host = foundHost(found, address);
  const name = vars.text('nodename');
  if (name !== undefined) host.name = name;
  host.ssh = { ...host.ssh, ...readSsh(vars) };
  for (const known of [
    'pg_seq',
    'pg_role',
    'pg_upstream',
    'pg_delay',
    'etcd_seq',
    'haproxy_enabled',
    'pg_offline_query',
  ])
    vars.take(known);
  vars.finish();
  return host;
}

function readEtcd(found: Found, name: string, group: Group, vars: VariableReader): void {
  for (const [address, own] of group.hosts) readHost(found, name, address, own).roles.add('etcd');
  if (name === standbyEtcdGroup) for (const address of group.hosts.keys()) found.standbyEtcd.add(address);
  set(found, 'etcd', 'clientPort', vars.number('etcd_port'));
  set(found, 'etcd', 'peerPort', vars.number('etcd_peer_port'));
  found.timing = {
    ...found.timing,
    etcd: { heartbeat: vars.number('etcd_heartbeat_interval'), election: vars.number('etcd_election_timeout') },
  };
}

function readCluster(
  found: Found,
  name: string,
  group: Group,
  vars: VariableReader,
  { version, plans }: { version: 3 | 4; plans: Record<string, unknown> | undefined },
): void {
  const cluster = vars.text('pg_cluster') ?? name;
  let upstream: { address: string; delaySeconds: number } | undefined;
  const members = [...group.hosts].map(([address, own], index) => {
    const host = readHost(found, name, address, own);
    host.roles.add('postgres');
    if (own.haproxy_enabled !== false) host.roles.add('haproxy');
    const role = memberRoles.find((one) => one === own.pg_role) ?? 'replica';
    if (role === 'primary' && typeof own.pg_upstream === 'string')
      upstream = { address: own.pg_upstream, delaySeconds: parseDurationSeconds(String(own.pg_delay ?? '0')) ?? 0 };
    return { address, seq: typeof own.pg_seq === 'number' ? own.pg_seq : index + 1, role, nosync: false };
  });
  found.clusters.push({ name: cluster, members, upstream });
  const template = vars.text('pg_conf')?.replace(/\.yml$/, '');
  set(
    found,
    'postgres',
    'template',
    tuningTemplates.find((one) => one === template),
  );
  found.rpoBytes ??= vars.number('pg_rpo');
  set(found, 'patroni', 'watchdog', vars.word('patroni_watchdog_mode', watchdogModes));
  readTiming(found, vars.take('pg_rto'), version, plans);
  readUsers(found, vars);
  if (vars.boolean('pg_vip_enabled')) {
    const address = vars.text('pg_vip_address');
    set(found, 'access', 'vip', { address, interface: vars.text('pg_vip_interface') ?? 'eth0' });
  }
  const rules = vars.mappings('pg_hba_rules');
  vars.take('pgb_hba_rules');
  const clients = (rules ?? [])
    .filter((rule) => rule.user === 'all' && rule.db === 'all')
    .flatMap((rule) => (rule.addr === 'world' ? ['0.0.0.0/0', '::/0'] : [String(rule.addr)]))
    .filter((addr) => addr.includes('/'));
  if (clients.length > 0) set(found, 'postgres', 'clients', [...new Set(clients)]);
}

/** The number of seconds of version 3, or the preset or own line of version 4. */
function readTiming(found: Found, rto: unknown, version: 3 | 4, plans: Record<string, unknown> | undefined): void {
  if (typeof rto === 'number' && version === 3) {
    found.rtoSeconds = rto;
    found.timing = { ...found.timing, patroni: { ttl: rto } };
    return;
  }
  const name = presetNames.find((one) => one === rto) ?? 'norm';
  if (rto !== name)
    found.notes.push(
      noteOf(
        'defaulted',
        'pg_rto',
        say`Pigsty 4 takes fast, norm, safe or wide, and anything else is norm: read as norm`,
      ),
    );
  else found.notes.push(noteOf('understood', 'pg_rto', say`read as the preset ${name}`));
  const own = plans?.[name];
  const preset = timingPresets[name];
  const usual = [
    ...Object.values(preset.patroni),
    ...[preset.haproxy.interSeconds, preset.haproxy.fastinterSeconds, preset.haproxy.downinterSeconds],
    ...[preset.haproxy.rise, preset.haproxy.fall],
  ];
  const line =
    Array.isArray(own) && own.length === 10 ? own.map((value) => parseDurationSeconds(String(value))) : usual;
  const [ttl, loopWait, retryTimeout, primaryStartTimeout, safetyMargin, inter, fastinter, downinter, rise, fall] =
    line;
  // parseDurationSeconds knows no negative numbers: -1 means ttl / 2.
  const margin = Array.isArray(own) && own[4] === -1 ? -1 : safetyMargin;
  found.rtoSeconds = ttl;
  found.timing = {
    ...found.timing,
    patroni: { ttl, loopWait, retryTimeout, primaryStartTimeout, safetyMargin: margin },
    haproxy: { inter, fastinter, downinter, rise, fall },
  };
}

function readUsers(found: Found, vars: VariableReader): void {
  const users = vars.mappings('pg_users')?.map((user) => ({
    name: user.name,
    ...(user.superuser === true ? { superuser: true } : {}),
    ...(user.createdb === true ? { createdb: true } : {}),
    ...(Array.isArray(user.roles) && user.roles.length > 0 ? { memberOf: user.roles } : {}),
  }));
  if (users !== undefined && users.length > 0) set(found, 'postgres', 'users', users);
  const databases = vars.mappings('pg_databases')?.map(({ name, owner }) => ({
    name,
    ...(owner === undefined ? {} : { owner }),
  }));
  if (databases !== undefined && databases.length > 0) set(found, 'postgres', 'databases', databases);
  const parameters = vars.mapping('pg_parameters');
  if (parameters !== undefined) set(found, 'postgres', 'parameters', parameters);
}
