import { componentHomes } from '../components/onDisk.ts';
import { majorFiles } from '../facts/majorState.ts';
import type { FailureProcess } from '../quorum/failure.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { paths, systemDirectories } from '../systems/debian/paths.ts';
import { listOf, type Phrase, say } from '../wording/phrase.ts';
import { plainOperation } from './hostOperations.ts';
import { restoreKernelScript } from './kernelOperations.ts';
import type { Operation } from './operation.ts';
import type { OperationName } from './operationName.ts';
import { ownPostgresFunctions } from './ownPostgres.ts';
import { removePackagesScript } from './packages/removeScript.ts';

type Removal = Pick<Operation, 'apply'> & Partial<Omit<Operation, 'title' | 'said'>> & { readonly title: Phrase };

function removal(host: string, what: OperationName, operation: Removal): Operation {
  return plainOperation({
    id: `${host}/${what}`,
    host,
    verify: 'true',
    weight: 1,
    ...operation,
  });
}

/** Stops services and keeps them from starting at the next boot. */
export function stopServices(host: string, what: 'services/stop' | 'etcd/stop', units: readonly string[]): Operation {
  const names = units.map(shellQuote).join(' ');
  return removal(host, what, {
    title: say`Stop ${listOf(units, 'comma')}`,
    apply: `for unit in ${names}; do
  systemctl disable -q --now "$unit" 2>/dev/null || systemctl stop "$unit" 2>/dev/null || true
  systemctl reset-failed "$unit" 2>/dev/null || true
done`,
    verify: `for unit in ${names}; do
  if systemctl -q is-active "$unit"; then echo "$unit still runs"; exit 1; fi
done`,
    journals: units.map((unit) => unit.replace(/\.service$/, '')),
    takes: { processes: units.flatMap((unit) => processesOf[unit] ?? []), how: 'ends' },
  });
}

/** What stops with a unit. */
const processesOf: Readonly<Record<string, readonly FailureProcess[]>> = {
  'etcd.service': ['etcd'],
  'patroni.service': ['patroni', 'postgres'],
  'haproxy.service': ['haproxy'],
  'pgbouncer.service': ['pgbouncer'],
  'keepalived.service': ['keepalived'],
};

/**
 * Removes the data directories that this program took while they were empty, those of other major versions too, and nothing else. A PostgreSQL that outlived its
 * Patroni is stopped first.
 */
export function removeData(host: string): Operation {
  return removal(host, 'data/remove', {
    title: say`Remove the data directories that the deployment made`,
    apply: `${ownPostgresFunctions}
gone_from() { [ -z "$(postgres_in "$1")" ]; }
while read -r directory; do
  case $directory in
    *..*) continue ;;
    ${systemDirectories.map((path) => `${path} | ${path}/*`).join(' | ')} | ${componentHomes.join(' | ')}) continue ;;
    /[A-Za-z0-9]*) ;;
    *) continue ;;
  esac
  running=$(postgres_in "$directory")
  if [ -n "$running" ]; then
    kill -QUIT $running 2>/dev/null || true
    wait_for 30 'PostgreSQL to stop' gone_from "$directory"
  fi
  empty_directory "$directory"
  # The parent of etcd's data belongs to its package; PostgreSQL's is one that Patroni made.
  case $directory in /var/lib/postgresql/*) rmdir --ignore-fail-on-non-empty -- "\${directory%/*}" 2>/dev/null || true ;; esac
done < <(cat "$STATE/directories" "$STATE/${majorFiles.aside}" 2>/dev/null)
rm -f -- ${paths.pgpass}
[ -f "$STATE/taken" ] || exit 0
# Those that were there before get their owner and mode back.
while read -r owner mode directory; do
  [ ! -d "$directory" ] || { chown -- "$owner" "$directory"; chmod -- "$mode" "$directory"; }
done <"$STATE/taken"`,
  });
}

/**
 * Takes the written files away; those that were there before get their old content back. What came with a package that the deployment
 * installed goes with it; what was there before that package, its removal takes away too: that is what `returnFiles` is for.
 */
export function restoreFiles(host: string): Operation {
  return removal(host, 'files/restore', {
    title: say`Remove the written files and restore those that were there before`,
    apply: `${restoreKernelScript('/proc')}if [ -f "$STATE/files" ]; then
  while read -r path; do
    case $path in *..*) ;; /etc/* | /usr/local/* | /var/lib/postgresql/*) rm -f -- "$path" "$path.quorate-new" ;; esac
  done <"$STATE/files"
fi
${putBack(dropIfShipped)}if [ -f "$STATE/created" ]; then
  tac "$STATE/created" | while read -r directory; do
    [ ! -d "$directory" ] || rmdir --ignore-fail-on-non-empty -- "$directory"
  done
fi
systemctl daemon-reload`,
  });
}

/** dpkg knows the checksum that a configuration file had in its package. */
const dropIfShipped = `sum=$(md5sum <"$path")
    shipped=$(dpkg-query -W -f '\${Conffiles}\\n' | grep -cF -- " \${path#.} \${sum%% *}" || true)
    if [ "$shipped" -gt 0 ]; then rm -f -- "$path"; fi`;

/** Puts back the host's own files that the removal of packages took away. */
export function returnFiles(host: string): Operation {
  return removal(host, 'files/return', {
    title: say`Put back the host's own files that went with the packages`,
    apply: putBack('true'),
    weight: 0.1,
  });
}

/** Shell that copies what was kept to where it was. @param then what follows for each `$path`, which begins with a dot */
function putBack(then: string): string {
  return `if [ -d "$STATE/original" ]; then
  cd "$STATE/original"
  find . -type f ! -name '*.part' | while read -r path; do
    mkdir -p -- "$(dirname -- "\${path#.}")"
    cp -a -- "$path" "\${path#.}.quorate-new"
    mv -fT -- "\${path#.}.quorate-new" "\${path#.}"
    ${then}
  done
  cd /
fi
`;
}

/** Takes away the packages that were not there before. */
export function removePackages(host: string, packages: readonly string[]): Operation {
  return removal(host, 'packages/remove', {
    title: say`Remove the packages that the deployment installed`,
    apply: removePackagesScript(packages),
    weight: 8,
  });
}

/** Forgets the host. The lock stays until the run ends. */
export function forgetHost(host: string): Operation {
  return removal(host, 'host/forget', {
    title: say`Remove the marks of the deployment`,
    // The owner goes last: until then the host is this project's, and a run that was stopped can be repeated.
    apply: `find "$STATE" -mindepth 1 -maxdepth 1 ! -name 'lock*' ! -name running ! -name audit.log ! -name owner -exec rm -rf -- {} +
rm -f -- "$STATE/owner"`,
    weight: 0.1,
  });
}
