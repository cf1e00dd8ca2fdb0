/**
 * Shell function `mount_of DIRECTORY`: sets TARGET, TYPE and OPTIONS of the file system that an existing directory lies on, from the kernel's own
 * table (proc(5), mountinfo) and without a process. OPTIONS are those of the mount and those of the file system together. A mount that is made
 * later at the same place covers the one before. All three are empty where the table cannot be read. It leaves the shell in `/`.
 */
export const mountFunction = `mount_of() {
  local at=/ target options rest found
  cd -P -- "$1" 2>/dev/null && at=$PWD
  cd /
  TARGET= TYPE= OPTIONS=
  while read -r _ _ _ _ target options rest; do
    printf -v found %b "\${target%/}"
    case \${at%/}/ in "$found"/*) ;; *) continue ;; esac
    [ \${#target} -ge \${#TARGET} ] || continue
    rest=" $rest"; rest=\${rest#* - }
    TARGET=$target TYPE=\${rest%% *} OPTIONS=$options,\${rest##* }
  done 2>/dev/null </proc/self/mountinfo
}`;
