import { type AdoptedServer, adoptionFiles } from '../facts/hostState.ts';
import { poolSchema, probeSchema, replicationRole, rewindRole } from '../plan/clusterRoles.ts';
import { passwordCheck } from '../render/sql/passwordSql.ts';
import { plainLogin, roleSql } from '../render/sql/roleSql.ts';
import { identifier, literal, script } from '../render/sql/sqlText.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { postgresPrograms } from '../systems/debian/paths.ts';
import { type Phrase, say } from '../wording/phrase.ts';
import { plainOperation } from './hostOperations.ts';
import type { FileContent, Operation } from './operation.ts';
import { ownPostgresFunctions } from './ownPostgres.ts';

/** A PostgreSQL of Debian's tools, as it is noted on its host. */
export type AdoptableServer = Omit<AdoptedServer, 'state'>;

/**
 * Variables and bash functions of all that follows:
 *
 * - `as_postgres COMMAND...`, `control FIELD`, `runs` (the processes of the server of the directory).
 * - `same_data`: fails where the directory holds another database than the one that was adopted.
 * - `end_server`: stops whatever PostgreSQL runs in the directory, cleanly, however long its last checkpoint takes.
 * - `stopped_cleanly`
 * - `note_state WORD`
 */
function functions({ major, name, directory, systemIdentifier }: AdoptableServer): string {
  return `${ownPostgresFunctions}
major=${major} name=${shellQuote(name)} directory=${shellQuote(directory)} identifier=${systemIdentifier}
etc=/etc/postgresql/$major/$name unit=postgresql@$major-$name bin=${postgresPrograms(major)}
kept=$STATE/${adoptionFiles.kept} marks=$STATE/${adoptionFiles.note}
export LC_ALL=C.UTF-8
as_postgres() { runuser -u postgres -- "$@"; }
control() { LC_ALL=C "$bin/pg_controldata" -D "$directory" | sed -n "s/^$1: *//p"; }
runs() { postgres_in "$directory"; }
same_data() {
  [ "$(control 'Database system identifier')" = "$identifier" ] || { echo "$directory holds another database than the one that was adopted: it is left alone"; exit 1; }
}
end_server() {
  [ -n "$(runs)" ] || return 0
  (cd /; as_postgres "$bin/pg_ctl" stop -D "$directory" -m fast -w -t 86400)
}
stopped_cleanly() { [ -z "$(runs)" ] && [ "$(control 'Database cluster state')" = 'shut down' ]; }
note_state() {
  printf '%s\\n' "cluster=$major/$name" "directory=$directory" "identifier=$identifier" "state=$1" >"$marks.new"
  sync -- "$marks.new"
  mv -fT -- "$marks.new" "$marks"
  sync -- "$STATE"
}`;
}

/**
 * Keeps what is needed to go back, and notes what is adopted: the server's configuration, its roles with their passwords, who may connect to its
 * databases, and what is there already. The server goes on.
 * @param settings content of `postgresql.base.conf`: see `baseConfig`
 */
export function keepServer(host: string, server: AdoptableServer, settings: string): Operation {
  return plainOperation({
    id: `${host}/adopt/keep`,
    host,
    title: say`Keep a copy of what is needed to go back: configuration, roles, and who may connect`,
    files: [baseFile(settings)],
    apply: `${functions(server)}
same_data
if [ ! -f "$kept/complete" ]; then
  ask() { as_postgres psql --cluster "$major/$name" -XqAtw -v ON_ERROR_STOP=1 -d postgres -c "$1"; }
  rm -rf -- "$kept.part"
  mkdir -m 0700 -- "$kept.part"
  cp -a -- "$etc" "$kept.part/etc"
  cp -- "$INPUT/0" "$kept.part/${baseName}"
  ls -A -- "$directory" >"$kept.part/entries"
  { systemctl is-enabled "$unit" || true; } >"$kept.part/enabled" 2>/dev/null
  as_postgres pg_dumpall --cluster "$major/$name" --roles-only | grep -vE '^CREATE ROLE |^\\\\(un)?restrict ' >"$kept.part/roles.sql"
  ask "select rolname from pg_roles" >"$kept.part/roles"
  ask "select format('ALTER DATABASE %I OWNER TO %I;', datname, datdba::regrole::text) from pg_database where datname !~ '^template' union all select format('GRANT CONNECT ON DATABASE %I TO PUBLIC;', datname) from pg_database where has_database_privilege('public', datname, 'connect')" >"$kept.part/databases.sql"
  : >"$kept.part/complete"
  find "$kept.part" -type f -exec sync -- {} +
  rm -rf -- "$kept"
  mv -T -- "$kept.part" "$kept"
fi
note_state begun`,
    verify: `[ -f "$STATE/${adoptionFiles.kept}/complete" ] && grep -qx 'state=begun' "$STATE/${adoptionFiles.note}"`,
    weight: 0.5,
  });
}

