import { operationFunctions } from './operationFunctions.ts';

/** Names of the prelude's functions that frame an operation. */
export const startMark = 'operation_begins';
export const failMark = 'operation_phase';
export const endMark = 'operation_ends';
export const relayEnd = 'relay_ends';
/** Bytes of one line of output that travel: with its frame it stays below the 4,096 that a pipe takes in at once. */
export const maxLineBytes = 1000;

/**
 * The functions that the scripts of operations may use, and the frame of a batch:
 *
 * What operations print goes to one log file, and from there, line by line, to the operator. No operation writes to the connection itself, so
 * that none is stopped in the middle when it is lost.
 *
 * - `say WORDS`: a line of the protocol, on descriptor 3. When the operator is gone the write kills the script by SIGPIPE, so that an orphan ends
 *   at the next operation or the next second of waiting, never in the middle of a change.
 * - those of `operationFunctions`.
 *
 * On a busy host a process that is started costs more than what it does: files are received by one, and what bash can do, it does.
 */
export const batchPrelude = `
set -u
umask 022
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive
cd /
exec 3>&1 4<&0
SPOOL=/run/quorate
LOG=$SPOOL/log
say() { printf '%s %s\\n' "$NONCE" "$*" >&3; }
audit() { TZ=UTC printf '%(%Y-%m-%dT%H:%M:%SZ)T %s %s %s\\n' -1 "$OPERATOR" "$1" "$2" >>"$STATE/audit.log"; }
${operationFunctions}receive() {
  perl -e 'open(my $in, "<&=", 4) or exit 1;
  my $spool = shift;
  while (my ($operation, $file, $left) = splice @ARGV, 0, 3) {
    -d "$spool/$operation" or mkdir "$spool/$operation" or exit 1;
    open(my $out, ">", "$spool/$operation/$file") or exit 1;
    while ($left > 0) {
      my $got = sysread($in, my $part, $left > 65536 ? 65536 : $left) or exit 1;
      (syswrite($out, $part) // 0) == $got or exit 1;
      $left -= $got;
    }
    close($out) or exit 1;
  }' -- "$SPOOL" "$@" || { say incomplete; exit 74; }
}
relay_begins() {
  : >"$LOG"
  # One line is one write of less than a pipe takes in at once: it cannot fall into a line of the protocol.
  # Not sed: its expression for the first characters of a line takes half a second to compile.
  perl -e '$| = 1; my $nonce = shift; while (my $line = <STDIN>) { chomp $line;
    if ($line eq "$nonce end") { print "$line\\n"; exit }
    print $line =~ /^\\Q$nonce\\E at [0-9]+$/ ? "$line\\n" : "$nonce output " . substr($line, 0, ${maxLineBytes}) . "\\n" }' -- "$NONCE" >&3 3>&- 4<&- 9>&- \\
    < <(exec tail -n +1 -f --pid=$$ -s 0.1 -- "$LOG" 2>/dev/null 3>&- 4<&- 9>&- </dev/null) &
  RELAY=$!
}
${relayEnd}() { printf '\\n%s end\\n' "$NONCE" >>"$LOG"; wait "$RELAY"; }
${startMark}() {
  CURRENT=$1 CURRENT_ID=$2
  printf '\\n%s at %s\\n' "$NONCE" "$1" >>"$LOG"
  say begin "$1"
}
${failMark}() {
  [ "$1" -eq 0 ] && return 0
  audit "$CURRENT_ID" "failed ($2)"
  local output
  output=$(sed -e "1,/^$NONCE at $CURRENT$/d" -- "$LOG" | tail -c 6000 | base64 -w0)
  ${relayEnd}
  say failed "$CURRENT" "$2" "$1" "$output"
  exit 1
}
${endMark}() { audit "$CURRENT_ID" done; say done "$CURRENT"; }
mkdir -p -m 0700 -- "$STATE" && chmod 0700 -- "$STATE" || { say incomplete; exit 73; }
exec 9>>"$STATE/running"
if ! flock -n 9; then
  say waiting
  flock -w "$WAIT" 9 || { say busy; exit 75; }
fi
# Whoever took the lock over meanwhile, from an owner that was silent for too long, comes in here only after this script has ended.
has_line "$STATE/lock" "$LOCK_LINE" || { say unlocked; exit 76; }
# Once for each run: whoever reads the log later sees which steps belong together, and what for.
WHY=
while IFS= read -r line; do case $line in why=*) WHY=\${line#why=} WHY=\${WHY//[!a-z-]/}; break ;; esac; done <"$STATE/lock"
RUN=run/\${LOCK_LINE#run=}/\${WHY:0:40}
grep -qsF -- " $RUN began" "$STATE/audit.log" || audit "$RUN" began
rm -rf -- "$SPOOL"
(umask 077 && mkdir -- "$SPOOL") || { say incomplete; exit 73; }
relay_begins
trap 'rm -rf -- "$SPOOL"' EXIT
`;
