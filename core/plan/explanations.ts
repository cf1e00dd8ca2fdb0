import type { Plan } from './plan.ts';
import type { PlanPath } from './planPath.ts';

/*
 * Why values are what they are when a plan does not set them, by path; `*` stands for an index.
 * What `completePlan` derives is explained here in the same words as it is computed there.
 */

/** Values that follow from others. */
export const derivedReasons: Readonly<Record<string, (plan: Plan, path: PlanPath) => string>> = {
  'ssh.sudo': (plan) => sudoReason(plan.ssh.user),
  'hosts.*.site': () => 'the first site',
  'hosts.*.zone': () => 'the host itself: no failure domain is named',
  'hosts.*.ssh.user': () => 'from ssh.user',
  'hosts.*.ssh.port': () => 'from ssh.port',
  'hosts.*.ssh.key': () => 'from ssh.key',
  'hosts.*.ssh.jump': () => 'from ssh.jump',
  'hosts.*.ssh.sudo': (plan, path) => sudoReason(plan.hosts[Number(path[1])]?.ssh.user ?? plan.ssh.user),
  'clusters.*.members.*.name': () => '<cluster>-<seq>, the name in Patroni and etcd',
  'objectives.mode': (plan) => (plan.objectives.mode === 'custom' ? 'rto or rpo is set' : 'neither rto nor rpo is set'),
  'objectives.rto': (plan) => `mode ${plan.objectives.mode}`,
  'objectives.rpo': (plan) => `mode ${plan.objectives.mode}`,
  'postgres.template': (plan) => `objectives.mode is ${plan.objectives.mode}; crit for zero-loss, else oltp`,
  'patroni.watchdog': (plan) => `postgres.template is ${plan.postgres.template}; automatic for crit, else off`,
  'patroni.synchronous.enabled': (plan) =>
    `objectives.rpo is ${plan.objectives.rpoBytes} bytes; synchronous when it is 0`,
};

/** Values that are fixed. */
export const defaultReasons: Readonly<Record<string, string>> = {
  'sites.*.name': 'one site when the plan names none',
  'sites.*.role': 'the only site is the primary one',
  'ssh.user': 'root needs no sudo',
  'ssh.port': "SSH's port",
  'hosts.*.roles': 'everything on each host, the reference layout of three nodes',
  'clusters.*.members.*.nosync': 'a member may be a synchronous standby unless the plan forbids it',
  'clusters.*.standbyOf.delay': 'the standby cluster replays WAL as it arrives',
  'postgres.port': "PostgreSQL's port",
  'postgres.clients': 'any network, with a password (and TLS unless it is off)',
  'postgres.parameters': 'the tuning template decides',
  'postgres.databases': 'none unless the plan names them',
  'postgres.users': 'none unless the plan names them',
  'patroni.port': "the port of Patroni's REST interface in its documentation",
  'patroni.failsafe':
    'a primary that reaches all members stays writable when etcd has no quorum (Patroni failsafe_mode)',
  'patroni.synchronous.strict': 'commits go on when no synchronous standby is left (Patroni synchronous_mode_strict)',
  'patroni.synchronous.nodes': 'one synchronous standby (Patroni synchronous_node_count)',
  'etcd.clientPort': "etcd's port for clients",
  'etcd.peerPort': "etcd's port for peers",
  'etcd.quota': "etcd's own default, 2 GiB (etcd advises 8 GiB at most)",
  'haproxy.ports.primary': 'read-write through PgBouncer, port of the reference architecture',
  'haproxy.ports.replica': 'read-only through PgBouncer, port of the reference architecture',
  'haproxy.ports.default': 'read-write without a pool, port of the reference architecture',
  'haproxy.ports.offline': 'reports and backups, port of the reference architecture',
  'haproxy.ports.stats': 'statistics, port of the reference architecture',
  'haproxy.maxconn': 'connections per server of the reference architecture',
  'pgbouncer.port': "PgBouncer's port",
  'pgbouncer.poolMode': 'a server connection is shared between transactions',
  'pgbouncer.maxClientConnections': 'connections of clients of the reference architecture',
  'pgbouncer.defaultPoolSize': 'server connections per user and database of the reference architecture',
  'pgbouncer.maxDbConnections': 'server connections per database of the reference architecture',
  'network.links': 'round trips between sites are measured by preflight',
  access: 'no virtual IP and no name: clients use the hosts themselves',
  'packages.source': "the hosts' own apt sources",
  'security.tls': 'encrypted and verified unless the plan turns it off',
};

/** Values that a plan may set and that otherwise only the hosts can tell. */
export const openReasons: readonly { readonly path: PlanPath; readonly reason: string }[] = [
  { path: ['postgres', 'version'], reason: "the version that the hosts' Debian release packages" },
  { path: ['packages', 'release'], reason: 'whatever release the hosts run' },
  { path: ['network', 'rtt'], reason: 'measured between all hosts by preflight' },
];

/** Units of the fields that have one, by their last key. */
export const unitsByField: Readonly<Record<string, 's' | 'ms' | 'bytes'>> = {
  rto: 's',
  rpo: 'bytes',
  delay: 's',
  rtt: 's',
  quota: 'bytes',
  heartbeat: 'ms',
  election: 'ms',
  ttl: 's',
  loopWait: 's',
  retryTimeout: 's',
  primaryStartTimeout: 's',
  primaryStopTimeout: 's',
  safetyMargin: 's',
  inter: 's',
  fastinter: 's',
  downinter: 's',
};

function sudoReason(user: string): string {
  return user === 'root' ? 'root needs no sudo' : `the login ${user} is not root`;
}
