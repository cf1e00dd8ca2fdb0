import { reservedDatabases, reservedRoles } from '../plan/names.ts';
import type { Cluster, Plan } from '../plan/plan.ts';
import { say } from '../wording/phrase.ts';
import { checkedName, unsafeValue } from './checkedText.ts';
import { secretPlaceholder } from './placeholders.ts';
import { monitorRole, poolRole, poolSchema, probeSchema, replicationRole, rewindRole, superuserRole } from './roles.ts';
import { clusterSecrets } from './secretsOf.ts';

/** What psql runs before either script: no password in the server's log, whatever it logs otherwise. */
const preamble = [
  '\\set ON_ERROR_STOP on',
  'SET log_statement = none;',
  'SET log_min_duration_statement = -1;',
  'SET log_min_error_statement = panic;',
  "SET password_encryption = 'scram-sha-256';",
  'SET client_min_messages = warning;',
];

/**
 * Roles, databases and owners of a plan, and the monitoring role with its schema: a psql script for the primary, run as the superuser
 * in the database `postgres` from standard input. It may run again: what is there is brought to the plan's state, and nothing is dropped.
 * Passwords are `{{secret:NAME}}` placeholders and change their verifier on every run: run it only when `missingSql` finds something.
 * Not for standby clusters, which replicate all of it.
 * @throws Problem `render.unsafe-value` for a name that the rules refuse
 */
export function databaseSql(plan: Plan, cluster: Cluster): string {
  const secrets = clusterSecrets(plan, cluster);
  const users = plan.postgres.users.flatMap((user) => {
    const name = roleName(user.name, 'postgres.users: name');
    const options = [user.superuser ? 'SUPERUSER' : 'NOSUPERUSER', user.createdb ? 'CREATEDB' : 'NOCREATEDB'];
    return role(name, options, secrets.user(user.name));
  });
  const grants = plan.postgres.users.flatMap((user) =>
    user.memberOf.map((group) => `GRANT ${identifier(groupName(group))} TO ${identifier(user.name)};`),
  );
  const databases = plan.postgres.databases.flatMap((database) => {
    const name = databaseName(database.name);
    const owner = database.owner === undefined ? superuserRole : ownerName(database.owner);
    return [
      `SELECT 'CREATE DATABASE ${identifier(name)}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = ${literal(name)}) \\gexec`,
      `ALTER DATABASE ${identifier(name)} OWNER TO ${identifier(owner)};`,
    ];
  });
  return script([
    ...role(monitorRole, ['NOSUPERUSER', 'NOCREATEDB'], secrets.monitor),
    `GRANT pg_monitor TO ${identifier(monitorRole)};`,
    `CREATE SCHEMA IF NOT EXISTS ${identifier(probeSchema)} AUTHORIZATION ${identifier(monitorRole)};`,
    ...users,
    ...grants,
    ...databases,
  ]);
}

/**
 * The role by which PgBouncer looks up passwords, and the function that it asks, in every database and in template1 for those to come.
 * Run like `databaseSql`, after it. Superusers and replication roles get no answer: they have no business in a pool.
 */
export function poolSql(plan: Plan, cluster: Cluster): string {
  const names = ['postgres', 'template1', ...plan.postgres.databases.map((database) => databaseName(database.name))];
  return script([
    ...role(poolRole, ['NOSUPERUSER', 'NOCREATEDB'], clusterSecrets(plan, cluster).pool),
    ...names.flatMap((name) => [`\\connect ${identifier(name)}`, ...preamble, ...lookupFunction]),
  ]);
}

/**
 * A query for the database `postgres`, as the superuser, without changes: one row per role, database, owner or membership of the plan that
 * the cluster lacks, none when `databaseSql` and `poolSql` have nothing to do.
 */
