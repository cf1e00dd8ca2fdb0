import { type MajorNote, majorFiles } from '../facts/majorState.ts';
import { superuserRole } from '../plan/clusterRoles.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { paths, postgresPrograms } from '../systems/debian/paths.ts';
import { say } from '../wording/phrase.ts';
import { plainOperation } from './hostOperations.ts';
import type { Operation } from './operation.ts';
import { ownPostgresFunctions } from './ownPostgres.ts';

/** A member whose data change their major version. */
export interface MajorMember {
  readonly host: string;
  /** Name of the member. */
  readonly name: string;
  readonly cluster: string;
  readonly from: number;
  readonly to: number;
  readonly oldDirectory: string;
  readonly targetDirectory: string;
  /** Directory of PostgreSQL's socket. */
  readonly sockets: string;
  readonly port: number;
}

/** Beside the new directory: the output of pg_upgrade, and its sockets. The path must be short, since a socket's may have 107 bytes (unix(7)). */
function workDirectory({ targetDirectory }: Pick<MajorMember, 'targetDirectory'>): string {
  return `${targetDirectory.slice(0, targetDirectory.lastIndexOf('/'))}/.quorate-upgrade`;
}

/**
 * Variables and bash functions of all that follows:
 *
 * - `as_postgres COMMAND...`, `query SQL`, `control DIRECTORY BIN FIELD`.
 * - `end_server DIRECTORY BIN MODE`: stops a PostgreSQL, and waits for it however long its last checkpoint takes.
 * - `make_new`: an empty data directory of the new version, with what `initdb` was told for the old one. Only in place of one that was made here and
 *   that nothing has run with.
 * - `upgrade WORDS`: pg_upgrade from one to the other.
 */
export function majorFunctions(member: MajorMember): string {
  const { oldDirectory, targetDirectory, from, to, sockets, port } = member;
  return `${ownPostgresFunctions}
old=${shellQuote(oldDirectory)} new=${shellQuote(targetDirectory)} work=${shellQuote(workDirectory(member))}
oldbin=${postgresPrograms(from)} newbin=${postgresPrograms(to)}
marks=$STATE/${majorFiles.note}
export LC_ALL=C.UTF-8
as_postgres() { runuser -u postgres -- "$@"; }
query() { as_postgres psql -XqAt -v ON_ERROR_STOP=1 -h ${shellQuote(sockets)} -p ${port} -d postgres -c "$1"; }
control() { LC_ALL=C "$2/pg_controldata" -D "$1" | sed -n "s/^$3: *//p"; }
end_server() {
  [ -n "$(postgres_in "$1")" ] || return 0
  (cd /; as_postgres "$2/pg_ctl" stop -D "$1" -m "$3" -w -t 86400)
}
make_new() {
  if grep -qsE '^(newIdentifier=|started$)' "$marks"; then echo "$new holds the new cluster: it is left alone"; exit 1; fi
  if [ -n "$(ls -A -- "$new" 2>/dev/null)" ]; then
    grep -qxF -- "$new" "$STATE/${majorFiles.aside}" || { echo "$new is not empty and was not made by this upgrade: it is left alone"; exit 1; }
    end_server "$new" "$newbin" immediate
    find "$new" -xdev -mindepth 1 -delete
  fi
  note ${majorFiles.aside} "$new"
  note ${majorFiles.aside} "$work"
  take_directory "\${new%/*}" postgres 0755
  take_directory "$new" postgres 0700
  rm -rf --one-file-system -- "$work"
  install -d -o postgres -g postgres -m 0700 -- "$work"
  mapfile -t words <"$STATE/${majorFiles.initdb}"
  (cd "$work"; as_postgres "$newbin/initdb" -D "$new" -U ${superuserRole} --auth-local=peer --auth-host=scram-sha-256 "\${words[@]}")
}
preloaded() { (cd /; as_postgres "$oldbin/postgres" -C shared_preload_libraries -D "$old" | tr -d ' "'); }
upgrade() {
  local preload jobs
  preload=$(preloaded)
  # It goes through the shell of pg_ctl.
  case $preload in *[!A-Za-z0-9_,./\\$-]*) echo "shared_preload_libraries is $preload: names like these cannot be handed on"; exit 1 ;; esac
  jobs=$(nproc); [ "$jobs" -le 8 ] || jobs=8
  (cd "$work"; as_postgres "$newbin/pg_upgrade" -b "$oldbin" -B "$newbin" -d "$old" -D "$new" -U ${superuserRole} -s "$work" \\
    -O "-c shared_preload_libraries='$preload'" --jobs="$jobs" "$@")
}`;
}

