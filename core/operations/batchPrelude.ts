/** Names of the prelude's functions that frame an operation. */
export const startMark = 'operation_begins';
export const failMark = 'operation_phase';
export const endMark = 'operation_ends';
export const relayEnd = 'relay_ends';
/** Bytes of one line of output that travel: with its frame it stays below the 4,096 that a pipe takes in at once. */
export const mostLineBytes = 1000;

/**
 * The functions that the scripts of operations may use, and the frame of a batch:
 *
 * What operations print goes to one log file, and from there, line by line, to the operator. No operation writes to the connection itself, so
 * that none is stopped in the middle when it is lost.
 *
 * - `say WORDS`: a line of the protocol, on descriptor 3. When the operator is gone the write kills the script by SIGPIPE, so that an orphan ends
 *   at the next operation or the next second of waiting, never in the middle of a change.
 * - `note LIST LINE`: adds a line once to a list in the state directory, on the disk before it returns.
 * - `place N PATH MODE OWNER GROUP`: installs `$INPUT/N`: written beside, fsynced, renamed; the version before it is kept, and the one from
 *   before the first deployment for ever.
 * - `wait_for SECONDS WHAT COMMAND...`: polls; on timeout, or once the command has made `$SPOOL/hopeless`, shows what the last try printed.
 * - `applied COMPONENT`: after it, the component's files on disk are those that its service runs with.
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
note() {
  grep -qxF -- "$2" "$STATE/$1" 2>/dev/null && return 0
  printf '%s\\n' "$2" >>"$STATE/$1"
  sync -- "$STATE/$1"
}
keep_original() {
  grep -qxF -- "$1" "$STATE/files" 2>/dev/null && return 0
  [ -e "$STATE/original$1" ] && return 0
  mkdir -p -- "$STATE/original\${1%/*}"
  cp -a -- "$1" "$STATE/original$1.part"
  mv -T -- "$STATE/original$1.part" "$STATE/original$1"
}
make_directory() {
  [ -d "$1" ] && return 0
  make_directory "\${1%/*}"
  note created "$1"
  mkdir -- "$1"
}
place() {
  local directory=\${2%/*}
  make_directory "$directory"
  if [ -e "$2" ] || [ -L "$2" ]; then
    keep_original "$2"
    mkdir -p -- "$STATE/backup$directory"
    cp -p -- "$2" "$STATE/backup$2"
  else
    note files "$2"
  fi
  rm -f -- "$2.quorate-new"
  install -m "$3" -o "$4" -g "$5" -- "$INPUT/$1" "$2.quorate-new"
  sync -- "$2.quorate-new"
  mv -fT -- "$2.quorate-new" "$2"
  sync -- "$directory"
}
unplace() {
  if [ -e "$STATE/backup$1" ]; then mv -fT -- "$STATE/backup$1" "$1"
  elif grep -qxF -- "$1" "$STATE/files" 2>/dev/null; then rm -f -- "$1"; fi
}
wait_for() {
  local until=$((SECONDS + $1)) what=$2 said=$SECONDS
  shift 2
  rm -f -- "$SPOOL/hopeless"
  until "$@" >"$SPOOL/try" 2>&1; do
    if [ "$SECONDS" -ge "$until" ] || [ -e "$SPOOL/hopeless" ]; then
      cat "$SPOOL/try"
      printf 'gave up waiting: %s\\n' "$what"
      return 1
    fi
    [ "$SECONDS" -eq "$said" ] || { said=$SECONDS; say alive; }
    sleep 0.1
  done
}
applied() {
  local component=$1
  shift
  mkdir -p -- "$STATE/applied"
  sha256sum -- "$@" >"$STATE/applied/.$component"
  mv -fT -- "$STATE/applied/.$component" "$STATE/applied/$component"
}
receive() {
  mkdir -p -- "$SPOOL/$1"
  head -c "$3" <&4 >"$SPOOL/$1/$2"
  [ "$(stat -c %s -- "$SPOOL/$1/$2")" -eq "$3" ] || { say incomplete; exit 74; }
}
relay_begins() {
  : >"$LOG"
  # One line is one write of less than a pipe takes in at once: it cannot fall into a line of the protocol.
  LC_ALL=C sed -u -E -e "/^$NONCE end$/q" -e "/^$NONCE at [0-9]+$/!s/^(.{0,${mostLineBytes}}).*/$NONCE output \\1/" >&3 3>&- 4<&- 9>&- \\
    < <(exec tail -n +1 -f --pid=$$ -s 0.1 -- "$LOG" 2>/dev/null 3>&- 4<&- 9>&- </dev/null) &
  RELAY=$!
}
${relayEnd}() { printf '\\n%s end\\n' "$NONCE" >>"$LOG"; wait "$RELAY"; }
${startMark}() {
  CURRENT=$1 CURRENT_ID=$2
  printf '\\n%s at %s\\n' "$NONCE" "$1" >>"$LOG"
  LOG_START=$(stat -c %s -- "$LOG")
  say begin "$1"
}
${failMark}() {
  [ "$1" -eq 0 ] && return 0
  audit "$CURRENT_ID" "failed ($2)"
  local output
  output=$(tail -c "+$((LOG_START + 1))" -- "$LOG" | tail -c 6000 | base64 -w0)
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
rm -rf -- "$SPOOL"
(umask 077 && mkdir -- "$SPOOL") || { say incomplete; exit 73; }
relay_begins
trap 'rm -rf -- "$SPOOL"' EXIT
`;
