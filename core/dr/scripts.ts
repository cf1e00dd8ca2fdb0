import { etcdOptions } from '../deployment/factRequest.ts';
import { ownPostgresFunctions } from '../operations/ownPostgres.ts';
import type { Host, Plan } from '../plan/plan.ts';
import { clusterKeys } from '../render/patroniConfig.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { paths } from '../systems/debian/paths.ts';

/** Says what of the deployment runs: `patroni` and `postgres`, one per line. */
export const runningScript = `${ownPostgresFunctions}
systemctl -q is-active patroni && echo patroni
[ -z "$(own_postgres)" ] || echo postgres
true`;

/**
 * Stops Patroni with its PostgreSQL, and keeps it from coming back at the next boot. Ends with status 1 when PostgreSQL still runs: a killed
 * Patroni leaves it behind, and then it is told to end here. A PostgreSQL with another data directory is none of its business.
 */
export const fenceScript = `${ownPostgresFunctions}
systemctl disable patroni >/dev/null 2>&1
systemctl stop patroni
for signal in INT INT INT QUIT; do
  running=$(own_postgres)
  [ -n "$running" ] || exit 0
  # The server itself is the one whose parent is none of them.
  for one in $running; do
    echo "$running" | grep -qx "$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$one/status" 2>/dev/null)" || kill -$signal "$one" 2>/dev/null
  done
  for turn in $(seq 100); do [ -n "$(own_postgres)" ] || exit 0; sleep 0.1; done
done
echo "PostgreSQL still runs"
exit 1`;

/** Changes a cluster's dynamic configuration straight in etcd: Patroni need not run. */
export function editConfigScript(cluster: string, patch: Readonly<Record<string, unknown>>): string {
  return `set -e
file=$(mktemp)
trap 'rm -f "$file"' EXIT
printf %s ${shellQuote(JSON.stringify(patch))} >"$file"
patronictl -c ${paths.patroniConfig} edit-config --force --apply "$file" ${shellQuote(cluster)}`;
}

/** Starts Patroni, now and at every boot. */
export const startScript = 'systemctl enable patroni >/dev/null 2>&1; systemctl start --no-block patroni';

/** Copies a member anew from its leader; what it had is gone. */
export function reinitScript(cluster: string, member: string): string {
  return `patronictl -c ${paths.patroniConfig} reinit --force ${shellQuote(cluster)} ${shellQuote(member)}`;
}

/** What Patroni notes in etcd of who leads, how far, and who may follow. */
export const leadershipKeys = ['leader', 'status', 'optime/leader', 'failsafe', 'sync', 'history'] as const;

/**
 * Takes out of etcd what the last leader noted there. Patroni refuses the lead to a member that is behind the noted position or timeline, and,
 * without a word in its log, to one that failsafe mode did not know of: a member that leads alone for a moment makes that of all others.
 * What Patroni needs of these it writes again; the configuration of the cluster and its identity stay. Only while no Patroni of it runs.
 * @param through the host whose etcd is asked
 * @param more further keys of the cluster
 */
export function forgetScript(plan: Plan, through: Host, clusterName: string, more: readonly string[] = []): string {
  const etcdctl = `ETCDCTL_API=3 etcdctl ${etcdOptions(plan, through)}`;
  return `for key in ${[...leadershipKeys, ...more].join(' ')}; do\n  ${etcdctl} del ${clusterKeys(clusterName)}/$key || break\ndone`;
}

/** Sets `directory` to the data directory of the host's member, as Patroni is told it. */
const findDirectory = `directory=$(python3 -c 'import yaml; print(yaml.safe_load(open("${paths.patroniConfig}"))["postgresql"]["data_dir"])') || exit 1`;

/** Prints the highest timeline of which the host's data directory has WAL or a history, as a number; nothing when it has none. */
export const timelineScript = `${findDirectory}
last=$(ls -- "$directory/pg_wal" 2>/dev/null | sed -nE 's/^([0-9A-F]{8})([0-9A-F]{16}([.]partial)?|[.]history)$/\\1/p' | sort | tail -n 1)
[ -z "$last" ] || printf '%d\\n' "0x$last"`;

/**
 * Empties the data directory of a member that does not run, with what it links to: Patroni copies it anew when it starts. A directory of tablespaces
 * may be shared with the servers of other versions, so only the part of this version goes.
 */
export const emptyScript = `${ownPostgresFunctions}
${findDirectory}
[ -n "$directory" ] || exit 1
if systemctl -q is-active patroni || [ -n "$(own_postgres)" ]; then
  echo "PostgreSQL or Patroni runs: it is left alone"
  exit 1
fi
[ -d "$directory" ] || exit 0
version=$(cat -- "$directory/PG_VERSION" 2>/dev/null)
for link in "$directory"/pg_tblspc/*; do
  [ -L "$link" ] && [ -n "$version" ] && rm -rf --one-file-system -- "$(readlink -f -- "$link")"/PG_"$version"_*
done
[ -L "$directory/pg_wal" ] && find "$(readlink -f -- "$directory/pg_wal")" -xdev -mindepth 1 -delete
find "$directory" -mindepth 1 -delete`;

/** Prints the last lines with which PostgreSQL says, since its Patroni was started last, that what it has is not enough to follow; nothing otherwise. */
export const cannotFollowScript = `journalctl -o cat "_SYSTEMD_INVOCATION_ID=$(systemctl show -P InvocationID patroni)" |
  grep -E 'WAL segment [0-9A-F]+ has already been removed|is ahead of the (upstream|WAL flush)|is not a child of|forked off current database system timeline' | tail -n 1
true`;