export function missingSql(plan: Plan): string {
  const roles = [
    superuserRole,
    replicationRole,
    rewindRole,
    monitorRole,
    poolRole,
    ...plan.postgres.users.map((user) => roleName(user.name, 'postgres.users: name')),
  ];
  const checks = [
    ...roles.map((name) => missing(`role ${name}`, `SELECT FROM pg_roles WHERE rolname = ${literal(name)}`)),
    ...plan.postgres.users.map((user) =>
      missing(
        `attributes of role ${user.name}`,
        `SELECT FROM pg_roles WHERE rolname = ${literal(user.name)} AND rolsuper = ${user.superuser} AND rolcreatedb = ${user.createdb}`,
      ),
    ),
    ...plan.postgres.users.flatMap((user) =>
      user.memberOf.map((group) =>
        missing(
          `membership of ${user.name} in ${groupName(group)}`,
          `SELECT FROM pg_auth_members WHERE roleid::regrole::text = quote_ident(${literal(group)}) AND member::regrole::text = quote_ident(${literal(user.name)})`,
        ),
      ),
    ),
    ...plan.postgres.databases.map((database) =>
      missing(
        `database ${databaseName(database.name)}`,
        `SELECT FROM pg_database WHERE datname = ${literal(database.name)} AND pg_get_userbyid(datdba) = ${literal(database.owner === undefined ? superuserRole : ownerName(database.owner))}`,
      ),
    ),
    missing(`schema ${probeSchema}`, `SELECT FROM pg_namespace WHERE nspname = ${literal(probeSchema)}`),
    missing(`schema ${poolSchema}`, `SELECT FROM pg_namespace WHERE nspname = ${literal(poolSchema)}`),
  ];
  return `${checks.join('\nUNION ALL ')};\n`;
}

/** Creates the role when it is missing, then gives it its attributes and password. */
function role(name: string, options: readonly string[], secret: string): readonly string[] {
  return [
    `SELECT 'CREATE ROLE ${identifier(name)}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${literal(name)}) \\gexec`,
    `ALTER ROLE ${identifier(name)} WITH LOGIN ${options.join(' ')} PASSWORD '${secretPlaceholder(secret)}';`,
  ];
}

const lookupFunction = [
  `CREATE SCHEMA IF NOT EXISTS ${identifier(poolSchema)};`,
  `REVOKE ALL ON SCHEMA ${identifier(poolSchema)} FROM PUBLIC;`,
  // SECURITY DEFINER: only the superuser may read pg_authid. Everything is qualified, so no search_path can misdirect it.
  `CREATE OR REPLACE FUNCTION ${identifier(poolSchema)}.pool_login(login text) RETURNS TABLE (username text, password text)`,
  '  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$',
  '    SELECT rolname::text, rolpassword::text FROM pg_catalog.pg_authid',
  '    WHERE rolname = login AND rolcanlogin AND NOT rolsuper AND NOT rolreplication',
  '      AND (rolvaliduntil IS NULL OR rolvaliduntil > pg_catalog.now())',
  '  $$;',
  `REVOKE ALL ON FUNCTION ${identifier(poolSchema)}.pool_login(text) FROM PUBLIC;`,
  `GRANT USAGE ON SCHEMA ${identifier(poolSchema)} TO ${identifier(poolRole)};`,
  `GRANT EXECUTE ON FUNCTION ${identifier(poolSchema)}.pool_login(text) TO ${identifier(poolRole)};`,
];

function script(lines: readonly string[]): string {
  return `${[...preamble, ...lines].join('\n')}\n`;
}

function missing(what: string, found: string): string {
  return `SELECT ${literal(what)} AS missing WHERE NOT EXISTS (${found})`;
}

function databaseName(name: string): string {
  if (reservedDatabases.has(name))
    throw unsafeValue(
      'postgres.databases: name',
      name,
      say`a name that PostgreSQL and PgBouncer do not use themselves`,
    );
  return checkedName('database', name, 'postgres.databases: name');
}

function roleName(name: string, field: string): string {
  const ours = [superuserRole, replicationRole, rewindRole, monitorRole, poolRole];
  if (reservedRoles.has(name.toLowerCase()) || ours.includes(name))
    throw unsafeValue(field, name, say`a name that PostgreSQL and this program do not use themselves`);
  return checkedName('role', name, field);
}

/** The superuser may own a database without being listed among the users. */
function ownerName(name: string): string {
  return name === superuserRole ? name : roleName(name, 'postgres.databases: owner');
}

/** Groups may be PostgreSQL's own, such as pg_read_all_data. */
function groupName(name: string): string {
  return /^pg_[a-z_]{1,60}$/.test(name) ? name : roleName(name, 'postgres.users: memberOf');
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
