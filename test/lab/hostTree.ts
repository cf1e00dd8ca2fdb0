/**
 * Where a host writes whoever works on it: runtime, logs, caches, what systemd keeps of its own, and the notes of dpkg, apt and ucf about themselves. The
 * packages are compared by name and version.
 */
const passing = [
  '/dev',
  '/proc',
  '/run',
  '/sys',
  '/tmp',
  '/var/backups',
  '/var/cache',
  '/var/lib/apt',
  '/var/lib/dpkg',
  '/var/lib/systemd',
  '/var/lib/ucf',
  '/var/log',
  '/var/tmp',
];

/** Copies that programs keep of a file beside it, what they build of others, and the links of SysV init, which systemd turns and does not read. */
const beside =
  '^(/etc/(passwd|shadow|group|gshadow|subuid|subgid)-|/etc/ld[.]so[.]cache|/etc/[.]pwd[.]lock|/etc/rc[0-9S][.]d/[^ ]*) ';

const kept = '/var/tmp/quorate-tree';

/** Every file with its kind, mode, owners, and target or digest. */
const functions = `leave_out() { find / -xdev \\( ${passing.map((path) => `-path ${path}`).join(' -o ')} \\) -prune -o "$@"; }
tree() {
  { leave_out -printf '%p %y %m %U:%G %l\\n'
    leave_out -type f -print0 | xargs -0 sha256sum | sed -E 's/^([0-9a-f]{64})  (.*)/\\2 \\1/'
  } | grep -vE '${beside}' | LC_ALL=C sort
}
packages() { dpkg-query -W -f '\${Package} \${Version} \${db:Status-Abbrev}\\n' | LC_ALL=C sort; }`;

/** A command that keeps on a host what is there, for \`treeChanges\`. */
export const keepTree = `${functions}
tree >${kept}.before; packages >${kept}.packages; wc -l <${kept}.before`;

/**
 * A command that prints what of a host is not as it was kept, a line each; nothing when all of it is. Packages that were there and have a newer version now
 * are none of it, with their files: the versions of before are in no archive.
 */
export const treeChanges = `${functions}
tree >${kept}.after; packages >${kept}.packages-after
for package in $(LC_ALL=C comm -13 ${kept}.packages ${kept}.packages-after | cut -d ' ' -f 1); do
  grep -q "^$package " ${kept}.packages && dpkg -L "$package"
done | sed -E 's#^/(bin|sbin|lib|lib64)/#/usr/\\1/#' >${kept}.newer
compare() { LC_ALL=C comm -23 "$1" "$2" | sed 's/^/- /'; LC_ALL=C comm -13 "$1" "$2" | sed 's/^/+ /'; }
compare ${kept}.before ${kept}.after | awk 'NR == FNR { newer[$0]; next } !($2 in newer)' ${kept}.newer -
cut -d ' ' -f 1,3- ${kept}.packages >${kept}.names; cut -d ' ' -f 1,3- ${kept}.packages-after >${kept}.names-after
compare ${kept}.names ${kept}.names-after`;
