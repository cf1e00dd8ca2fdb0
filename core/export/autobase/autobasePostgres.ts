import { parseCidr } from '../../plan/address.ts';
import { distributions } from '../../plan/distributions.ts';
import type { Cluster, Plan } from '../../plan/plan.ts';
import { clusterSecrets } from '../../render/secretsOf.ts';
import type { ExportInput } from '../exportFormat.ts';

const poolUser = '{{ pgbouncer_auth_username }}';
const poolPassword = '{{ pgbouncer_auth_password }}';

/** Templates that autobase's own defaults have, in a list that ours replaces. */
export const ownTemplates: readonly string[] = [poolUser, poolPassword];

/** PostgreSQL, its users and databases, and PgBouncer, as autobase's variables. */
export function postgresVariables(input: ExportInput, cluster: Cluster): object {
  const { plan, secret } = input;
  const { postgres, pgbouncer } = plan;
  const names = clusterSecrets(plan, cluster);
  const password = (variable: string, name: string) => {
    const value = secret?.(name);
    return value === undefined ? {} : { [variable]: value };
  };
  // A standby cluster gets users and databases from its upstream.
  const own = cluster.standbyOf === undefined;
  const options = Object.entries(postgres.parameters).map(([option, value]) => ({ option, value: settingText(value) }));
  return {
    postgresql_version: postgres.version ?? distributions[input.environment.release].postgresMajor,
    postgresql_port: postgres.port,
    ...password('patroni_superuser_password', names.superuser),
    ...password('patroni_replication_password', names.replication),
    ...password('patroni_restapi_password', names.rest),
    ...password('pgbouncer_auth_password', names.pool),
    ...(own && postgres.users.length > 0
      ? {
          postgresql_users: [
            { name: poolUser, password: poolPassword, flags: 'LOGIN', role: '' },
            ...postgres.users.map((user) => ({
              name: user.name,
              password: secret?.(names.user(user.name)) ?? '',
              flags: ['LOGIN', ...(user.superuser ? ['SUPERUSER'] : []), ...(user.createdb ? ['CREATEDB'] : [])].join(),
              role: user.memberOf[0] ?? '',
            })),
          ],
        }
      : {}),
    ...(own && postgres.databases.length > 0
      ? {
          postgresql_databases: postgres.databases.map(({ name, owner }) => ({
            db: name,
            encoding: 'UTF8',
            lc_collate: 'en_US.UTF-8',
            lc_ctype: 'en_US.UTF-8',
            owner: owner ?? 'postgres',
          })),
          pgbouncer_pools: ['postgres', ...postgres.databases.map(({ name }) => name)].map((name) => ({
            name,
            dbname: name,
            pool_parameters: '',
          })),
        }
      : {}),
    ...(options.length > 0 ? { postgresql_parameters_overrides: options } : {}),
    postgresql_pg_hba: clientRules(plan),
    pgbouncer_listen_port: pgbouncer.port,
    pgbouncer_default_pool_mode: pgbouncer.poolMode,
    pgbouncer_max_client_conn: pgbouncer.maxClientConnections,
    pgbouncer_default_pool_size: pgbouncer.defaultPoolSize,
    pgbouncer_max_db_connections: pgbouncer.maxDbConnections,
  };
}

/** autobase writes every setting between quotes. */
function settingText(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return String(value);
}

/** autobase's own rules for the host itself, and one for each network of the plan. */
function clientRules({ postgres, security }: Plan): object[] {
  const rule = (type: string, user: string, address: string, method: string) => ({
    type,
    database: 'all',
    user,
    address,
    method,
  });
  const networks = postgres.clients.filter((client) => parseCidr(client) !== undefined);
  return [
    rule('local', 'postgres', '', 'trust'),
    rule('local', 'pgbouncer', '', 'trust'),
    rule('local', 'all', '', 'scram-sha-256'),
    rule('host', 'all', '127.0.0.1/32', 'scram-sha-256'),
    rule('host', 'all', '::1/128', 'scram-sha-256'),
    ...networks.map((client) => rule(security.tls ? 'hostssl' : 'host', 'all', client, 'scram-sha-256')),
  ];
}
