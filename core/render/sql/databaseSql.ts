import {
  monitorRole,
  poolRole,
  probeSchema,
  replicationRole,
  rewindRole,
  socketRoles,
  superuserRole,
} from '../../plan/clusterRoles.ts';
import type { Cluster, Plan } from '../../plan/plan.ts';
import type { Database } from '../../plan/postgresObjects.ts';
import { type PostgresSettings, postgresOf } from '../../plan/postgresOf.ts';
import { checkedName } from '../checkedText.ts';
import { countsStatements } from '../postgresParameters.ts';
import { statementCounter } from '../preloadedLibraries.ts';
import { clusterSecrets } from '../secretNames.ts';
import { passwordCheck, passwordSql } from './passwordSql.ts';
import { plainLogin, roleSql } from './roleSql.ts';
import { databaseName, groupName, identifier, inDatabase, literal, ownerName, roleName, script } from './sqlText.ts';

/**
 * Roles, databases and what is in them, and the monitoring role with its schema: a psql script for the primary, run as the superuser
 * in the database `postgres` from standard input. It may run again: what is there is brought to the plan's state, and nothing is dropped.
 * Passwords are `{{secret:NAME}}` placeholders; a role that has its password already keeps its verifier.
 * Not for standby clusters, which replicate all of it.
 * @throws Problem `render.unsafe-value` for a name that the rules refuse
 */
export function databaseSql(plan: Plan, cluster: Cluster): string {
  const secrets = clusterSecrets(plan, cluster);
  const postgres = postgresOf(plan, cluster);
  const users = postgres.users.flatMap((user) =>
    roleSql(roleName(user.name, 'postgres.users: name'), user, secrets.user(user.name)),
  );
  const grants = postgres.users.flatMap((user) =>
    user.memberOf.map((group) => `GRANT ${identifier(groupName(group))} TO ${identifier(user.name)};`),
  );
  return script([
    ...passwordCheck,
    // Patroni made these, and changes none of their passwords later.
    passwordSql(superuserRole, secrets.superuser),
    passwordSql(replicationRole, secrets.replication),
    passwordSql(rewindRole, secrets.rewind),
    ...roleSql(monitorRole, plainLogin, secrets.monitor),
    `GRANT pg_monitor TO ${identifier(monitorRole)};`,
    `CREATE SCHEMA IF NOT EXISTS ${identifier(probeSchema)} AUTHORIZATION ${identifier(monitorRole)};`,
    // The databases grant it access before `poolSql` says the rest about it.
    ...roleSql(poolRole, plainLogin, secrets.pool),
    ...socketRoles(plan).flatMap(({ name, memberOf }) => [
      ...roleSql(name, { ...plainLogin, connectionLimit: 5 }, undefined),
      `GRANT ${identifier(memberOf)} TO ${identifier(name)};`,
    ]),
    ...users,
    ...grants,
    ...postgres.databases.flatMap((database) => oneDatabase(database, postgres)),
    ...(countsStatements(plan, cluster) ? [createCounter] : []),
    ...postgres.databases.flatMap((database) => objects(withCounter(database, plan, cluster))),
  ]);
}

const createCounter = `CREATE EXTENSION IF NOT EXISTS ${identifier(statementCounter)};`;

/** A database with the view of counted statements among its extensions, where the library is loaded and the plan does not place it itself. */
export function withCounter(database: Database, plan: Plan, cluster: Cluster): Database {
  const { extensions } = database;
  if (!countsStatements(plan, cluster) || extensions.some(({ name }) => name === statementCounter)) return database;
  return { ...database, extensions: [...extensions, { name: statementCounter }] };
}

function oneDatabase(database: Database, postgres: PostgresSettings): readonly string[] {
  const name = databaseName(database.name);
  const { encoding, locale } = database;
  const own = [
    ...(encoding === undefined
      ? []
      : [`ENCODING ${literal(checkedName('encoding', encoding, 'postgres.databases: encoding'))}`]),
    ...(locale === undefined ? [] : [`LOCALE ${literal(checkedName('locale', locale, 'postgres.databases: locale'))}`]),
  ];
  // Another encoding or locale than that of template1 is possible only from the empty template.
  const create = [`CREATE DATABASE ${identifier(name)}`, ...(own.length > 0 ? ['TEMPLATE template0', ...own] : [])];
  return [
    `SELECT ${literal(create.join(' '))} WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = ${literal(name)}) \\gexec`,
    `ALTER DATABASE ${identifier(name)} OWNER TO ${identifier(ownerName(database.owner))};`,
    `REVOKE CONNECT ON DATABASE ${identifier(name)} FROM PUBLIC;`,
    ...refused(database, postgres).map(
      (user) => `REVOKE CONNECT ON DATABASE ${identifier(name)} FROM ${identifier(user)};`,
    ),
    ...admitted(database, postgres).map(
      (user) => `GRANT CONNECT ON DATABASE ${identifier(name)} TO ${identifier(user)};`,
    ),
  ];
}

/**
 * The roles that may log in to a database beside its owner, its members and superusers: those that `connect` names. A database of nobody
 * is for all users of the plan. The monitor reads its statistics, and PgBouncer looks passwords up in it.
 */
export function admitted(database: Database, { users }: PostgresSettings): readonly string[] {
  const given = database.connect ?? (database.owner === undefined ? users.map(({ name }) => name) : []);
  return [monitorRole, poolRole, ...given.map((name) => roleName(name, 'postgres.databases: connect'))];
}

/** The users whom a `connect` that is written leaves out. */
function refused(database: Database, { users }: PostgresSettings): readonly string[] {
  const { connect, owner } = database;
  if (connect === undefined) return [];
  return users.map(({ name }) => name).filter((name) => name !== owner && !connect.includes(name));
}

/** Schemas and extensions of one database. */
function objects(database: Database): readonly string[] {
  const schemas = database.schemas.flatMap(({ name, owner }) => {
    const schema = identifier(checkedName('schema', name, 'postgres.databases: schemas'));
    const role = identifier(ownerName(owner ?? database.owner));
    return [`CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${role};`, `ALTER SCHEMA ${schema} OWNER TO ${role};`];
  });
  const extensions = database.extensions.flatMap(({ name, schema, version }) => {
    const field = 'postgres.databases: extensions';
    const extension = checkedName('extension', name, field);
    const place = schema === undefined ? undefined : identifier(checkedName('schema', schema, `${field}: schema`));
    const number = version === undefined ? undefined : literal(checkedName('version', version, `${field}: version`));
    const other = `FROM pg_extension WHERE extname = ${literal(extension)}`;
    return [
      ...(place === undefined ? [] : [`CREATE SCHEMA IF NOT EXISTS ${place};`]),
      `CREATE EXTENSION IF NOT EXISTS ${identifier(extension)}${place === undefined ? '' : ` SCHEMA ${place}`}${number === undefined ? '' : ` VERSION ${number}`} CASCADE;`,
      ...(place === undefined
        ? []
        : [
            `SELECT ${literal(`ALTER EXTENSION ${identifier(extension)} SET SCHEMA ${place}`)} ${other} AND extnamespace <> ${literal(place)}::regnamespace \\gexec`,
          ]),
      ...(number === undefined
        ? []
        : [
            `SELECT ${literal(`ALTER EXTENSION ${identifier(extension)} UPDATE TO ${number}`)} ${other} AND extversion <> ${number} \\gexec`,
          ]),
    ];
  });
  return schemas.length + extensions.length === 0
    ? []
    : inDatabase(databaseName(database.name), [...schemas, ...extensions]);
}
