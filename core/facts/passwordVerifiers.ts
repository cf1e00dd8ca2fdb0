import { shellQuote } from '../shell/shellQuote.ts';
import type { Fact } from './fact.ts';

const sql = `select 'verifier', rolname, rolpassword from pg_authid where rolcanlogin and rolpassword like 'SCRAM-SHA-256$%'`;

/**
 * What PostgreSQL keeps of the passwords of its roles, by name: enough to leave them as they are, not enough to log in. Asked through the socket; empty where it does not run.
 */
export function passwordVerifiers(socketDirectory: string, port: number): Fact<ReadonlyMap<string, string>> {
  const socket = `${socketDirectory}/.s.PGSQL.${port}`;
  return {
    id: 'password-verifiers',
    command: `[ -S ${shellQuote(socket)} ] || exit 0
PGCONNECT_TIMEOUT=5 runuser -u postgres -- psql -XAtqw -F '|' -h ${shellQuote(socketDirectory)} -p ${port} -d postgres -c ${shellQuote(sql)} || true`,
    parse: (output) =>
      new Map(
        output.split('\n').flatMap((line): [string, string][] => {
          const [, role, verifier] =
            /^verifier\|([^|]{1,63})\|(SCRAM-SHA-256\$\d{1,9}:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+)$/.exec(
              line,
            ) ?? [];
          return role === undefined || verifier === undefined ? [] : [[role, verifier]];
        }),
      ),
  };
}
