import type { Step } from '../../deployment/step.ts';
import { stateDirectory } from '../../facts/hostState.ts';
import { operationFunctions } from '../../operations/operationFunctions.ts';
import { parseAddress } from '../../plan/address.ts';
import type { Release } from '../../plan/schema.ts';
import type { DesiredHost } from '../../render/desiredHost.ts';
import { shellQuote } from '../../shell/shellQuote.ts';

/** The parts of the work on a host, in their order; others hosts' parts come in between. */
export const installParts = ['prepare', 'etcd', 'start'] as const;
type Part = (typeof installParts)[number];

/** Where a step's file lies in the folder of its host: configuration as on the host, anything else by its step. */
export function inputPath(step: Step, index: number): string {
  const file = step.files[index];
  if (file === undefined) throw new RangeError(`${step.id} has no file ${index}`);
  return file.path.startsWith('/')
    ? `files${file.path}`
    : `steps/${step.id.split('/').slice(1).join('-')}/${file.path}`;
}

/**
 * The script that does all steps of one host, for a person to read and to run there as root. It refuses another host or release, a data directory that
 * somebody uses, and files whose secrets are not filled in.
 */
export function installScript(host: DesiredHost, steps: readonly Step[], release: Release): string {
  const { name, address } = host.host;
  const part = (wanted: Part) => steps.filter((step) => partOf(step) === wanted);
  const data = [host.etcd?.dataDirectory, host.member?.dataDirectory, host.member?.walDirectory].filter(
    (path) => path !== undefined,
  );
  const isNumber = parseAddress(address)?.kind !== 'name';
  return `#!/bin/bash
# Installs the host ${name} (${address}) as the plan has it. Read README.md first: other hosts have their turn in between.
#
#   ./install.sh prepare [BUNDLE]   packages (from the host's apt sources, or from a bundle file) and configuration; starts nothing
#   ./install.sh etcd               starts etcd${host.etcd === undefined ? ' (this host has none)' : ''}
#   ./install.sh start              starts everything else, and waits until it works
#
# Every part may be run again.
${header}
part=\${1:-}
BUNDLE=\${2:+$(readlink -f -- "$2")}
export BUNDLE
case "$part" in ${installParts.join(' | ')}) ;; *) stop "say which part: ${installParts.join(', ')}" ;; esac
[ "$(id -u)" = 0 ] || stop 'run this as root'
[ -z "$BUNDLE" ] || [ -f "$BUNDLE" ] || stop "there is no bundle $BUNDLE"
( . /etc/os-release && [ "\${VERSION_CODENAME:-}" = ${release} ] ) || stop 'this was written for ${release}, which this host does not run: export the files again with --release'
${isNumber ? `ip -o addr | grep -qF ${shellQuote(` ${address}/`)} || stop ${shellQuote(`this is the script of ${name}, whose address is ${address}; this host has another one`)}\n` : ''}unfilled=$(grep -rhoE '\\{\\{secret:[^}]+\\}\\}' "$HERE/files" "$HERE/steps" 2>/dev/null | sort -u)
[ -z "$unfilled" ] || stop "these secrets are not filled in below $HERE (or export again with --with-secrets):
$unfilled"
${functions}
prepare() {
${data.map((path) => `  ours_or_empty ${shellQuote(path)}`).join('\n')}
${part('prepare')
  .map((step) => stepText(step, step.id.endsWith('/files') ? '' : step.verify))
  .join('\n')}
}

etcd() {
  :
${part('etcd')
  .map((step) => stepText(step, ''))
  .join('\n')}
}

start() {
  :
${part('etcd')
  .map((step) => stepText({ ...step, title: 'Wait until etcd works', apply: ':', files: [] }, step.verify))
  .join('\n')}
${part('start')
  .map((step) => stepText(step, step.verify))
  .join('\n')}
}

"$part"
echo "${name}: $part is done"
`;
}

function partOf({ id }: Step): Part {
  if (id.endsWith('/etcd/start')) return 'etcd';
  return id.includes('/packages/') || id.endsWith('/files') || id.endsWith('/systemd/reload') ? 'prepare' : 'start';
}

const header = `set -u
umask 022
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive
HERE=$(cd "$(dirname "$0")" && pwd)
STATE=${stateDirectory}
stop() { printf '%s\\n' "$1" >&2; exit 1; }`;

const functions = `cd / || exit 1
mkdir -p -m 0700 -- "$STATE" || stop "cannot make $STATE"
exec 9>>"$STATE/running"
flock -n 9 || stop 'another installation is at work on this host'
SPOOL=$(mktemp -d) || stop 'cannot make a directory for the time of the run'
trap 'rm -rf -- "$SPOOL"' EXIT
say() { :; }
# The files of a step, in their order.
input() {
  INPUT=$SPOOL/input
  rm -rf -- "$INPUT"
  mkdir -- "$INPUT"
  local number=0 file
  for file; do
    ln -s -- "$HERE/$file" "$INPUT/$number"
    number=$((number + 1))
  done
}
ours_or_empty() {
  [ -z "$(ls -A -- "$1" 2>/dev/null)" ] || grep -qxF -- "$1" "$STATE/directories" 2>/dev/null ||
    stop "$1 is not empty, and not from here: nothing was changed. Move it away if nobody needs it."
}
# After each step: its status, its name, and the unit whose journal says more.
ended() {
  [ "$1" -eq 0 ] && return 0
  [ -z "$3" ] || echo "See also: journalctl -u $3 -n 50"
  stop "not done: $2 (status $1)"
}
${operationFunctions.trim()}
`;

/** errexit is off inside a command whose status is asked for, so the status is looked at afterwards. */
function stepText(step: Step, verify: string): string {
  const files = step.files.map((_, index) => shellQuote(inputPath(step, index)));
  const title = shellQuote(step.title);
  return `  echo ${title}
  (
set -euo pipefail
input${files.length === 0 ? '' : ` ${files.join(' ')}`}
${step.apply}
  ) </dev/null
  ended $? ${title} ${shellQuote(step.journals[0] ?? '')}
${
  verify === '' || verify === 'true'
    ? ''
    : `  (
set -euo pipefail
${verify}
  ) </dev/null
  ended $? ${title} ${shellQuote(step.journals[0] ?? '')}
`
}`;
}
