/**
 * What the roles of autobase and postgresql_cluster set where an inventory says nothing.
 * @see postgresql_cluster 1.9 vars/main.yml; autobase 2.5 roles/common/defaults, roles/haproxy and roles/etcd templates
 */
export const usual = {
  ttl: 30,
  loopWait: 10,
  retryTimeout: 10,
  primaryStartTimeout: 300,
  lagBytes: 1024 ** 2,
  poolMode: 'session',
  etcdHeartbeat: 1000,
  etcdElection: 5000,
  ports: { primary: 5000, replica: 5001, stats: 7000 },
  maxconn: 10_000,
  checks: { inter: 3, fastinter: 1, rise: 4, fall: 3 },
  mask: 24,
} as const;

/** What its own variables stand for in templates, where an inventory names them and does not set them. */
export const usualVariables: Readonly<Record<string, unknown>> = {
  patroni_cluster_name: 'postgres-cluster',
  patroni_superuser_username: 'postgres',
  patroni_replication_username: 'replicator',
  pgbouncer_auth_username: 'pgbouncer',
  postgresql_password_encryption_algorithm: 'scram-sha-256',
  postgresql_port: 5432,
  postgresql_cluster_name: 'main',
  pgbouncer_listen_port: 6432,
  patroni_restapi_port: 8008,
  tls_cert_generate: true,
  tls_dir: '/etc/tls',
  tls_cert: 'server.crt',
  tls_privatekey: 'server.key',
  tls_ca_cert: 'ca.crt',
  dcs_type: 'etcd',
  dcs_exists: false,
  postgresql_home_dir: '/var/lib/postgresql',
  postgresql_log_dir: '/var/log/postgresql',
  postgresql_unix_socket_dir: '/var/run/postgresql',
  host_type: "{{ 'hostssl' if tls_cert_generate | bool else 'host' }}",
};
