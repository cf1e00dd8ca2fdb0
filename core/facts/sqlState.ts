import { shellQuote } from '../operations/shellQuote.ts';
import type { Fact } from './fact.ts';

export interface SqlState {
  readonly inRecovery: boolean;
  readonly roles: readonly string[];
  readonly databases: readonly string[];
  /** Checksum of the SQL that was last applied, kept as the comment of a schema: it moves with the leader. */
  readonly applied: string | undefined;
}

const query = `select 'recovery ' || pg_is_in_recovery() union all select 'role ' || rolname from pg_roles where rolname !~ '^pg_'
union all select 'database ' || datname from pg_database where not datistemplate
union all select 'applied ' || obj_description(oid, 'pg_namespace') from pg_namespace where nspname = 'quorate'`;

/** Roles and databases of the host's PostgreSQL, asked for through its socket; undefined when it does not run. */
export function sqlState(socketDirectory: string, port: number): Fact<SqlState | undefined> {
  const socket = `${socketDirectory}/.s.PGSQL.${port}`;
  return {
    id: 'sql',
    command: `[ -S ${shellQuote(socket)} ] || exit 0
PGCONNECT_TIMEOUT=5 runuser -u postgres -- psql -XAtq -h ${shellQuote(socketDirectory)} -p ${port} -d postgres -c ${shellQuote(query)} || true`,
    parse(output) {
      const list = (key: string) =>
        output
          .split('\n')
          .filter((line) => line.startsWith(`${key} `))
          .map((line) => line.slice(key.length + 1));
      const [inRecovery] = list('recovery');
      if (inRecovery === undefined) return undefined;
      return {
        inRecovery: inRecovery === 'true',
        roles: list('role'),
        databases: list('database'),
        applied: list('applied').find((value) => /^[0-9a-f]{64}$/.test(value)),
      };
    },
  };
}
