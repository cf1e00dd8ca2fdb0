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
  /** Where the PostgreSQL that runs in it, or ran when its host lost its power, listens: the fourth line of postmaster.pid. */
  readonly port?: number;
}

/**
 * Shell function: whether a data directory is as initdb left it. The power went before Patroni had made its roles, without which it can lead
 * nothing: then the file of all roles does not name the one for replication. A server that was ended in the middle is not judged.
 */
export const untouchedFunction = `databases() {
  local base
  for base in "$1"/base/*; do case \${base##*/} in '*' | 1 | 4 | pgsql_tmp) ;; 5) [ "$2" = 5 ] || return 0 ;; *) return 0 ;; esac; done
  return 1
}
untouched() {
  databases "$1" 5 && return 1
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
shopt -s nullglob dotglob
for d in ${paths.map(shellQuote).join(' ')}; do
  [ -d "$d" ] || continue
  names=()
  for name in "$d"/*; do [ "\${name##*/}" = lost+found ] || names+=("\${name##*/}"); done
  printf 'dir %s\\nentries %s\\n' "$d" "\${#names[@]}"
  [ \${#names[@]} -eq 0 ] || printf 'sample %s\\n' "\${names[@]:0:5}"
  databases "$d" - && ! untouched "$d" && echo databases yes
  { [ -f "$d/standby.signal" ] || [ -f "$d/backup_label" ]; } && echo replica yes
  [ -f "$d/postmaster.pid" ] && mapfile -t -n 4 lines <"$d/postmaster.pid" && [[ \${lines[3]:-} =~ ^[0-9]{1,5}$ ]] && printf 'port %s\\n' "\${lines[3]}"
  version=
  [ -f "$d/PG_VERSION" ] && { IFS= read -r -n 20 version <"$d/PG_VERSION"; printf 'version %s\\n' "$version"; }
  for control in /usr/lib/postgresql/*/bin/pg_controldata; do
    [ -f "$d/global/pg_control" ] && [ -x "$control" ] || continue
    while IFS= read -r line; do
      case $line in 'Database system identifier: '*) printf 'system %s\\n' "\${line##* }"; break 2 ;; esac
    done < <("$control" -D "$d" 2>/dev/null)
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
          ...(/^\d{1,5}$/.test(field('port')[0] ?? '') ? { port: Number(field('port')[0]) } : {}),
          systemIdentifier: field('system').find((value) => /^\d{1,20}$/.test(value)),
        });
      }
      return states;
    },
  };
}
