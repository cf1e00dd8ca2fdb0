/** Where Debian's packages (bookworm and trixie) look for their files, and where ours lie beside them. */
export const paths = {
  etcdConfig: '/etc/etcd/etcd.yml',
  etcdTls: '/etc/etcd/tls',
  /** Beside Debian's own /var/lib/etcd/default, so that a member which the package started by itself is never taken for ours. */
  etcdData: '/var/lib/etcd/quorate',
  patroniConfig: '/etc/patroni/config.yml',
  patroniTls: '/etc/patroni/tls',
  patroniStart: '/usr/local/lib/quorate/patroni',
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
  vipCheck: '/usr/local/lib/quorate/is-leader',
} as const;

/** The data directory of a cluster's member on its host. */
export function dataDirectory(postgresVersion: number, clusterName: string): string {
  return `/var/lib/postgresql/${postgresVersion}/${clusterName}`;
}

/** Where Debian keeps the programs of one major version. */
export function postgresPrograms(postgresVersion: number): string {
  return `/usr/lib/postgresql/${postgresVersion}/bin`;
}

/** The drop-in that changes a Debian unit. systemd reads it after `systemctl daemon-reload`. */
export function dropInPath(unit: string): string {
  return `/etc/systemd/system/${unit}.service.d/quorate.conf`;
}
