import { type Phrase, say } from '../wording/phrase.ts';
import type { Plan } from './plan.ts';
import type { PlanPath } from './planPath.ts';

/*
 * Why values are what they are when a plan does not set them, by path; `*` stands for an index.
 * What `completePlan` derives is explained here in the same words as it is computed there.
 */

/** Values that follow from others. */
export const derivedReasons: Readonly<Record<string, (plan: Plan, path: PlanPath) => Phrase>> = {
  'ssh.sudo': (plan) => sudoReason(plan.ssh.user),
  'hosts.*.site': () => say`the first site`,
  'hosts.*.zone': () => say`the host itself: no failure domain is named`,
  'hosts.*.ssh.user': () => say`from ssh.user`,
  'hosts.*.ssh.port': () => say`from ssh.port`,
  'hosts.*.ssh.key': () => say`from ssh.key`,
  'hosts.*.ssh.jump': () => say`from ssh.jump`,
  'hosts.*.ssh.sudo': (plan, path) => sudoReason(plan.hosts[Number(path[1])]?.ssh.user ?? plan.ssh.user),
  'clusters.*.members.*.name': () => say`<cluster>-<seq>, the name in Patroni and etcd`,
  'objectives.mode': (plan) =>
    plan.objectives.mode === 'custom' ? say`rto or rpo is set` : say`neither rto nor rpo is set`,
  'objectives.rto': (plan) => say`mode ${plan.objectives.mode}`,
  'objectives.rpo': (plan) => say`mode ${plan.objectives.mode}`,
  'postgres.template': (plan) => say`objectives.mode is ${plan.objectives.mode}; crit for zero-loss, else oltp`,
  'patroni.watchdog': (plan) => say`postgres.template is ${plan.postgres.template}; automatic for crit, else off`,
  'patroni.synchronous.enabled': (plan) =>
    say`objectives.rpo is ${plan.objectives.rpoBytes} bytes; synchronous when it is 0`,
};

const noRight = say`not given: the right has to be asked for`;

/** Values that are fixed. */
export const defaultReasons: Readonly<Record<string, Phrase>> = {
  'sites.*.name': say`one site when the plan names none`,
  'sites.*.role': say`the only site is the primary one`,
  'ssh.user': say`root needs no sudo`,
  'ssh.port': say`SSH's port`,
  'hosts.*.roles': say`everything on each host, the reference layout of three nodes`,
  'clusters.*.members.*.nosync': say`a member may be a synchronous standby unless the plan forbids it`,
  'clusters.*.standbyOf.delay': say`the standby cluster replays WAL as it arrives`,
  'postgres.port': say`PostgreSQL's port`,
  'postgres.clients': say`any network, with a password (and TLS unless it is off)`,
  'postgres.parameters': say`the tuning template decides`,
  'postgres.databases': say`none unless the plan names them`,
  'postgres.users': say`none unless the plan names them`,
  'postgres.packages': say`what the roles need, and nothing more`,
  'postgres.hba': say`our own rules alone: the networks in postgres.clients, and what the cluster needs`,
  'postgres.users.*.login': say`a user logs in; login: false makes a group`,
  'postgres.users.*.superuser': noRight,
  'postgres.users.*.createdb': noRight,
  'postgres.users.*.createrole': noRight,
  'postgres.users.*.replication': noRight,
  'postgres.users.*.bypassrls': noRight,
  'postgres.users.*.memberOf': say`no role is granted`,
  'postgres.databases.*.extensions': say`those of PostgreSQL's own template`,
  'postgres.databases.*.schemas': say`public, as in PostgreSQL's own template`,
  'postgres.hba.*.position': say`before our rules for clients, behind what the cluster itself needs`,
  'patroni.port': say`the port of Patroni's REST interface in its documentation`,
  'patroni.failsafe': say`a primary that reaches all members stays writable when etcd has no quorum (Patroni failsafe_mode)`,
  'patroni.synchronous.strict': say`commits go on when no synchronous standby is left (Patroni synchronous_mode_strict)`,
  'patroni.synchronous.nodes': say`one synchronous standby (Patroni synchronous_node_count)`,
  'etcd.clientPort': say`etcd's port for clients`,
  'etcd.peerPort': say`etcd's port for peers`,
  'etcd.quota': say`etcd's own default, 2 GiB (etcd advises 8 GiB at most)`,
  'haproxy.ports.primary': say`read-write through PgBouncer, port of the reference architecture`,
  'haproxy.ports.replica': say`read-only through PgBouncer, port of the reference architecture`,
  'haproxy.ports.default': say`read-write without a pool, port of the reference architecture`,
  'haproxy.ports.offline': say`reports and backups, port of the reference architecture`,
  'haproxy.ports.stats': say`statistics, port of the reference architecture`,
  'haproxy.maxconn': say`connections per server of the reference architecture`,
  'pgbouncer.port': say`PgBouncer's port`,
  'pgbouncer.poolMode': say`a server connection is shared between transactions`,
  'pgbouncer.maxClientConnections': say`connections of clients of the reference architecture`,
  'pgbouncer.defaultPoolSize': say`server connections per user and database of the reference architecture`,
  'pgbouncer.maxDbConnections': say`server connections per database of the reference architecture`,
  'network.links': say`round trips between sites are measured by preflight`,
  access: say`no virtual IP and no name: clients use the hosts themselves`,
  'packages.source': say`the hosts' own apt sources`,
  'packages.replace': say`the extra repository brings PostgreSQL; everything else stays the distribution's`,
  'monitoring.exporter': say`no metrics for Prometheus unless the plan asks for them`,
  'monitoring.port': say`postgres_exporter's port`,
  'security.tls': say`encrypted and verified unless the plan turns it off`,
};

/** Values that a plan may set and that otherwise only the hosts can tell, or that are made where they are used and stand here. */
export const openReasons: readonly { readonly path: PlanPath; readonly value?: string; readonly reason: Phrase }[] = [
  { path: ['postgres', 'version'], reason: say`the version that the hosts' Debian release packages` },
  {
    path: ['postgres', 'dataDirectory'],
    reason: say`/var/lib/postgresql/<version>/<cluster>, by the version of each cluster`,
  },
  { path: ['postgres', 'walDirectory'], value: '<postgres.dataDirectory>/pg_wal', reason: say`in the data directory` },
  {
    path: ['patroni', 'basebackup', 'maxRate'],
    reason: say`a new replica is copied as fast as disks and network allow`,
  },
  { path: ['etcd', 'dataDirectory'], value: '/var/lib/etcd/quorate', reason: say`beside Debian's own` },
  {
    path: ['postgres', 'parameters', 'max_wal_size'],
    reason: say`by the smallest host: memory / 4, 1 to 16 GiB, and at most a twelfth of the disk that holds WAL`,
  },
  {
    path: ['postgres', 'parameters', 'max_slot_wal_keep_size'],
    reason: say`max_wal_size * 3: all WAL together takes a third of its disk at most`,
  },
  { path: ['packages', 'release'], reason: say`whatever release the hosts run` },
  { path: ['network', 'rtt'], reason: say`measured between all hosts by preflight` },
];

/** Units of the fields that have one, by their last key. */
export const unitsByField: Readonly<Record<string, 's' | 'ms' | 'bytes'>> = {
  rto: 's',
  rpo: 'bytes',
  maxRate: 'bytes',
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

function sudoReason(user: string): Phrase {
  return user === 'root' ? say`root needs no sudo` : say`the login ${user} is not root`;
}
