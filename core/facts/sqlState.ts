import { shellQuote } from '../operations/shellQuote.ts';
import type { Fact } from './fact.ts';

export interface SqlState {
  /** What `missingSql` finds: roles, databases and the like that the plan has and the cluster lacks. */
  readonly missing: readonly string[];
  /** Checksum of the SQL that was last applied, kept as the comment of a schema: it moves with the leader. */
  readonly applied: string | undefined;
  /** Names of the members that stream from this one. */
  readonly streaming: readonly string[];
}

const streaming = "select 'streaming ' || application_name from pg_stat_replication where state = 'streaming'";
const marks = `select 'mark ' || coalesce(obj_description(to_regnamespace('quorate'), 'pg_namespace'), 'none')`;

/**
 * Asks the host's PostgreSQL, through its socket; undefined when it does not run.
 * @param missingSql a query without changes, one row for each thing that is missing
 */
export function sqlState(socketDirectory: string, port: number, missingSql: string): Fact<SqlState | undefined> {
  const socket = `${socketDirectory}/.s.PGSQL.${port}`;
  return {
    id: 'sql',
    command: `[ -S ${shellQuote(socket)} ] || exit 0
PGCONNECT_TIMEOUT=5 runuser -u postgres -- psql -XAtq -h ${shellQuote(socketDirectory)} -p ${port} -d postgres -c ${shellQuote(marks)} -c ${shellQuote(streaming)} -c ${shellQuote(missingSql)} || true`,
    parse(output) {
      const lines = output.split('\n').filter((line) => line !== '');
      const mark = lines[0];
      if (mark === undefined || !mark.startsWith('mark ')) return undefined;
      const applied = mark.slice('mark '.length);
      const rest = lines.slice(1);
      const isStreaming = (line: string) => line.startsWith('streaming ');
      return {
        streaming: rest.filter(isStreaming).map((line) => line.slice('streaming '.length)),
        missing: rest.filter((line) => !isStreaming(line)),
        applied: /^[0-9a-f]{64}$/.test(applied) ? applied : undefined,
      };
    },
  };
}
