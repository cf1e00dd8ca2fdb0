/**
 * Bash functions that the scripts of operations use, whoever runs them. They need `$STATE` (the state directory), `$SPOOL` (a directory for the time of the
 * run), `$INPUT` (the operation's files as 0, 1, ...), and `say`, which is called once a second while something is waited for.
 *
 * - `has_line FILE LINE`: whether a file has exactly this line; without a process, since the others ask it often.
 * - `note LIST LINE`: adds a line once to a list in the state directory, on the disk before it returns.
 * - `place N PATH MODE OWNER GROUP ...`: installs `$INPUT/N`, and further files by five more words each: noted, written beside, fsynced, renamed, in
 *   this order for all of them together; the version before it is kept, and the one from before the first deployment for good.
 * - `take_directory PATH USER MODE`: makes it, or takes one that is there; the owner and mode of somebody else's are noted for the removal.
 * - `empty_directory PATH`: removes what it holds; itself too, unless it was there before or is a mount point.
 * - `wait_for SECONDS WHAT COMMAND...`: polls; on timeout, or once the command has made `$SPOOL/hopeless`, shows what the last try printed.
 * - `applied COMPONENT`: after it, the component's files on disk are those that its service runs with.
 */
export const operationFunctions = `
has_line() {
  local line
  [ -f "$1" ] || return 1
  while IFS= read -r line || [ -n "$line" ]; do [ "$line" = "$2" ] && return 0; done <"$1"
  return 1
}
note() {
  has_line "$STATE/$1" "$2" && return 0
  printf '%s\\n' "$2" >>"$STATE/$1"
  sync -- "$STATE/$1"
}
keep_original() {
  has_line "$STATE/files" "$1" && return 0
  [ -e "$STATE/original$1" ] && return 0
  mkdir -p -- "$STATE/original\${1%/*}"
  cp -a -- "$1" "$STATE/original$1.part"
  mv -T -- "$STATE/original$1.part" "$STATE/original$1"
}
make_directory() {
  if [ -z "$1" ] || [ -d "$1" ]; then return 0; fi
  make_directory "\${1%/*}"
  note created "$1"
  mkdir -- "$1"
}
place() {
  local all=("$@") unknown=() written=() path directory
  local -A directories=()
  while [ $# -gt 0 ]; do
    path=$2 directory=\${2%/*}
    make_directory "$directory"
    if [ -e "$path" ] || [ -L "$path" ]; then
      keep_original "$path"
      [ -d "$STATE/backup$directory" ] || mkdir -p -- "$STATE/backup$directory"
      cp -p -- "$path" "$STATE/backup$path"
    else
      has_line "$STATE/files" "$path" || unknown+=("$path")
    fi
    shift 5
  done
  if [ "\${#unknown[@]}" -gt 0 ]; then
    printf '%s\\n' "\${unknown[@]}" >>"$STATE/files"
    sync -- "$STATE/files"
  fi
  set -- "\${all[@]}"
  while [ $# -gt 0 ]; do
    if [ -e "$2.quorate-new" ] || [ -L "$2.quorate-new" ]; then rm -f -- "$2.quorate-new"; fi
    install -m "$3" -o "$4" -g "$5" -- "$INPUT/$1" "$2.quorate-new"
    written+=("$2")
    shift 5
  done
  sync -- "\${written[@]/%/.quorate-new}"
  for path in "\${written[@]}"; do
    mv -fT -- "$path.quorate-new" "$path"
    directories[\${path%/*}]=yes
  done
  sync -- "\${!directories[@]}"
}
take_directory() {
  if [ -d "$1" ]; then
    [ "$(stat -c %U -- "$1")" = "$2" ] || grep -qE -- "^[0-9]+:[0-9]+ [0-7]+ $1$" "$STATE/taken" 2>/dev/null ||
      note taken "$(stat -c '%u:%g %a' -- "$1") $1"
  else
    make_directory "$1"
  fi
  chown -- "$2:$2" "$1"
  chmod -- "$3" "$1"
}
empty_directory() {
  [ -d "$1" ] || return 0
  if mountpoint -q -- "$1" || grep -qE -- "^[0-9]+:[0-9]+ [0-7]+ $1$" "$STATE/taken" 2>/dev/null; then
    find "$1" -xdev -mindepth 1 -maxdepth 1 ! -name lost+found -exec rm -rf --one-file-system -- {} +
  else
    rm -rf --one-file-system -- "$1"
  fi
}
wait_for() {
  local until=$((SECONDS + $1)) what=$2 said=$SECONDS began=$SECONDS idle
  shift 2
  # A pipe in which nothing comes: to wait at it costs no process.
  exec {idle}<> <(:)
  rm -f -- "$SPOOL/hopeless"
  until "$@" >"$SPOOL/try" 2>&1; do
    if [ "$SECONDS" -ge "$until" ] || [ -e "$SPOOL/hopeless" ]; then
      cat "$SPOOL/try"
      printf 'gave up waiting: %s\\n' "$what"
      exec {idle}>&-
      return 1
    fi
    [ "$SECONDS" -eq "$said" ] || { said=$SECONDS; say alive; }
    # What takes long need not be asked ten times a second.
    if [ $((SECONDS - began)) -lt 3 ]; then read -r -t 0.1 -u "$idle" || true; else read -r -t 0.3 -u "$idle" || true; fi
  done
  exec {idle}>&-
}
applied() {
  local component=$1
  shift
  [ -d "$STATE/applied" ] || mkdir -p -- "$STATE/applied"
  sha256sum -- "$@" >"$STATE/applied/.$component"
  mv -fT -- "$STATE/applied/.$component" "$STATE/applied/$component"
}
`;
