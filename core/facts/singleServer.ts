import { z } from 'zod';
import { shellQuote } from '../shell/shellQuote.ts';
import type { Fact } from './fact.ts';
import { type DatabaseConflict, databaseConflict } from './sqlState.ts';

/** A PostgreSQL cluster that Debian's tools know on a host (`pg_lsclusters`). */
export interface DebianCluster {
  readonly major: number;
  readonly name: string;
  readonly port: number;
  readonly running: boolean;
  readonly directory: string;
}

/** What a running PostgreSQL has of a setting. */
export interface ServerSetting {
  readonly name: string;
  /** As it is written, or as PostgreSQL shows its default: with a unit. */
  readonly value: string;
  /** Who has set it: nobody, a configuration file, or ALTER SYSTEM. */
  readonly source: 'default' | 'file' | 'system';
}

/** A role by what a deployment has to know of it. */
export interface ServerRole {
  readonly name: string;
  readonly superuser: boolean;
  readonly login: boolean;
  readonly password: 'scram' | 'md5' | 'none';
  /** What PostgreSQL keeps of its password, of roles that were asked about. */
  readonly verifier?: string;
}

/** A line of pg_hba.conf as PostgreSQL has read it. */
export interface ServerRule {
  readonly type: string;
  readonly database: readonly string[];
  readonly user: readonly string[];
  /** With the length of its network; empty for sockets. */
  readonly address: string;
  readonly method: string;
}

export interface ServerDatabase {
  readonly name: string;
  readonly collate: string;
  readonly ctype: string;
}

/** An extension in a database. */
export interface ServerExtension {
  readonly database: string;
  readonly name: string;
  /** Debian's package that brings its files; undefined where none does. */
  readonly package?: string;
}

/** What a PostgreSQL says of itself through its socket. */
export interface ServerContent {
  readonly recovery: boolean;
  readonly checksums: boolean;
  readonly preparedTransactions: number;
  readonly slots: readonly string[];
  /** Names of what streams from it. */
  readonly standbys: readonly string[];
  readonly tablespaces: readonly string[];
  /** Sessions of clients. */
  readonly sessions: number;
  readonly settings: readonly ServerSetting[];
  readonly roles: readonly ServerRole[];
  readonly rules: readonly ServerRule[];
  readonly databases: readonly ServerDatabase[];
  readonly extensions: readonly ServerExtension[];
  /** Databases of the plan that are otherwise than it wants, for good. */
  readonly conflicts: readonly DatabaseConflict[];
}

/** A PostgreSQL that Debian's tools run on a host by itself. */
export interface SingleServer {
  readonly clusters: readonly DebianCluster[];
  /** The one that was looked at: in a directory that was asked about, or the only one. */
  readonly cluster: DebianCluster | undefined;
  /** pg_wal is a link. */
  readonly walElsewhere: boolean;
  /** Files in its configuration that take effect by themselves: `environment`, `pg_ident.conf`. */
  readonly files: readonly string[];
  /** Undefined where it does not run, or does not let `postgres` in through its socket. */
  readonly content: ServerContent | undefined;
}

/** What to look for. */
export interface SingleServerRequest {
  /** Data directories that the plan may mean, by the version of the release. */
  readonly directories: readonly string[];
  /** Names of roles whose verifiers are wanted. */
  readonly users: readonly string[];
  /** See `missingSql`: only what it says of conflicts is looked at. */
  readonly missingSql: string;
}

/** Characters of a value that are read: one that has them all may have more. */
export const maxValue = 1900;

const general = `select json_build_object('recovery', pg_is_in_recovery(), 'checksums', current_setting('data_checksums')::bool,
 'prepared', (select count(*) from pg_prepared_xacts),
 'slots', (select coalesce(json_agg(slot_name), '[]') from pg_replication_slots),
 'standbys', (select coalesce(json_agg(coalesce(application_name, '')), '[]') from pg_stat_replication),
 'tablespaces', (select coalesce(json_agg(spcname), '[]') from pg_tablespace where spcname not in ('pg_default', 'pg_global')),
 'sessions', (select count(*) from pg_stat_activity where backend_type = 'client backend'))`;
