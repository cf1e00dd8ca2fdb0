import { shellQuote } from '../operations/shellQuote.ts';
import { paths } from '../render/paths.ts';

/** Says what runs: `patroni` and `postgres`, one per line. */
export const runningScript = `systemctl -q is-active patroni && echo patroni
pgrep -u postgres -x postgres >/dev/null && echo postgres
true`;

/**
 * Stops Patroni with its PostgreSQL, and keeps it from coming back at the next boot. Ends with status 1 when PostgreSQL still runs: a killed
 * Patroni leaves it behind, and then it is told to end here.
 */
export const fenceScript = `systemctl disable patroni >/dev/null 2>&1
systemctl stop patroni
for signal in INT INT INT QUIT; do
  pgrep -u postgres -x postgres >/dev/null || exit 0
  pkill -$signal -o -u postgres -x postgres
  for turn in $(seq 100); do pgrep -u postgres -x postgres >/dev/null || exit 0; sleep 0.1; done
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
