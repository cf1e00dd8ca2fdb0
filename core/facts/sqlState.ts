import { shellQuote } from '../shell/shellQuote.ts';
import type { Fact } from './fact.ts';

/**
 * A hot standby stops replaying when its primary runs with a larger value of one of these (PostgreSQL documentation 26.4.4): they rise on replicas
 * first and fall on the primary first.
 */
export const standbySettings = [
  'max_connections',
  'max_worker_processes',
  'max_wal_senders',
  'max_prepared_transactions',
  'max_locks_per_transaction',
] as const;

const maxOverrides = 100;

export interface DatabaseConflict {
  readonly kind: 'encoding' | 'locale';
  readonly database: string;
  /** What the database has. Text of a host. */
  readonly found: string;
}

export interface SqlState {
  /** What `missingSql` finds: roles, databases and the like that the plan has and the cluster lacks. */
  readonly missing: readonly string[];
  /** What a database has otherwise than the plan wants, and keeps as long as it lives. */
  readonly conflicts: readonly DatabaseConflict[];
  /** Checksum of the SQL that was last applied, kept as the comment of a schema: it moves with the leader. */
  readonly applied: string | undefined;
  /** Names of the members that stream from this one. */
  readonly streaming: readonly string[];
  /** What PostgreSQL runs with: settings that replicas need, and those whose new value waits for a restart. */
  readonly settings: readonly RunningSetting[];
  /** What somebody has set with ALTER SYSTEM: it wins over what Patroni writes. */
  readonly overrides: readonly Override[];
}

/** A setting in `postgresql.auto.conf`. Text of a host. */
export interface Override {
  readonly name: string;
  /** Undefined for settings that take any text: commands and connection strings may hold passwords. */
  readonly value: string | undefined;
}

export interface RunningSetting {
  readonly name: string;
  readonly value: string;
  readonly pending: boolean;
}

const streaming = "select 'streaming ' || application_name from pg_stat_replication where state = 'streaming'";
const settings = `select 'setting ' || name || ' ' || pending_restart || ' ' || setting from pg_settings where pending_restart or name in (${standbySettings.map((name) => `'${name}'`).join(', ')})`;
const overrides = `select 'override ' || f.name || ' ' || case when s.vartype <> 'string' then coalesce(f.setting, '') else '' end from pg_file_settings f left join pg_settings s on lower(s.name) = lower(f.name) where f.sourcefile like '%/postgresql.auto.conf'`;
const marks = `select 'mark ' || coalesce(obj_description(to_regnamespace('quorate'), 'pg_namespace'), 'none')`;

/**
 * Asks the host's PostgreSQL, through its socket; undefined when it does not run.
 * @param port where it listens by the plan; where its data directory says another one, that is asked
 * @param missingSql a script for psql without changes, one row for each thing that is missing or in conflict
 * @param dataDirectories those that it may have
 */
export function sqlState(
  socketDirectory: string,
  port: number,
  missingSql: string,
  dataDirectories: readonly string[] = [],
): Fact<SqlState | undefined> {
  const files = dataDirectories.map((directory) => shellQuote(`${directory}/postmaster.pid`)).join(' ');
  return {
    id: 'sql',
    command: `port=${port}
for f in ${files}; do [ -f "$f" ] && mapfile -t -n 4 lines <"$f" && [[ \${lines[3]:-} =~ ^[0-9]{1,5}$ ]] && port=\${lines[3]}; done
[ -S ${shellQuote(`${socketDirectory}/.s.PGSQL.`)}"$port" ] || exit 0
PGCONNECT_TIMEOUT=5 runuser -u postgres -- psql -XAtq -h ${shellQuote(socketDirectory)} -p "$port" -d postgres -c ${shellQuote(marks)} -c ${shellQuote(streaming)} -c ${shellQuote(settings)} -c ${shellQuote(overrides)} -f - <<'SQL' || true
${missingSql}
SQL`,
    parse(output) {
      const lines = output.split('\n').filter((line) => line !== '');
      const mark = lines[0];
      if (mark === undefined || !mark.startsWith('mark ')) return undefined;
      const applied = mark.slice('mark '.length);
      const rest = lines.slice(1);
      const isStreaming = (line: string) => line.startsWith('streaming ');
      const isSetting = (line: string) => line.startsWith('setting ');
      const isOverride = (line: string) => line.startsWith('override ');
      return {
        streaming: rest.filter(isStreaming).map((line) => line.slice('streaming '.length)),
        settings: rest.filter(isSetting).flatMap(parseSetting),
        overrides: rest.filter(isOverride).flatMap(parseOverride).slice(0, maxOverrides),
        missing: rest.filter(
          (line) => !isStreaming(line) && !isSetting(line) && !isOverride(line) && databaseConflict(line) === undefined,
        ),
        conflicts: rest.flatMap((line) => databaseConflict(line) ?? []),
        applied: /^[0-9a-f]{64}$/.test(applied) ? applied : undefined,
      };
    },
  };
}

function parseSetting(line: string): readonly RunningSetting[] {
  const [, name, pending, value] = /^setting ([a-z0-9_.]{1,63}) (true|false) (.*)$/i.exec(line) ?? [];
  if (name === undefined || value === undefined) return [];
  return [{ name, value: value.slice(0, 200), pending: pending === 'true' }];
}

function parseOverride(line: string): readonly Override[] {
  const [, name, value] = /^override ([a-z0-9_.]{1,63}) (.{0,200})$/i.exec(line) ?? [];
  return name === undefined ? [] : [{ name, value: value === '' ? undefined : value }];
}

/** A row `conflict KIND DATABASE FOUND` of `missingSql`; undefined for any other. */
export function databaseConflict(line: string): DatabaseConflict | undefined {
  const [, kind, database, found] = /^conflict (encoding|locale) (\S+) (.*)$/.exec(line) ?? [];
  if (kind === undefined || database === undefined || found === undefined) return undefined;
  return { kind: kind === 'locale' ? 'locale' : 'encoding', database, found };
}