const baseName = 'postgresql.base.conf';

function baseFile(content: string): FileContent {
  return { path: baseName, content, mode: 0o600, owner: 'root', group: 'root' };
}

/** Names of the secrets of the roles by which members copy each other. */
export interface CopyingSecrets {
  readonly replication: string;
  readonly rewind: string;
}

/** The functions of PostgreSQL that pg_rewind calls on the server that it copies from (PostgreSQL documentation, pg_rewind). */
const rewindFunctions = [
  'pg_ls_dir(text, boolean, boolean)',
  'pg_stat_file(text, boolean)',
  'pg_read_binary_file(text)',
  'pg_read_binary_file(text, bigint, bigint, boolean)',
];

/** Makes the roles by which members copy each other, which Patroni makes only in clusters of its own making. */
export function makeCopyingRoles(host: string, server: AdoptableServer, secrets: CopyingSecrets): Operation {
  const sql = script([
    ...passwordCheck,
    ...roleSql(replicationRole, { ...plainLogin, replication: true }, secrets.replication),
    ...roleSql(rewindRole, plainLogin, secrets.rewind),
    ...rewindFunctions.map((name) => `GRANT EXECUTE ON FUNCTION pg_catalog.${name} TO ${identifier(rewindRole)};`),
  ]);
  return plainOperation({
    id: `${host}/adopt/roles`,
    host,
    title: say`Make the roles by which replicas copy and follow`,
    files: [{ path: 'roles.sql', content: sql, mode: 0o600, owner: 'root', group: 'root' }],
    // psql shows the statement that failed, which may hold a password: only the line that says why is kept.
    apply: `${functions(server)}
as_postgres psql --cluster "$major/$name" -XqAtw -d postgres <"$INPUT/0" 2>&1 >/dev/null | { grep -E '^psql|ERROR|FATAL' || true; }`,
    verify: `${functions(server)}
[ "$(as_postgres psql --cluster "$major/$name" -XqAtw -d postgres -c "select count(*) from pg_roles where rolname in (${literal(replicationRole)}, ${literal(rewindRole)}) and rolcanlogin")" = 2 ]`,
    weight: 0.3,
  });
}

/**
 * Stops the server, puts its own configuration aside, and starts it under Patroni. From here on nothing but Patroni can start it: Debian's tools and units know
 * a cluster by its folder in `/etc/postgresql`. Where it was cut off it goes on.
 * @param settings content of `postgresql.base.conf`; undefined where the server was stopped before: then what was kept counts
 * @param paths Patroni's files, with which it starts
 */
