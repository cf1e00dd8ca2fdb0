import type { Plan } from '../../plan/plan.ts';

/** Where Debian's packages (bookworm and trixie) look for their files, and where ours lie beside them. */
export const paths = {
  etcdConfig: '/etc/etcd/etcd.yml',
  etcdTls: '/etc/etcd/tls',
  patroniConfig: '/etc/patroni/config.yml',
  patroniTls: '/etc/patroni/tls',
  patroniStart: '/usr/local/lib/quorate/patroni',
  sysctl: '/etc/sysctl.d/90-quorate.conf',
  pgpass: '/var/lib/postgresql/.pgpass.patroni',
  postgresSockets: '/var/run/postgresql',
  pgbouncerConfig: '/etc/pgbouncer/pgbouncer.ini',
  pgbouncerUsers: '/etc/pgbouncer/userlist.txt',
  pgbouncerRules: '/etc/pgbouncer/hba.conf',
  pgbouncerTls: '/etc/pgbouncer/tls',
  haproxyConfig: '/etc/haproxy/haproxy.cfg',
  haproxyTls: '/etc/haproxy/tls',
  keepalivedConfig: '/etc/keepalived/keepalived.conf',
  vipAuthority: '/etc/keepalived/tls/ca.crt',
  exporterDefaults: '/etc/default/prometheus-postgres-exporter',
  vipCheck: '/usr/local/lib/quorate/is-leader',
} as const;

/** No data directory lies in one of these, or is one. */
export const systemDirectories = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/sys',
  '/tmp',
  '/usr',
  '/var/tmp',
  '/var/run',
  '/var/cache',
  '/var/log',
  '/var/lib/apt',
  '/var/lib/dpkg',
  '/var/lib/systemd',
  '/var/lib/quorate',
] as const;

/** The data directory of a cluster's member on its host. */
export function dataDirectory(plan: Plan, postgresVersion: number, clusterName: string): string {
  return plan.postgres.dataDirectory ?? `/var/lib/postgresql/${postgresVersion}/${clusterName}`;
}

/**
 * Where pg_wal is a link to; undefined when it lies in the data directory. A directory below the one of the plan, which may be a mount point:
 * Patroni removes the target itself when it copies a member anew, and a mount point cannot be removed.
 */
export function walDirectory(plan: Plan, clusterName: string): string | undefined {
  const { walDirectory: disk } = plan.postgres;
  return disk === undefined ? undefined : `${disk}/${clusterName}`;
}

/** The data directory of an etcd member: beside Debian's own /var/lib/etcd/default, so that a member which the package started is never taken for ours. */
export function etcdDataDirectory(plan: Plan): string {
  return plan.etcd.dataDirectory ?? '/var/lib/etcd/quorate';
}

/** Where Debian keeps the programs of one major version. */
export function postgresPrograms(postgresVersion: number): string {
  return `/usr/lib/postgresql/${postgresVersion}/bin`;
}

/** The drop-in that changes a Debian unit. systemd reads it after `systemctl daemon-reload`. */
export function dropInPath(unit: string): string {
  return `/etc/systemd/system/${unit}.service.d/quorate.conf`;
}