// What the next start would bring, as it is written: the value of the session may be one that was set for the role.
const settings = `with f as (select distinct on (lower(name)) name, setting, sourcefile from pg_file_settings where error is null or error = 'setting could not be applied' order by lower(name), seqno desc)
 select json_build_object('setting', coalesce(s.name, f.name), 'value', left(coalesce(f.setting, current_setting(s.name)), ${maxValue}), 'source', case when f.sourcefile like '%/postgresql.auto.conf' then 'system' when f.name is not null then 'file' else 'default' end) from pg_settings s full join f on lower(f.name) = lower(s.name)`;
const rules = `select json_build_object('rule', type, 'database', database, 'user', user_name, 'address', coalesce(address, ''), 'netmask', coalesce(netmask, ''), 'method', auth_method) from pg_hba_file_rules where error is null order by line_number`;
const databases = `select json_build_object('collate', datcollate, 'ctype', datctype, 'datname', datname) from pg_database`;
const extensions = `select json_build_object('extension', extname, 'in', current_database()) from pg_extension`;

function rolesSql(users: readonly string[]): string {
  const wanted = users.map((name) => `'${name.replaceAll("'", "''")}'`).join(', ');
  const verifier = `case when rolname in (${wanted === '' ? 'null' : wanted}) and rolpassword like 'SCRAM-SHA-256$%' then rolpassword else '' end`;
  return `select json_build_object('role', rolname, 'superuser', rolsuper, 'login', rolcanlogin, 'password', case when rolpassword like 'SCRAM-SHA-256$%' then 'scram' when rolpassword is null then 'none' else 'md5' end, 'verifier', ${verifier}) from pg_authid where rolname !~ '^pg_'`;
}

/**
 * Looks at a PostgreSQL that Debian's tools made and run on a host, as `pg_createcluster` does. Nothing of it is changed. Everything it says is text of a
 * host.
 */
export function singleServer({ directories, users, missingSql }: SingleServerRequest): Fact<SingleServer> {
  return {
    id: 'single-server',
    command: `command -v pg_lsclusters >/dev/null || exit 0
found=$(pg_lsclusters -h | sort -u)
while read -r major name port status owner directory rest; do
  [ -z "$directory" ] || printf 'cluster %s %s %s %s %s\\n' "$major" "$name" "$port" "$status" "$directory"
done <<<"$found"
chosen=
while read -r major name port status owner directory rest; do
  for wanted in ${directories.map(shellQuote).join(' ')}; do
    [ -n "$directory" ] && [ "$directory" -ef "$wanted" ] && chosen="$major $name $directory $status"
  done
done <<<"$found"
[ -n "$chosen" ] || { [ "$(grep -c . <<<"$found")" = 1 ] && chosen=$(awk '{ print $1, $2, $6, $4 }' <<<"$found"); }
[ -n "$chosen" ] || exit 0
read -r major name directory status <<<"$chosen"
printf 'chosen %s %s\\n' "$major" "$name"
[ -L "$directory/pg_wal" ] && echo 'wal-elsewhere yes'
for file in environment pg_ident.conf; do
  grep -qsE '^[[:space:]]*[^#[:space:]]' "/etc/postgresql/$major/$name/$file" && echo "file $file"
done
case $status in online*) ;; *) exit 0 ;; esac
ask() { PGCONNECT_TIMEOUT=5 runuser -u postgres -- psql --cluster "$major/$name" -XqAtw -v ON_ERROR_STOP=1 "$@" </dev/null; }
ask -d postgres -c ${shellQuote(general)} -c ${shellQuote(settings)} -c ${shellQuote(rolesSql(users))} -c ${shellQuote(rules)} -c ${shellQuote(databases)} || exit 0
made=$(ask -d postgres -c 'select datname from pg_database where datallowconn' | while IFS= read -r base; do
  PGDATABASE=$base ask -c ${shellQuote(extensions)}
done)
printf '%s\\n' "$made"
sed -n 's/.*"extension" : "\\([A-Za-z0-9_-]*\\)".*/\\1/p' <<<"$made" | sort -u | while read -r one; do
  dpkg-query -S "/usr/share/postgresql/$major/extension/$one.control" 2>/dev/null | sed -n "s/^\\([a-z0-9.+-]*\\)[:,].*/package $one \\1/p" | head -n 1
done
PGCONNECT_TIMEOUT=5 runuser -u postgres -- psql --cluster "$major/$name" -XqAtw -d postgres -f - <<'SQL' | grep '^conflict '
${missingSql}
SQL
true`,
    parse(output) {
      const lines = output.split('\n');
      const clusters = lines.flatMap((line) => clusterOf(line) ?? []);
      const [, major, name] = lines.map((line) => /^chosen (\d{1,2}) (\S{1,63})$/.exec(line)).find((one) => one) ?? [];
      return {
        clusters,
        cluster: clusters.find((one) => one.major === Number(major) && one.name === name),
        walElsewhere: lines.includes('wal-elsewhere yes'),
        files: lines.flatMap((line) => /^file ([a-z_.]{1,40})$/.exec(line)?.[1] ?? []),
        content: contentOf(lines),
      };
    },
  };
}

