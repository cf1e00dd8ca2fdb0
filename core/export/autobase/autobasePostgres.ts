import { parseCidr } from '../../plan/address.ts';
import type { Cluster } from '../../plan/plan.ts';
import type { Database, HbaRule, User } from '../../plan/postgresObjects.ts';
import { type PostgresSettings, postgresMajor, postgresOf } from '../../plan/postgresOf.ts';
import { hbaWords } from '../../render/hbaLine.ts';
import { clusterSecrets } from '../../render/secretNames.ts';
import type { ExportInput } from '../exportFormat.ts';

const poolUser = '{{ pgbouncer_auth_username }}';
const poolPassword = '{{ pgbouncer_auth_password }}';

/** Templates that autobase's own defaults have, in a list that ours replaces. */
export const ownTemplates: readonly string[] = [poolUser, poolPassword];

/** PostgreSQL, its users and databases, and PgBouncer, as autobase's variables. */
export function postgresVariables(input: ExportInput, cluster: Cluster): object {
  const { plan, secret } = input;
  const { pgbouncer } = plan;
  const postgres = postgresOf(plan, cluster);
  const names = clusterSecrets(plan, cluster);
  const password = (variable: string, name: string) => {
    const value = secret?.(name);
    return value === undefined ? {} : { [variable]: value };
  };
  // A standby cluster gets users and databases from its upstream.
  const own = cluster.standbyOf === undefined;
  const options = Object.entries(postgres.parameters).map(([option, value]) => ({ option, value: settingText(value) }));
  return {
    postgresql_version: postgresMajor(plan, cluster, input.environment.release),
    postgresql_port: postgres.port,
    ...(postgres.dataDirectory === undefined ? {} : { postgresql_data_dir: postgres.dataDirectory }),
    // autobase makes pg_wal a link to this very directory.
    ...(postgres.walDirectory === undefined ? {} : { postgresql_wal_dir: `${postgres.walDirectory}/${cluster.name}` }),
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
              password: user.login ? (secret?.(names.user(user.name)) ?? '') : '',
              flags: roleFlags(user),
              role: user.memberOf[0] ?? '',
            })),
          ],
        }
      : {}),
    ...(own && postgres.databases.length > 0
      ? {
          postgresql_databases: postgres.databases.map(({ name, owner, encoding, locale }) => ({
            db: name,
            encoding: encoding ?? 'UTF8',
            lc_collate: locale ?? 'en_US.UTF-8',
            lc_ctype: locale ?? 'en_US.UTF-8',
            owner: owner ?? 'postgres',
          })),
          pgbouncer_pools: ['postgres', ...postgres.databases.map(({ name }) => name)].map((name) => ({
            name,
            dbname: name,
            pool_parameters: '',
          })),
          ...objectVariables(postgres.databases),
        }
      : {}),
    ...(options.length > 0 ? { postgresql_parameters_overrides: options } : {}),
    postgresql_pg_hba: clientRules(postgres, plan.security.tls),
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

function roleFlags(user: User): string {
  const flags = [
    user.login ? 'LOGIN' : 'NOLOGIN',
    ...(['superuser', 'createdb', 'createrole', 'replication', 'bypassrls'] as const)
      .filter((right) => user[right])
      .map((right) => right.toUpperCase()),
  ];
  return flags.join();
}

/** What is in the databases, which autobase lists apart from them. */
function objectVariables(databases: readonly Database[]): object {
  const extensions = databases.flatMap((db) => db.extensions.map(({ name }) => ({ ext: name, db: db.name })));
  const schemas = databases.flatMap((db) =>
    db.schemas.map(({ name, owner }) => ({ schema: name, db: db.name, owner: owner ?? db.owner ?? 'postgres' })),
  );
  return {
    ...(extensions.length > 0 ? { postgresql_extensions: extensions } : {}),
    ...(schemas.length > 0 ? { postgresql_schemas: schemas } : {}),
  };
}

/** A rule of the plan in autobase's fields, which become the words of a line as they are. */
function ownRule(rule: HbaRule): object {
  const [type = '', database = '', user = '', ...rest] = hbaWords(rule);
  const address = rule.type === 'local' ? '' : (rest.shift() ?? '');
  return { type, database, user, address, method: rest.join(' ') };
}

/** autobase's own rules for the host itself, those of the plan, and one for each network of the plan. */
function clientRules(postgres: PostgresSettings, tls: boolean): object[] {
  const rule = (type: string, user: string, address: string, method: string) => ({
    type,
    database: 'all',
    user,
    address,
    method,
  });
  const own = (position: HbaRule['position']) => postgres.hba.filter((one) => one.position === position).map(ownRule);
  const networks = postgres.clients.filter((client) => parseCidr(client) !== undefined);
  return [
    rule('local', 'postgres', '', 'trust'),
    rule('local', 'pgbouncer', '', 'trust'),
    ...own('before'),
    rule('local', 'all', '', 'scram-sha-256'),
    rule('host', 'all', '127.0.0.1/32', 'scram-sha-256'),
    rule('host', 'all', '::1/128', 'scram-sha-256'),
    ...networks.map((client) => rule(tls ? 'hostssl' : 'host', 'all', client, 'scram-sha-256')),
    ...own('after'),
  ];
}
