import { parse } from 'yaml';

type Tree = Record<string, unknown>;

const address = /^(\d{1,3}\.){3}\d{1,3}$/;
const cidr = /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/;
const planLine = /^\d+(ms|s)$/;

/**
 * Judges an inventory by Pigsty's rules, written again from its documentation and its own bin/validate; nothing of the exporter is used.
 * @returns one sentence per breach
 */
export function pigstyBreaches(text: string, version: 'v3' | 'v4'): string[] {
  const breaches: string[] = [];
  const must = (holds: boolean, message: string) => {
    if (!holds) breaches.push(message);
  };
  // As PyYAML reads it: off without quotes would be false.
  const all = tree(tree(parse(text, { version: '1.1' })).all);
  const variables = tree(all.vars);
  const groups = tree(all.children);
  must(address.test(String(variables.admin_ip)), 'admin_ip is an IPv4 address');
  must(String(variables.version).startsWith(version), 'version names the target');
  must(Number.isInteger(variables.pg_version), 'pg_version is a number');
  must(['default', 'china', 'europe'].includes(String(variables.region)), 'region');
  must(['oltp', 'olap', 'crit', 'tiny', 'none'].includes(String(variables.node_tune)), 'node_tune');
  must(typeof variables.patroni_ssl_enabled === 'boolean', 'patroni_ssl_enabled');
  must(['transaction', 'session', 'statement'].includes(String(variables.pgbouncer_poolmode)), 'pgbouncer_poolmode');
  must(Object.hasOwn(groups, 'infra') && Object.hasOwn(groups, 'etcd'), 'there are infra and etcd');
  const owner = new Map<string, string>();
  for (const [name, group] of Object.entries(groups)) {
    const hosts = Object.entries(tree(tree(group).hosts));
    const vars = tree(tree(group).vars ?? {});
    must(hosts.length > 0, `${name} has hosts`);
    for (const [host] of hosts) must(address.test(host), `${name}: ${host} is an IPv4 address`);
    const module = vars.pg_cluster === undefined ? (vars.etcd_cluster === undefined ? undefined : 'etcd') : 'pgsql';
    for (const [host] of hosts) {
      const before = owner.get(`${module} ${host}`);
      must(module === undefined || before === undefined, `${host} is in one ${module} group only`);
      owner.set(`${module} ${host}`, name);
    }
    if (name === 'infra') checkSequence(hosts, 'infra_seq', must);
    if (module === 'etcd') {
      must(/^[a-z][a-z0-9-]*$/.test(String(vars.etcd_cluster)), `${name}: etcd_cluster`);
      for (const key of ['etcd_heartbeat_interval', 'etcd_election_timeout'])
        must(Number.isInteger(vars[key]) && Number(vars[key]) > 0, `${name}: ${key}`);
      checkSequence(hosts, 'etcd_seq', must);
      must(hosts.length % 2 === 1, `${name} has an odd number of members`);
    }
    if (module === 'pgsql') checkCluster(name, hosts, vars, variables, version, must);
  }
  return breaches;
}

type Must = (holds: boolean, message: string) => void;
type Hosts = [string, unknown][];

function checkSequence(hosts: Hosts, key: string, must: Must): void {
  const values = hosts.map(([, own]) => tree(own)[key]);
  must(
    values.every((value) => Number.isInteger(value) && Number(value) >= 0),
    `${key} is a whole number on every host`,
  );
  must(new Set(values).size === values.length, `${key} is unique`);
}