export function takeServer(
  host: string,
  server: AdoptableServer,
  member: string,
  settings: string | undefined,
  paths: readonly string[],
): Operation {
  return plainOperation({
    id: `${host}/adopt/take`,
    host,
    title: say`Stop PostgreSQL ${server.major}/${server.name}, and start it under Patroni as ${member}`,
    files: settings === undefined ? [] : [baseFile(settings)],
    apply: `${functions(server)}
[ -f "$kept/complete" ] || { echo 'the copy of what is needed to go back is missing: run this again'; exit 1; }
same_data
if ! systemctl -q is-active patroni; then
  if [ -d "$etc" ]; then
    # Somebody may have changed it since.
    rm -rf -- "$kept/etc.new"
    cp -a -- "$etc" "$kept/etc.new"
    find "$kept/etc.new" -type f -exec sync -- {} +
    rm -rf -- "$kept/etc"
    mv -T -- "$kept/etc.new" "$kept/etc"
    [ ! -f "$INPUT/0" ] || cp -- "$INPUT/0" "$kept/${baseName}"
    # Most of what is to be written out is, before clients notice anything.
    ! systemctl -q is-active "$unit" || as_postgres psql --cluster "$major/$name" -XqAtw -d postgres -c checkpoint
    # One that was killed recovers by itself first: Patroni takes another way for that.
    if [ -z "$(runs)" ] && ! stopped_cleanly; then systemctl start "$unit"; fi
    systemctl stop "$unit"
  fi
  end_server
  if [ -d "$etc" ]; then
    stopped_cleanly || { echo "$directory was not stopped cleanly: pg_controldata calls it $(control 'Database cluster state')"; systemctl start "$unit"; exit 1; }
    install -o postgres -g postgres -m 0600 -- "$kept/${baseName}" "$directory/${baseName}"
    install -o postgres -g postgres -m 0600 -- "$kept/etc/pg_ident.conf" "$directory/pg_ident.conf"
    sync -- "$directory/${baseName}" "$directory/pg_ident.conf"
    rm -rf -- "$etc"
    rmdir --ignore-fail-on-non-empty -- "\${etc%/*}"
    systemctl daemon-reload
    systemctl reset-failed "$unit" 2>/dev/null || true
  fi
  chmod 0700 -- "$directory"
  SYSTEMCTL_SKIP_SYSV=1 systemctl enable -q patroni
  systemctl reset-failed patroni 2>/dev/null || true
  systemctl start patroni
fi
applied patroni ${paths.map(shellQuote).join(' ')}`,
    verify: 'systemctl -q is-active patroni',
    weight: 4,
    journals: ['patroni', `postgresql@${server.major}-${server.name}`],
  });
}

/** Notes how far an adoption is. */
export function noteAdoption(host: string, server: AdoptableServer, state: 'taken' | 'returning'): Operation {
  const titles: Readonly<Record<typeof state, Phrase>> = {
    taken: say`Note that Patroni runs it`,
    returning: say`Note that it is to run by itself again`,
  };
  return plainOperation({
    id: `${host}/adopt/${state}`,
    host,
    title: titles[state],
    apply: `${functions(server)}
same_data
note_state ${state}`,
    verify: `grep -qx 'state=${state}' "$STATE/${adoptionFiles.note}"`,
    weight: 0.1,
  });
}

/** Stops the Patroni of another member with its PostgreSQL: nobody is to take over while the first one goes back. */
export function haltMember(host: string, member: string): Operation {
  return plainOperation({
    id: `${host}/adopt/halt`,
    host,
    title: say`Stop PostgreSQL and Patroni of ${member}`,
    apply: `systemctl disable -q patroni
systemctl stop patroni`,
    verify: `if systemctl -q is-active patroni; then echo 'patroni still runs'; exit 1; fi`,
    weight: 2,
    journals: ['patroni'],
  });
}

/**
 * Gives a server back to Debian's tools as it was: its configuration, the passwords and rights of its roles, who may connect; what the cluster has made
 * for itself goes. Data that were written meanwhile stay, since they are the same files. Where it was cut off it goes on.
 * @param own names of the roles that the cluster made for itself
 */
