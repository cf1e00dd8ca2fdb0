/*
 * What names may look like. Every name here reaches a shell, a path, an SQL statement or a configuration file, so each pattern
 * leaves nothing in it that any of these reads as syntax, and none starts with '-', which programs read as an option.
 */

import { type Phrase, say } from '../wording/phrase.ts';
import { dnsNamePattern, labelPattern } from './address.ts';

export { cidrContains, isLoopback, isUnspecified, parseAddress, parseCidr, reservedUse } from './address.ts';

/** One pattern for each kind of name, for `.test(name)`. */
export const namePatterns = {
  /** Host name: one RFC 1123 label, since it becomes the host's short name, a file name and a name in certificates. */
  host: labelPattern,
  dnsName: dnsNamePattern,
  /** Pigsty's pg_cluster is [A-Za-z0-9-]+; with `-<seq>` behind it stays a member name and a replication slot of 63 characters. */
  cluster: /^[A-Za-z](?:[A-Za-z0-9-]{0,55}[A-Za-z0-9])?$/,
  /** Name of a plan: a file and directory name on the operator's machine. */
  plan: /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/,
  site: /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/,
  zone: /^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/,
  /** PostgreSQL allows almost anything when quoted (NAMEDATALEN 64 leaves 63 bytes); pg_hba.conf and pgbouncer.ini do not. */
  database: /^[A-Za-z_][A-Za-z0-9_-]{0,62}$/,
  /** PostgreSQL refuses roles that start with pg_. */
  role: /^(?!pg_)[A-Za-z_][A-Za-z0-9_-]{0,62}$/,
  /** PostgreSQL refuses schemas that start with pg_. */
  schema: /^(?!pg_)[A-Za-z_][A-Za-z0-9_-]{0,62}$/,
  /** Names of extensions are file names on the hosts. */
  extension: /^[A-Za-z_][A-Za-z0-9_-]{0,62}$/,
  /** Version of an extension: part of the names of its scripts, in which `--` separates. */
  version: /^(?!.*--)[A-Za-z0-9](?:[A-Za-z0-9._+~-]{0,61}[A-Za-z0-9])?$/,
  /** Encoding of a database, as `pg_char_to_encoding` takes it. */
  encoding: /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/,
  /** Locale of the C library: language, territory, encoding, modifier. */
  locale: /^[A-Za-z][A-Za-z0-9_.@-]{0,62}$/,
  /** Setting of postgresql.conf, with the prefix of an extension. */
  parameter: /^[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?$/i,
  /** Linux: 15 bytes, no '/' and no white space; '.' and '..' are reserved. */
  interface: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/,
  /** Login on a host, as Debian's adduser accepts it, and what Active Directory logins need. */
  login: /^[A-Za-z_][A-Za-z0-9_.@-]{0,62}$/,
} as const satisfies Readonly<Record<string, RegExp>>;

export type NameKind = keyof typeof namePatterns;

/** What each pattern allows, in words, to end the sentence '<kind> names are ...'. */
export const nameRules: Readonly<Record<NameKind, Phrase>> = {
  host: say`letters, digits and hyphens, 1 to 63 characters, not starting or ending with a hyphen`,
  dnsName: say`labels of letters, digits and hyphens, separated by dots, 253 characters at most`,
  cluster: say`letters, digits and hyphens, starting with a letter, 57 characters at most`,
  plan: say`letters, digits, hyphens and underscores, 63 characters at most`,
  site: say`letters, digits, hyphens and underscores, 63 characters at most`,
  zone: say`letters, digits, dots, hyphens and underscores, 63 characters at most`,
  database: say`letters, digits, underscores and hyphens, starting with a letter or underscore, 63 characters at most`,
  role: say`letters, digits, underscores and hyphens, not starting with pg_, 63 characters at most`,
  schema: say`letters, digits, underscores and hyphens, not starting with pg_, 63 characters at most`,
  extension: say`letters, digits, underscores and hyphens, starting with a letter or underscore, 63 characters at most`,
  version: say`letters, digits, dots and hyphens, 63 characters at most`,
  encoding: say`letters, digits, hyphens and underscores, 32 characters at most`,
  locale: say`letters, digits and the signs . _ @ and -, starting with a letter, 63 characters at most`,
  parameter: say`letters, digits and underscores, with one dot behind the prefix of an extension`,
  interface: say`letters, digits, dots, hyphens and underscores, 15 characters at most`,
  login: say`letters, digits, dots, hyphens and underscores, starting with a letter or underscore, 63 characters at most`,
};

/** Databases that a plan cannot create: PostgreSQL's own, PgBouncer's console, and the keywords of pg_hba.conf. */
export const reservedDatabases: ReadonlySet<string> = new Set([
  'all',
  'pgbouncer',
  'postgres',
  'replication',
  'samegroup',
  'samerole',
  'sameuser',
  'template0',
  'template1',
]);

/** Roles that a plan cannot create: keywords of SQL and pg_hba.conf, and the superuser that initdb makes. */
export const reservedRoles: ReadonlySet<string> = new Set([
  'all',
  'current_role',
  'current_user',
  'none',
  'postgres',
  'public',
  'session_user',
]);
