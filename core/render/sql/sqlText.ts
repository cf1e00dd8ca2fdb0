import { neededRoleNames, superuserRole } from '../../plan/clusterRoles.ts';
import { reservedDatabases, reservedRoles } from '../../plan/names.ts';
import { say } from '../../wording/phrase.ts';
import { checkedName, unsafeValue } from '../checkedText.ts';

/** What psql runs before every script: no password in the server's log, whatever it logs otherwise. */
export const preamble: readonly string[] = [
  '\\set ON_ERROR_STOP on',
  'SET log_statement = none;',
  'SET log_min_duration_statement = -1;',
  'SET log_min_error_statement = panic;',
  "SET password_encryption = 'scram-sha-256';",
  'SET client_min_messages = warning;',
];

/** Statements for psql, one a line, behind the preamble. */
export function script(lines: readonly string[]): string {
  return `${[...preamble, ...lines].join('\n')}\n`;
}

/** Goes on in another database, where the settings of the session are those of the server again. */
export function inDatabase(name: string, lines: readonly string[]): readonly string[] {
  return [`\\connect ${identifier(name)}`, ...preamble, ...lines];
}

/** @throws Problem `render.unsafe-value` for a database that a plan cannot make */
export function databaseName(name: string): string {
  const field = 'postgres.databases: name';
  if (reservedDatabases.has(name))
    throw unsafeValue(field, name, say`a name that PostgreSQL and PgBouncer do not use themselves`);
  return checkedName('database', name, field);
}

/** @throws Problem `render.unsafe-value` for a role that a plan cannot make */
export function roleName(name: string, field: string): string {
  if (reservedRoles.has(name.toLowerCase()) || neededRoleNames.includes(name))
    throw unsafeValue(field, name, say`a name that PostgreSQL and this program do not use themselves`);
  return checkedName('role', name, field);
}

/** The superuser may own things without being listed among the users. */
export function ownerName(name: string | undefined): string {
  return name === undefined || name === superuserRole ? superuserRole : roleName(name, 'postgres.databases: owner');
}

/** Groups may be PostgreSQL's own, such as pg_read_all_data. */
export function groupName(name: string): string {
  return /^pg_[a-z_]{1,60}$/.test(name) ? name : roleName(name, 'postgres.users: memberOf');
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
