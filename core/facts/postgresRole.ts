import { shellQuote } from '../shell/shellQuote.ts';
import type { Fact } from './fact.ts';

/** What the PostgreSQL of a host is doing, by its own word. */
export interface PostgresRole {
  readonly role: 'primary' | 'replica';
  /** From where it receives WAL now; undefined where it receives none. Text of a host. */
  readonly streamsFrom: string | undefined;
}

/** Asks the PostgreSQL of a host through its socket; undefined where none answers. */
export function postgresRole(socketDirectory: string, port: number): Fact<PostgresRole | undefined> {
  const socket = `${socketDirectory}/.s.PGSQL.${port}`;
  const question =
    "select case when pg_is_in_recovery() then 'replica' else 'primary' end || ' ' || coalesce((select sender_host from pg_stat_wal_receiver where status = 'streaming'), '')";
  return {
    id: 'postgres-role',
    command: `[ -S ${shellQuote(socket)} ] || exit 0
PGCONNECT_TIMEOUT=3 runuser -u postgres -- psql -XAtq -h ${shellQuote(socketDirectory)} -p ${port} -d postgres -c ${shellQuote(question)} || true`,
    parse(output) {
      const [, role, from] = /^(primary|replica) (\S{0,255})$/m.exec(output) ?? [];
      if (role === undefined) return undefined;
      return { role: role === 'primary' ? 'primary' : 'replica', streamsFrom: from === '' ? undefined : from };
    },
  };
}