export function returnServer(host: string, server: AdoptableServer, own: readonly string[]): Operation {
  const schemas = [poolSchema, probeSchema].map((one) => `drop schema if exists ${identifier(one)} cascade`);
  return plainOperation({
    id: `${host}/adopt/back`,
    host,
    title: say`Stop Patroni, and start PostgreSQL ${server.major}/${server.name} by itself as before`,
    apply: `${functions(server)}
[ -f "$kept/complete" ] || { echo 'the copy of what is needed to go back is missing'; exit 1; }
same_data
if [ ! -d "$etc" ]; then
  if systemctl -q is-active patroni; then
    grep -qx 'state=begun' "$marks" || [ ! -e "$directory/standby.signal" ] || { echo 'it does not lead any more: hand over to it first (quorate switchover)'; exit 1; }
    systemctl disable -q patroni
    systemctl stop patroni
  fi
  systemctl disable -q patroni
  end_server
  # Patroni lets every server begin as a replica. Nobody else had its data yet.
  ! grep -qx 'state=begun' "$marks" || rm -f -- "$directory/standby.signal"
  [ ! -e "$directory/standby.signal" ] || { echo "$directory is that of a replica: it is left alone"; exit 1; }
  for file in postgresql.conf postgresql.base.conf pg_hba.conf pg_ident.conf patroni.dynamic.json postgresql.conf.backup postgresql.base.conf.backup pg_hba.conf.backup pg_ident.conf.backup; do
    grep -qxF -- "$file" "$kept/entries" || rm -f -- "$directory/$file"
  done
  mkdir -p -- "\${etc%/*}"
  rm -rf -- "$etc.quorate-new"
  cp -a -- "$kept/etc" "$etc.quorate-new"
  mv -T -- "$etc.quorate-new" "$etc"
  systemctl daemon-reload
fi
systemctl disable -q --now patroni
systemctl start "$unit"
ask() { as_postgres psql --cluster "$major/$name" -XqAtw -v ON_ERROR_STOP=1 "$@"; }
answers() { ask -d postgres -c 'select 1'; }
wait_for 300 'PostgreSQL to take connections' answers
# Slots of members that are gone would keep all WAL for ever. There were none before.
ask -d postgres -c "select pg_drop_replication_slot(slot_name) from pg_replication_slots where not active" >/dev/null
mapfile -t gone < <(for role in ${own.map(shellQuote).join(' ')}; do
  grep -qxF -- "$role" "$kept/roles" || [ "$(ask -d postgres -c "select count(*) from pg_roles where rolname = '$role'")" = 0 ] || echo "$role"
done)
if [ "\${#gone[@]}" -gt 0 ]; then
  printf -v list '"%s", ' "\${gone[@]}"
  ask -d postgres -c 'select datname from pg_database where datallowconn' >"$SPOOL/databases"
  while IFS= read -r base; do
    PGDATABASE=$base ask -c ${shellQuote(`set client_min_messages = warning; ${schemas.join('; ')}`)} -c "drop owned by \${list%, }" </dev/null
  done <"$SPOOL/databases"
  ask -d postgres -c "drop role \${list%, }"
fi
# Roles that are gone meanwhile are missed by nobody.
as_postgres psql --cluster "$major/$name" -Xqw -d postgres <"$kept/roles.sql" 2>&1 >/dev/null | { grep -E 'ERROR|FATAL' || true; }
as_postgres psql --cluster "$major/$name" -Xqw -d postgres <"$kept/databases.sql" 2>&1 >/dev/null | { grep -E 'ERROR|FATAL' || true; }
rm -f -- "$marks"
rm -rf -- "$kept"
sync -- "$STATE"`,
    verify: `${functions(server)}
systemctl -q is-active "$unit" && [ -n "$(runs)" ] && [ ! -e "$marks" ]`,
    weight: 5,
    journals: ['patroni', `postgresql@${server.major}-${server.name}`],
  });
}

/** Gives up the way back: the data directory is the deployment's own from then on, and the copy goes. */
export function settleAdoption(host: string, server: AdoptableServer): Operation {
  return plainOperation({
    id: `${host}/adopt/final`,
    host,
    title: say`Give up the way back: what was kept for it goes, and the data directory belongs to the deployment`,
    apply: `${functions(server)}
same_data
note directories "$directory"
rm -f -- "$marks"
rm -rf -- "$kept"
sync -- "$STATE"`,
    verify: `[ ! -e "$STATE/${adoptionFiles.note}" ]`,
    weight: 0.1,
  });
}
