import { shellQuote } from '../shell/shellQuote.ts';
import { type Fact, wholeNumber } from './fact.ts';

/**
 * Size in bytes of the file system that holds WAL, or will: of the directory's nearest parent that exists. The size and not what is free: that
 * changes with every table, and settings would follow it up and down. NaN where it could not be read.
 * @param directories where WAL may lie, the likeliest first; undefined on hosts without a member
 */
export function walDisk(directories: readonly string[]): Fact<number> {
  return {
    id: 'wal-disk',
    command: `d=
for one in ${directories.map(shellQuote).join(' ')}; do
  d=\${d:-$one}
  if [ -d "$one" ]; then d=$one; break; fi
done
[ -n "$d" ] || exit 0
while [ ! -d "$d" ]; do d=\${d%/*}; d=\${d:-/}; done
df -k --output=size -- "$d/." | { read -r _; read -r size && printf '%s\\n' "$size"; }`,
    parse(output) {
      return output.trim() === '' ? Number.NaN : wholeNumber(output.trim(), output) * 1024;
    },
  };
}
