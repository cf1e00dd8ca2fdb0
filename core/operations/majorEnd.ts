import { majorFiles } from '../facts/majorState.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { say } from '../wording/phrase.ts';
import { plainOperation } from './hostOperations.ts';
import { type MajorMember, majorFunctions, restoreControl } from './majorOperations.ts';
import type { Operation } from './operation.ts';
import { ownPostgresFunctions } from './ownPostgres.ts';

/** The end on a host: what it runs with is its data, what it ran with is set aside, and nothing is under way any more. */
export function endMajor(member: MajorMember, left: 'old' | 'new'): Operation {
  const { host, from, to } = member;
  const keeps = left === 'old' ? `note ${majorFiles.aside} "$old"` : '';
  const drops =
    left === 'old'
      ? ''
      : `[ -z "$(postgres_in "$new")" ] || { echo "a PostgreSQL runs in $new"; exit 1; }
if grep -qsxF -- "$new" "$STATE/${majorFiles.aside}" "$STATE/directories"; then empty_directory "$new"; rmdir --ignore-fail-on-non-empty -- "\${new%/*}" 2>/dev/null || true; fi
`;
  return plainOperation({
    id: `${host}/major/end`,
    host,
    title:
      left === 'old'
        ? say`Set the data directory of PostgreSQL ${from} aside`
        : say`Remove what was made for PostgreSQL ${to}`,
    apply: `${majorFunctions(member)}
${keeps}
forget() {
  [ -f "$STATE/$1" ] || return 0
  grep -vxF -- "$2" "$STATE/$1" >"$STATE/.$1" || true
  sync -- "$STATE/.$1"
  if [ -s "$STATE/.$1" ]; then mv -fT -- "$STATE/.$1" "$STATE/$1"; else rm -f -- "$STATE/.$1" "$STATE/$1"; fi
}
rm -rf --one-file-system -- "$work"
forget ${majorFiles.aside} "$work"
${drops}forget ${majorFiles.aside} "$new"
forget directories "$${left}"
rm -f -- "$marks" "$STATE/${majorFiles.initdb}" "$STATE/${majorFiles.findings}"`,
    verify: `[ ! -e "$STATE/${majorFiles.note}" ]`,
    weight: 0.3,
  });
}

/** Gives the old directory its control file back, after a try that was given up before the new version was started. */
export function restoreMajor(member: MajorMember): Operation {
  return plainOperation({
    id: `${member.host}/major/back`,
    host: member.host,
    title: say`Make the data of PostgreSQL ${member.from} ready to be started`,
    apply: `${majorFunctions(member)}
if systemctl -q is-active patroni || [ -n "$(postgres_in "$old")$(postgres_in "$new")" ]; then echo 'PostgreSQL or Patroni runs'; exit 1; fi
${restoreControl}
state=$(control "$old" "$oldbin" 'Database cluster state')
[ "$state" = 'shut down' ] || { echo "$old was not stopped cleanly: pg_controldata calls it $state"; exit 1; }
# Nothing is to take it for the cluster from now on.
forget() { grep -vE '^(newIdentifier=|started$)' "$marks" >"$marks.new" || true; mv -fT -- "$marks.new" "$marks"; }
forget`,
    verify: 'true',
    weight: 0.3,
  });
}

/** Takes away what an upgrade has set aside: data directories, and the packages of their version that this program has installed. */
export function removeAside(host: string, directories: readonly string[], majors: readonly number[]): Operation {
  const pattern = majors.map((major) => `postgresql(-[a-z0-9]+)?-${major}(-[a-z0-9.+-]+)?`).join('|');
  return plainOperation({
    id: `${host}/major/remove`,
    host,
    title: say`Remove what an earlier major version left`,
    apply: `${ownPostgresFunctions}
[ ! -e "$STATE/${majorFiles.note}" ] || { echo 'a major upgrade is under way'; exit 1; }
for directory in ${directories.map(shellQuote).join(' ')}; do
  grep -qxF -- "$directory" "$STATE/${majorFiles.aside}" || continue
  [ -z "$(postgres_in "$directory")" ] || { echo "a PostgreSQL runs in $directory"; exit 1; }
  empty_directory "$directory"
  rm -rf --one-file-system -- "\${directory%/*}/.quorate-upgrade"
  rmdir --ignore-fail-on-non-empty -- "\${directory%/*}" 2>/dev/null || true
done
mapfile -t gone < <(grep -xE ${shellQuote(pattern)} "$STATE/packages" 2>/dev/null | while read -r name; do
  [ "$(dpkg-query -W -f '\${db:Status-Status}' "$name" 2>/dev/null)" != installed ] || echo "$name"
done)
if [ "\${#gone[@]}" -gt 0 ]; then
  export LC_ALL=C.UTF-8 NEEDRESTART_SUSPEND=1
  for major in ${majors.join(' ')}; do
    others=$(pg_lsclusters -h 2>/dev/null | awk -v major="$major" '$1 == major' | wc -l)
    [ "$others" -eq 0 ] || { echo "other clusters of PostgreSQL $major are on this host: its packages stay"; exit 0; }
  done
  more=$(apt-get -s -y --allow-change-held-packages remove "\${gone[@]}" | sed -n 's/^\\(Purg\\|Remv\\) \\([^ :]*\\).*/\\2/p' | grep -vxF -f <(printf '%s\\n' "\${gone[@]}") || true)
  [ -z "$more" ] || { echo "these packages need them: "$more; exit 1; }
  apt-get -y -qq -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 --allow-change-held-packages remove "\${gone[@]}"
  if [ -f "$STATE/holds" ]; then grep -vxF -f <(printf '%s\\n' "\${gone[@]}") "$STATE/holds" >"$STATE/.holds" || true; mv -fT -- "$STATE/.holds" "$STATE/holds"; fi
fi
rm -f -- "$STATE/${majorFiles.aside}"`,
    verify: `[ ! -e "$STATE/${majorFiles.aside}" ]`,
    weight: 5,
  });
}