function clusterOf(line: string): DebianCluster | undefined {
  const [, major, name, port, status, directory] =
    /^cluster (\d{1,2}) ([^\s/]{1,63}) (\d{1,5}) (\S{1,40}) (\/\S{1,500})$/.exec(line) ?? [];
  if (name === undefined || status === undefined || directory === undefined) return undefined;
  return { major: Number(major), name, port: Number(port), running: status.startsWith('online'), directory };
}

const text = z.string().max(2000);
const names = z.array(text).max(10_000);
const generalLine = z.object({
  recovery: z.boolean(),
  checksums: z.boolean(),
  prepared: z.number().int().nonnegative(),
  slots: names,
  standbys: names,
  tablespaces: names,
  sessions: z.number().int().nonnegative(),
});
const settingLine = z.object({ setting: text, value: text.nullable(), source: z.enum(['default', 'file', 'system']) });
const roleLine = z.object({
  role: text,
  superuser: z.boolean(),
  login: z.boolean(),
  password: z.enum(['scram', 'md5', 'none']),
  verifier: text,
});
const ruleLine = z.object({
  rule: text,
  database: names,
  user: names,
  address: text,
  netmask: text,
  method: text,
});
const databaseLine = z.object({ datname: text, collate: text.nullable(), ctype: text.nullable() });
const extensionLine = z.object({ extension: text, in: text });
const verifierPattern = /^SCRAM-SHA-256\$\d{1,9}:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$/;

function contentOf(lines: readonly string[]): ServerContent | undefined {
  const values = lines.flatMap((line) => jsonOf(line) ?? []);
  const those = <T>(schema: z.ZodType<T>): readonly T[] =>
    values.flatMap((value) => {
      const found = schema.safeParse(value);
      return found.success ? [found.data] : [];
    });
  const [about] = those(generalLine);
  if (about === undefined) return undefined;
  const packages = new Map(
    lines.flatMap((line): [string, string][] => {
      const [, name, from] = /^package ([\w-]+) ([a-z0-9][a-z0-9.+-]*)$/.exec(line) ?? [];
      return name === undefined || from === undefined ? [] : [[name, from]];
    }),
  );
  const { prepared, ...rest } = about;
  return {
    ...rest,
    preparedTransactions: prepared,
    settings: those(settingLine).map(({ setting, value, source }) => ({ name: setting, value: value ?? '', source })),
    roles: those(roleLine).map(({ role, verifier, ...one }) => ({
      name: role,
      ...one,
      ...(verifierPattern.test(verifier) ? { verifier } : {}),
    })),
    rules: those(ruleLine).map(({ rule, address, netmask, ...one }) => ({
      type: rule,
      ...one,
      address: netmask === '' ? address : `${address}/${prefixOf(netmask)}`,
    })),
    databases: those(databaseLine).map(({ datname, collate, ctype }) => ({
      name: datname,
      collate: collate ?? '',
      ctype: ctype ?? '',
    })),
    extensions: those(extensionLine).map(({ extension, in: database }) => {
      const from = packages.get(extension);
      return { database, name: extension, ...(from === undefined ? {} : { package: from }) };
    }),
    conflicts: lines.flatMap((line) => databaseConflict(line) ?? []),
  };
}

function jsonOf(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

/** How long the network of a mask is, which PostgreSQL shows as an address. */
function prefixOf(mask: string): number {
  const parts = mask.includes(':')
    ? mask.split(':').map((part) => [Number.parseInt(part === '' ? '0' : part, 16), 16] as const)
    : mask.split('.').map((part) => [Number(part), 8] as const);
  return parts.reduce((sum, [value]) => sum + [...(value >>> 0).toString(2)].filter((bit) => bit === '1').length, 0);
}
