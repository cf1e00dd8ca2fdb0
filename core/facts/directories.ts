import { replicationRole } from '../plan/clusterRoles.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { type Fact, wholeNumber } from './fact.ts';

export interface DirectoryState {
  /** Number of entries but `lost+found`, which a file system of its own begins with; 0 also when the directory does not exist. */
  readonly entries: number;
  readonly exists: boolean;
  /** A few names of what is in it, to show to a person. */
  readonly sample: readonly string[];
  /** Content of PG_VERSION, for a PostgreSQL data directory. */
  readonly pgVersion: string | undefined;
  /** From pg_controldata: undefined until a copy is whole, and while initdb has not come that far. */
  readonly systemIdentifier: string | undefined;
  /** initdb has made its last database (the first two, template1 and template0, have the numbers 1 and 4), and Patroni its role since. */
  readonly hasDatabases: boolean;
  /** It starts as a replica (standby.signal) or is a fresh copy (backup_label): a primary that was stopped does not, and is none. */
  readonly isReplica: boolean;
}

/**
 * Shell function: whether a data directory is as initdb left it. The power went before Patroni had made its roles, without which it can lead
 * nothing: then the file of all roles does not name the one for replication. A server that was ended in the middle is not judged.
 */
export const untouchedFunction = `untouched() {
  ls -A -- "$1/base" | grep -qvxE '1|4|5|pgsql_tmp' && return 1
  [ -f "$1/global/1260" ] && ! grep -qa ${replicationRole} "$1/global/1260" || return 1
  for control in /usr/lib/postgresql/*/bin/pg_controldata; do
    [ -x "$control" ] && LC_ALL=C "$control" -D "$1" 2>/dev/null | grep -qE '^Database cluster state: *(shut down|shut down in recovery|in archive recovery)$' && return 0
  done
  return 1
}`;

/** What lies in the data directories that a deployment would use, by path. */
export function directories(paths: readonly string[]): Fact<ReadonlyMap<string, DirectoryState>> {
  return {
    id: 'directories',
    command: `${untouchedFunction}
for d in ${paths.map(shellQuote).join(' ')}; do
[ -d "$d" ] || continue
printf 'dir %s\\nentries %s\\n' "$d" "$(ls -A -- "$d" | grep -cvx lost+found)"
ls -A -- "$d" | grep -vx lost+found | head -n 5 | sed 's/^/sample /'
ls -A -- "$d/base" 2>/dev/null | grep -qvxE '1|4|pgsql_tmp' && ! untouched "$d" && echo databases yes
{ [ -f "$d/standby.signal" ] || [ -f "$d/backup_label" ]; } && echo replica yes
[ -f "$d/PG_VERSION" ] && printf 'version %s\\n' "$(head -c 20 "$d/PG_VERSION" | head -n 1)"
for c in /usr/lib/postgresql/*/bin/pg_controldata; do
  [ -f "$d/global/pg_control" ] && [ -x "$c" ] && "$c" -D "$d" 2>/dev/null | sed -n 's/^Database system identifier: */system /p' | head -n 1 && break
done
done
true`,
    parse(output) {
      const states = new Map<string, DirectoryState>();
      for (const block of output.split(/^dir /m).slice(1)) {
        const lines = block.split('\n');
        const path = lines[0] ?? '';
        const field = (key: string) =>
          lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1).trim());
        if (!paths.includes(path)) continue;
        const entries = field('entries')[0] ?? '';
        states.set(path, {
          exists: true,
          entries: wholeNumber(entries, `${path} entries ${entries}`),
          sample: field('sample'),
          pgVersion: field('version')[0],
          hasDatabases: field('databases')[0] === 'yes',
          isReplica: field('replica')[0] === 'yes',
          systemIdentifier: field('system').find((value) => /^\d{1,20}$/.test(value)),
        });
      }
      return states;
    },
  };
}