/**
 * Makes an empty data directory of the new version like the one that there is, and lets pg_upgrade look at both, while the old one serves. It works also
 * where pg_upgrade finds something: what it says is kept for who asks.
 */
export function tryMajor(member: MajorMember): Operation {
  return plainOperation({
    id: `${member.host}/major/try`,
    host: member.host,
    title: say`Make an empty PostgreSQL ${member.to} like the present one, and let pg_upgrade look at both`,
    apply: `${majorFunctions(member)}
rm -f -- "$STATE/${majorFiles.findings}"
${readInitdb(member.to)}
make_new >"$SPOOL/initdb" 2>&1 || { cat "$SPOOL/initdb"; exit 1; }
status=0
# Without these the new version does not even start.
preloaded | tr ',' '\n' | sed 's|^[$]libdir/||' | while read -r name; do
  case $name in ''|/*) ;; *) [ -f "${postgresPrograms(member.to).replace(/bin$/, 'lib')}/$name.so" ] || echo "$name" ;; esac
done >"$SPOOL/absent"
if [ -s "$SPOOL/absent" ]; then status=1; : >"$SPOOL/check"; else upgrade --check >"$SPOOL/check" 2>&1 || status=$?; fi
cat "$SPOOL/check"
{
  echo "status $status"
  echo '== output'
  head -c 60000 "$SPOOL/check"
  [ ! -s "$SPOOL/absent" ] || { printf '\n== file preload_libraries.txt\n'; cat "$SPOOL/absent"; }
  find "$new/pg_upgrade_output.d" -name '*.txt' -type f 2>/dev/null | sort | head -n 50 | while read -r file; do
    printf '\\n== file %s\\n' "\${file##*/}"
    head -c 20000 "$file"
  done || true
} >"$STATE/.${majorFiles.findings}"
mv -fT -- "$STATE/.${majorFiles.findings}" "$STATE/${majorFiles.findings}"`,
    verify: `[ -s "$STATE/${majorFiles.findings}" ]`,
    weight: 6,
  });
}

/**
 * Writes down what initdb has to be told: page checksums, size of WAL segments, encoding and locale of what new databases are made of, and
 * the settings that initdb writes into postgresql.conf by the locale.
 */
function readInitdb(to: number): string {
  return `template() { query "select $1 from (select d.*, to_jsonb(d) as all_of_it from pg_database d where datname = 'template0') as t"; }
setting() { query "select current_setting('$1')"; }
{
  echo "--encoding=$(template 'pg_encoding_to_char(encoding)')"
  echo "--lc-collate=$(template datcollate)"
  echo "--lc-ctype=$(template datctype)"
  locale=$(template "coalesce(all_of_it->>'datlocale', all_of_it->>'daticulocale')")
  case $(template "all_of_it->>'datlocprovider'") in
    i) printf '%s\\n' --locale-provider=icu "--icu-locale=$locale" ;;
    b) printf '%s\\n' --locale-provider=builtin "--builtin-locale=$locale" ;;
  esac
  for category in messages monetary numeric time; do echo "--lc-$category=$(setting lc_$category)"; done
  words=$(setting default_text_search_config)
  case $words in pg_catalog.*) echo "--text-search-config=\${words#pg_catalog.}" ;; esac
  echo "--wal-segsize=$(query "select setting::bigint / 1048576 from pg_settings where name = 'wal_segment_size'")"
  [ "$(setting data_checksums)" = off ] || echo --data-checksums${to >= 18 ? '\n  [ "$(setting data_checksums)" != off ] || echo --no-data-checksums' : ''}
} >"$STATE/.${majorFiles.initdb}"
mv -fT -- "$STATE/.${majorFiles.initdb}" "$STATE/${majorFiles.initdb}"`;
}