function checkCluster(name: string, hosts: Hosts, vars: Tree, all: Tree, version: string, must: Must): void {
  must(/^[a-zA-Z0-9-]+$/.test(String(vars.pg_cluster)) && vars.pg_cluster === name, `${name} is its own pg_cluster`);
  checkSequence(hosts, 'pg_seq', must);
  const roles = hosts.map(([, own]) => tree(own).pg_role);
  must(
    roles.every((role) => role === 'primary' || role === 'replica' || role === 'offline'),
    `${name}: roles`,
  );
  must(roles.filter((role) => role === 'primary').length === 1, `${name} has exactly one primary`);
  must(/^(oltp|olap|crit|tiny)\.yml$/.test(String(vars.pg_conf)), `${name}: pg_conf`);
  must(
    version === 'v3' ? Number.isInteger(vars.pg_rto) : ['fast', 'norm', 'safe', 'wide'].includes(String(vars.pg_rto)),
    `${name}: pg_rto ${String(vars.pg_rto)}`,
  );
  must(Number.isInteger(vars.pg_rpo) && Number(vars.pg_rpo) >= 0, `${name}: pg_rpo`);
  must(
    ['off', 'automatic', 'required'].includes(vars.patroni_watchdog_mode as string),
    `${name}: watchdog is quoted text`,
  );
  must(vars.pg_vip_enabled !== true || cidr.test(String(vars.pg_vip_address)), `${name}: pg_vip_address`);
  checkFields(vars.pg_users, userFields, `${name}: pg_users`, must);
  checkFields(vars.pg_databases, databaseFields, `${name}: pg_databases`, must);
  for (const [host, own] of hosts) {
    const { pg_upstream: upstream, pg_delay: delay, pg_role: role } = tree(own);
    must(upstream === undefined || address.test(String(upstream)), `${host}: pg_upstream`);
    must((upstream === undefined && delay === undefined) || role === 'primary', `${host}: upstream on the primary`);
  }
  for (const rule of [vars.pg_hba_rules, vars.pgb_hba_rules].flatMap((list) => list as Tree[])) {
    if (rule.rules !== undefined) {
      must(isOf(rule.rules, 'texts') && typeof rule.title === 'string', `${name}: lines of a rule`);
      continue;
    }
    must(rule.addr === 'world' || cidr.test(String(rule.addr)), `${name}: addr of a rule`);
    must(['ssl', 'pwd'].includes(String(rule.auth)), `${name}: auth of a rule`);
  }
  if (all.pg_rto_plan === undefined) return;
  must(version === 'v4', 'pg_rto_plan is of version 4');
  const lines = tree(all.pg_rto_plan);
  must(Object.keys(lines).join() === 'fast,norm,safe,wide', 'pg_rto_plan has every preset');
  for (const line of Object.values(lines) as unknown[][]) {
    const [ttl = 0, loop = 0, retry = 0] = line.slice(0, 3).map(Number);
    must(line.length === 10 && ttl >= loop + 2 * retry, 'pg_rto_plan keeps the constraint');
    must(
      line.slice(5, 8).every((value) => planLine.test(String(value))),
      'pg_rto_plan: durations',
    );
  }
}

/** Fields of an entry of pg_users and pg_databases, of those that bin/validate knows. */
const userFields = {
  name: 'text',
  password: 'text',
  superuser: 'flag',
  login: 'flag',
  createdb: 'flag',
  createrole: 'flag',
  replication: 'flag',
  bypassrls: 'flag',
  connlimit: 'number',
  pgbouncer: 'flag',
  roles: 'texts',
};
const databaseFields = {
  name: 'text',
  owner: 'text',
  encoding: 'text',
  locale: 'text',
  extensions: 'list',
  schemas: 'list',
  revokeconn: 'flag',
};

function checkFields(list: unknown, fields: Readonly<Record<string, string>>, place: string, must: Must): void {
  if (list === undefined) return;
  for (const entry of list as Tree[]) {
    must(Object.hasOwn(entry, 'name'), `${place}: name`);
    for (const [key, value] of Object.entries(entry)) must(isOf(value, fields[key]), `${place}: ${key}`);
  }
}

function isOf(value: unknown, kind: string | undefined): boolean {
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'flag') return typeof value === 'boolean';
  if (kind === 'number') return Number.isInteger(value);
  if (kind === 'list') return Array.isArray(value);
  return kind === 'texts' && Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function tree(value: unknown): Tree {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`no mapping: ${value}`);
  return value as Tree;
}
