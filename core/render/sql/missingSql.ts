import { ownRoles, poolSchema, probeSchema } from '../../plan/clusterRoles.ts';
import type { Cluster, Plan } from '../../plan/plan.ts';
import type { Database, User } from '../../plan/postgresObjects.ts';
import { type PostgresSettings, postgresOf } from '../../plan/postgresOf.ts';
import { checkedName } from '../checkedText.ts';
import { countsStatements } from '../postgresParameters.ts';
import { statementCounter } from '../preloadedLibraries.ts';
import { admitted, withCounter } from './databaseSql.ts';
import { databaseName, groupName, identifier, literal, ownerName, roleName } from './sqlText.ts';

/**
 * A script for psql in the database `postgres`, as the superuser, without changes. It gives one row for each role, database, owner,
 * membership, access, extension or schema of the plan that the cluster lacks, none when `databaseSql` and `poolSql` have nothing to do;
 * and one row `conflict KIND DATABASE FOUND` for each encoding and locale that a database has otherwise, which nothing can change.
 */
export function missingSql(plan: Plan, cluster: Cluster): string {
  const postgres = postgresOf(plan, cluster);
  const { users, databases } = postgres;
  const roles = [...ownRoles(plan).keys(), ...users.map((user) => roleName(user.name, 'postgres.users: name'))];
  const checks = [
    missing(
      `'role ' || name`,
      'name',
      roles.map((name) => row(name)),
      'SELECT FROM pg_roles WHERE rolname = name',
    ),
    missing(
      `'attributes of role ' || name`,
      `name, ${attributes.join(', ')}`,
      users.map(attributesRow),
      `SELECT FROM pg_roles r WHERE rolname = name AND (${attributes.map((one) => `r.${one}`).join(', ')}) = (${attributes.map((one) => `v.${one}`).join(', ')})`,
    ),
    missing(
      `'membership of ' || name || ' in ' || grp`,
      'name, grp',
      users.flatMap(({ name, memberOf }) => memberOf.map((group) => row(name, groupName(group)))),
      'SELECT FROM pg_auth_members WHERE roleid::regrole::text = quote_ident(grp) AND member::regrole::text = quote_ident(name)',
    ),
    ...databaseChecks(databases, postgres),
    missing(
      `'schema ' || name`,
      'name',
      [probeSchema, poolSchema].map((name) => row(name)),
      'SELECT FROM pg_namespace WHERE nspname = name',
    ),
    missing(
      `'extension ' || name`,
      'name',
      countsStatements(plan, cluster) ? [row(statementCounter)] : [],
      'SELECT FROM pg_extension WHERE extname = name',
    ),
  ];
  const inDatabases = databases.flatMap((database) => objectChecks(withCounter(database, plan, cluster)));
  return `${checks.filter((check) => check !== '').join('\nUNION ALL ')};\n${inDatabases.join('')}`;
}

const attributes = [
  'rolcanlogin',
  'rolsuper',
  'rolcreatedb',
  'rolcreaterole',
  'rolreplication',
  'rolbypassrls',
  'rolconnlimit',
];

function attributesRow(user: User): string {
  const { login, superuser, createdb, createrole, replication, bypassrls, connectionLimit = -1 } = user;
  return row(user.name, login, superuser, createdb, createrole, replication, bypassrls, connectionLimit);
}

function databaseChecks(databases: readonly Database[], postgres: PostgresSettings): readonly string[] {
  const grants = `aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a WHERE a.privilege_type = 'CONNECT'`;
  const encodings = databases.flatMap(({ name, encoding }) =>
    encoding === undefined ? [] : [row(name, checkedName('encoding', encoding, 'postgres.databases: encoding'))],
  );
  const locales = databases.flatMap(({ name, locale }) =>
    locale === undefined ? [] : [row(name, checkedName('locale', locale, 'postgres.databases: locale'))],
  );
  return [
    missing(
      `'database ' || name`,
      'name, owner',
      databases.map(({ name, owner }) => row(databaseName(name), ownerName(owner))),
      'SELECT FROM pg_database WHERE datname = name AND pg_get_userbyid(datdba) = owner',
    ),
    missing(
      `'closing of database ' || name`,
      'name',
      databases.map(({ name }) => row(name)),
      `SELECT FROM pg_database d WHERE datname = name AND NOT EXISTS (SELECT FROM ${grants} AND a.grantee = 0)`,
    ),
    missing(
      `'access of ' || login || ' to ' || name`,
      'name, login',
      databases.flatMap((database) => admitted(database, postgres).map((login) => row(database.name, login))),
      `SELECT FROM pg_database d WHERE datname = name AND EXISTS (SELECT FROM ${grants} AND pg_get_userbyid(a.grantee) = login)`,
    ),
    conflict('encoding', 'pg_encoding_to_char(encoding)', encodings, 'encoding <> pg_char_to_encoding(wanted)'),
    // The C library takes UTF-8 and utf8 for the same.
    conflict('locale', 'datcollate', locales, `lower(replace(datcollate, '-', '')) <> lower(replace(wanted, '-', ''))`),
  ];
}

/** What only the database itself can tell, when it is there. */
function objectChecks(database: Database): readonly string[] {
  const { name, extensions, schemas, owner } = database;
  const checks = [
    missing(
      `'schema ' || name || ${literal(` of ${name}`)}`,
      'name, owner',
      schemas.map((one) =>
        row(checkedName('schema', one.name, 'postgres.databases: schemas'), ownerName(one.owner ?? owner)),
      ),
      'SELECT FROM pg_namespace WHERE nspname = name AND pg_get_userbyid(nspowner) = owner',
    ),
    missing(
      `'extension ' || name || ${literal(` of ${name}`)}`,
      'name, place, version',
      extensions.map((one) =>
        row(
          checkedName('extension', one.name, 'postgres.databases: extensions'),
          one.schema ?? null,
          one.version ?? null,
        ),
      ),
      `SELECT FROM pg_extension WHERE extname = name AND extversion = coalesce(version, extversion)
       AND extnamespace::regnamespace::text = coalesce(quote_ident(place), extnamespace::regnamespace::text)`,
    ),
  ].filter((check) => check !== '');
  if (checks.length === 0) return [];
  return [
    `SELECT EXISTS (SELECT FROM pg_database WHERE datname = ${literal(name)} AND datallowconn) AS present \\gset\n`,
    `\\if :present\n\\connect ${identifier(name)}\n${checks.join('\nUNION ALL ')};\n\\connect postgres\n\\endif\n`,
  ];
}

/** A select that names each of the rows for which the query finds nothing; none for no rows, which VALUES cannot hold. */
function missing(named: string, columns: string, rows: readonly string[], found: string): string {
  if (rows.length === 0) return '';
  return `SELECT ${named} FROM (VALUES ${rows.join(', ')}) v(${columns}) WHERE NOT EXISTS (${found})`;
}

function conflict(kind: string, found: string, rows: readonly string[], differs: string): string {
  if (rows.length === 0) return '';
  return `SELECT 'conflict ${kind} ' || name || ' ' || ${found} FROM (VALUES ${rows.join(', ')}) v(name, wanted) JOIN pg_database ON datname = name WHERE ${differs}`;
}

function row(...values: readonly (string | number | boolean | null)[]): string {
  return `(${values.map((value) => (typeof value === 'string' ? literal(value) : value === null ? 'NULL::text' : value)).join(', ')})`;
}