/** Notes on a host that a major upgrade is under way: from then on nothing else changes it. */
export function beginMajor(host: string, note: MajorNote): Operation {
  const { from, to, method, oldIdentifier } = note;
  const lines = [`from=${from}`, `to=${to}`, `method=${method}`, `host=${note.host}`, `oldIdentifier=${oldIdentifier}`];
  return plainOperation({
    id: `${host}/major/begin`,
    host,
    title: say`Note that PostgreSQL is being upgraded from ${from} to ${to}`,
    apply: `marks=$STATE/${majorFiles.note}
if grep -qsE '^(newIdentifier=|started$)' "$marks"; then echo 'the data are converted already'; exit 1; fi
printf '%s\\n' ${lines.map(shellQuote).join(' ')} >"$STATE/.${majorFiles.note}"
sync -- "$STATE/.${majorFiles.note}"
mv -fT -- "$STATE/.${majorFiles.note}" "$marks"
sync -- "$STATE"`,
    verify: `grep -qxF ${shellQuote(`to=${to}`)} "$STATE/${majorFiles.note}"`,
    weight: 0.1,
  });
}

/** Keeps Patroni from acting: it then neither starts a PostgreSQL that was stopped, nor lets another member take over. */
export function pauseForMajor(host: string, cluster: string): Operation {
  return plainOperation({
    id: `${host}/patroni/pause`,
    host,
    title: say`Pause ${cluster}: nobody is to take over`,
    apply: `if [ "$(patronictl -c ${paths.patroniConfig} show-config ${shellQuote(cluster)} | sed -n 's/^pause: *//p')" != true ]; then
  patronictl -c ${paths.patroniConfig} pause --wait ${shellQuote(cluster)}
fi`,
    verify: `[ "$(patronictl -c ${paths.patroniConfig} show-config ${shellQuote(cluster)} | sed -n 's/^pause: *//p')" = true ]`,
    weight: 2,
    journals: ['patroni'],
  });
}

/**
 * Stops the PostgreSQL of a member that is paused, cleanly, and its Patroni, which does not come back at the next boot. A server that is stopped in
 * this way has handed every byte to the replicas that stream from it (PostgreSQL, "Shutting Down the Server").
 * @param leads it must lead: one that does not any more is left alone
 * @param directory the one that the member runs with now
 */
export function stopForMajor(member: MajorMember, leads: boolean, which: 'old' | 'new' = 'old'): Operation {
  const leader = `if [ -n "$(postgres_in "$directory")" ]; then
  [ "$(query 'select pg_is_in_recovery()')" = f ] || { echo '${member.name} does not lead any more'; exit 1; }
  # Most of what is to be written out is, before clients notice anything.
  query checkpoint
fi
`;
  return plainOperation({
    id: `${member.host}/major/stop`,
    host: member.host,
    title: say`Stop PostgreSQL and Patroni of ${member.name}`,
    apply: `${majorFunctions(member)}
directory=$${which} programs=$${which}bin
${leads ? leader : ''}systemctl disable -q patroni
systemctl stop patroni
end_server "$directory" "$programs" fast${
      leads
        ? ''
        : `
# One that was prepared here while this member led.
if [ ${which} = old ] && grep -qsxF -- "$new" "$STATE/${majorFiles.aside}" && ! grep -qsxF -- "$new" "$STATE/directories"; then find "$new" -xdev -mindepth 1 -delete; fi`
    }`,
    verify: `${ownPostgresFunctions}
! systemctl -q is-active patroni
[ -z "$(own_postgres)" ]`,
    weight: 3,
    journals: ['patroni'],
  });
}

/** Converts the data. Whatever an earlier try has left is thrown away first; the old directory stays whole until the new version is started. */
export function convertMajor(member: MajorMember, method: MajorNote['method']): Operation {
  return plainOperation({
    id: `${member.host}/major/convert`,
    host: member.host,
    title:
      method === 'link'
        ? say`Convert the data to PostgreSQL ${member.to} by pg_upgrade; both directories share their files`
        : say`Convert the data to PostgreSQL ${member.to} by pg_upgrade, as a copy`,
    apply: `${majorFunctions(member)}
if grep -qs '^newIdentifier=' "$marks"; then exit 0; fi
${restoreControl}
if systemctl -q is-active patroni || [ -n "$(postgres_in "$old")" ]; then echo "PostgreSQL or Patroni of ${member.name} runs again: run this again"; exit 1; fi
state=$(control "$old" "$oldbin" 'Database cluster state')
[ "$state" = 'shut down' ] || { echo "$old was not stopped cleanly: pg_controldata calls it $state"; exit 1; }
make_new >"$SPOOL/initdb" 2>&1 || { cat "$SPOOL/initdb"; exit 1; }
upgrade${method === 'link' ? ' --link' : ''} || {
  status=$?
  find "$new/pg_upgrade_output.d" -name '*.log' -size +0 -newer "$SPOOL/initdb" 2>/dev/null | while read -r file; do echo "--- \${file##*/}"; tail -n 15 "$file"; done || true
  exit "$status"
}
sync -f "$new"
identifier=$(control "$new" "$newbin" 'Database system identifier')
case $identifier in ''|*[!0-9]*) echo "pg_controldata does not know $new"; exit 1 ;; esac
note ${majorFiles.note} "newIdentifier=$identifier"`,
    verify: `grep -q '^newIdentifier=' "$STATE/${majorFiles.note}"`,
    weight: 15,
  });
}

