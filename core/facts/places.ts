import { shellQuote } from '../shell/shellQuote.ts';
import { type Fact, wholeNumber } from './fact.ts';
import { mountFunction } from './mountFunction.ts';

/** One directory on the way to a place that a service needs. */
export interface PlaceStep {
  readonly path: string;
  readonly kind: 'directory' | 'symlink' | 'other';
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
}

/** A directory that a service needs, as it is now: what of its path exists, and what it lies on. */
export interface Place {
  readonly path: string;
  /** From the root downwards, as far as it exists. */
  readonly steps: readonly PlaceStep[];
  /** Of the file system that it is or will be on. */
  readonly mountPoint: string;
  readonly fileSystem: string;
  readonly readOnly: boolean;
  readonly noExec: boolean;
  /** Entries other than `lost+found`; 0 where the directory is missing. */
  readonly entries: number;
  /** A file system of its own is mounted there with what mkfs leaves (`lost+found`). */
  readonly lostAndFound: boolean;
}

/** Makes the fact for a list of absolute paths. */
export function places(paths: readonly string[]): Fact<ReadonlyMap<string, Place>> {
  return {
    id: 'places',
    // One process for any number of places.
    command: `${mountFunction}
shopt -s nullglob dotglob
declare -A steps
wanted=(/)
steps_of() {
  local at= rest=\${1#/}
  path=(/)
  while [ -n "$rest" ]; do
    at=$at/\${rest%%/*}; case $rest in */*) rest=\${rest#*/} ;; *) rest= ;; esac
    path+=("$at")
  done
}
for d in ${paths.map(shellQuote).join(' ')}; do steps_of "$d"; wanted+=("\${path[@]:1}"); done
while IFS= read -r line; do steps[\${line%%$'\\t'*}]=$line; done < <(stat -c $'%n\\t%F\\t%a\\t%U\\t%G' -- "\${wanted[@]}" 2>/dev/null)
for d in ${paths.map(shellQuote).join(' ')}; do
  printf 'place\\t%s\\n' "$d"
  steps_of "$d"
  for at in "\${path[@]}"; do
    [ -n "\${steps[$at]-}" ] || break
    printf 'step\\t%s\\n' "\${steps[$at]}"
  done
  near=$d; while [ ! -d "$near" ]; do near=\${near%/*}; near=\${near:-/}; done
  mount_of "$near"
  printf 'mount\\t%s\\t%s\\t%s\\n' "$TARGET" "$TYPE" "$OPTIONS"
  [ -d "$d" ] || continue
  set -- "$d"/*
  [ -e "$d/lost+found" ] && shift
  printf 'entries\\t%s\\n' $#
  [ -d "$d/lost+found" ] && echo lost
done; true`,
    parse(output) {
      const found = new Map<string, Place>();
      for (const block of output.split(/^place\t/m).slice(1)) {
        const lines = block.split('\n');
        const path = lines[0] ?? '';
        if (!paths.includes(path)) continue;
        const rows = (kind: string) =>
          lines.filter((line) => line.startsWith(`${kind}\t`)).map((line) => line.split('\t').slice(1));
        const [mountPoint = '', fileSystem = '', options = ''] = (rows('mount')[0] ?? []).map(unescaped);
        const has = (option: string) => options.split(',').includes(option);
        const entries = rows('entries')[0]?.[0];
        found.set(path, {
          path,
          steps: rows('step').map(([at = '', kind, mode = '', owner = '', group = '']) => ({
            path: at,
            kind: kind === 'directory' ? 'directory' : kind === 'symbolic link' ? 'symlink' : 'other',
            mode: Number.parseInt(mode, 8),
            owner,
            group,
          })),
          mountPoint,
          fileSystem,
          readOnly: has('ro'),
          noExec: has('noexec'),
          entries: entries === undefined ? 0 : wholeNumber(entries, `${path} entries ${entries}`),
          lostAndFound: lines.includes('lost'),
        });
      }
      return found;
    },
  };
}

/** The kernel writes blanks and the like in a mount point as `\\040`. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
}

/**
 * The first directory of a path that an account may not pass through, by owner and mode; undefined when it may pass through all. Access lists
 * are not looked at. @param user whose group has its name, as Debian's service accounts have
 */
export function closedTo(place: Place, user: string): PlaceStep | undefined {
  return place.steps.find((step) => {
    if (step.kind === 'symlink') return false;
    if (step.path === place.path) return false;
    const bits = step.owner === user ? 0o100 : step.group === user ? 0o010 : 0o001;
    return step.kind === 'other' || (step.mode & bits) === 0;
  });
}