/** Bash: pg_upgrade renames the control file of the old directory before it links, so that nobody starts it by chance; what was not finished gets it back. */
export const restoreControl = `if [ ! -e "$old/global/pg_control" ] && [ -f "$old/global/pg_control.old" ]; then
  mv -- "$old/global/pg_control.old" "$old/global/pg_control"
  sync -- "$old/global"
fi`;

/** What the keys of a cluster in etcd are to say. */
export interface ClusterSwitch {
  readonly member: MajorMember;
  /** etcdctl's words for the host's etcd, or another one. */
  readonly etcdOptions: string;
  /** Where Patroni keeps the keys of the cluster. */
  readonly keys: string;
  /** System identifier that members must have to join. */
  readonly identifier: string;
  /** The identifiers that may stand there now; another one is somebody else's cluster. */
  readonly known: readonly string[];
  /** What Patroni notes of who leads and how far; undefined to leave it, since the last leader goes on. */
  readonly forget: readonly string[] | undefined;
  /** The new version is started after this. */
  readonly starts: boolean;
}

/**
 * Tells Patroni in etcd which data are the cluster from now on, while no Patroni of it runs, and ends the pause. Whoever comes with other data is then no
 * member: Patroni leaves with "system ID mismatch" before it starts anything.
 */
export function switchMajor({
  member,
  etcdOptions,
  keys,
  identifier,
  known,
  forget,
  starts,
}: ClusterSwitch): Operation {
  const { host, cluster } = member;
  return plainOperation({
    id: `${host}/major/switch`,
    host,
    title: say`Let etcd know which data ${cluster} has from now on`,
    apply: `${starts ? `note ${majorFiles.note} started\n` : ''}store() { env ETCDCTL_API=3 etcdctl --command-timeout=10s ${etcdOptions} "$@"; }
now=$(store get --print-value-only ${shellQuote(`${keys}/initialize`)})
case $now in ''${known.map((one) => `|${one}`).join('')}) ;; *) echo "etcd has the system identifier $now for ${cluster}: that is another cluster"; exit 1 ;; esac
[ "$now" = ${identifier} ] || store put ${shellQuote(`${keys}/initialize`)} ${identifier}
${(forget ?? []).map((key) => `store del ${shellQuote(`${keys}/${key}`)}`).join('\n')}
printf '{"pause": null}' >"$SPOOL/resume"
patronictl -c ${paths.patroniConfig} edit-config --force --apply "$SPOOL/resume" ${shellQuote(cluster)}
[ "$(store get --print-value-only ${shellQuote(`${keys}/initialize`)})" = ${identifier} ]`,
    verify: 'true',
    weight: 1,
    journals: ['etcd'],
  });
}

/** Brings what pg_upgrade leaves to do: extensions in their new versions, and statistics, without which queries are planned blindly. */
export function settleMajor(member: MajorMember): Operation {
  const { host, sockets, port } = member;
  return plainOperation({
    id: `${host}/major/settle`,
    host,
    title: say`Update extensions, and gather statistics in all databases`,
    apply: `${majorFunctions(member)}
if grep -qxs settled "$marks"; then exit 0; fi
if [ -f "$work/update_extensions.sql" ]; then
  (cd "$work"; as_postgres psql -Xq -v ON_ERROR_STOP=1 -h ${shellQuote(sockets)} -p ${port} -d postgres -f update_extensions.sql)
fi
jobs=$(nproc); [ "$jobs" -le 8 ] || jobs=8
(cd "$work"; as_postgres "$newbin/vacuumdb" -h ${shellQuote(sockets)} -p ${port} --all --analyze-in-stages --jobs="$jobs")
note ${majorFiles.note} settled`,
    verify: `grep -qx settled "$STATE/${majorFiles.note}"`,
    weight: 8,
    journals: ['patroni'],
  });
}
