import { z } from 'zod';
import { shellQuote } from '../shell/shellQuote.ts';
import type { Fact } from './fact.ts';
import { stateDirectory } from './hostState.ts';

/** Files in the state directory that a major upgrade keeps, and one that outlives it. */
export const majorFiles = {
  /** What is being done, how far it is: lines `key=value`. While it is there, nothing else may change the host. */
  note: 'major-upgrade',
  /** initdb's words for a data directory like the present one. */
  initdb: 'major-initdb',
  /** What the last `pg_upgrade --check` said. */
  findings: 'major-findings',
  /** Data directories of ours that nothing runs with: one that was prepared, and one that an upgrade left. */
  aside: 'aside',
} as const;

/** What a host has noted of a major upgrade that is under way. */
export interface MajorNote {
  readonly from: number;
  readonly to: number;
  /** `link`: both directories share their files. */
  readonly method: 'copy' | 'link';
  /** Name of the host that converts the data. */
  readonly host: string;
  /** System identifier of the cluster as it was. */
  readonly oldIdentifier: string;
  /** System identifier of the new cluster, once its data are whole; known on the host that converts. */
  readonly newIdentifier?: string;
  /** The new version was about to be started, or was: known on the host that converts. */
  readonly started: boolean;
  /** Statistics and extensions are done: known on the host that converts. */
  readonly settled: boolean;
}

/** A data directory by what pg_controldata says of it. */
export interface ControlData {
  readonly identifier: string;
  /** Such as `shut down` or `in production`. */
  readonly state: string;
  readonly timeline: number;
}

/** One of the two data directories of a member. */
export interface MajorDirectory {
  readonly entries: number;
  /** A PostgreSQL works in it. */
  readonly running: boolean;
  /** Undefined where there is no whole database. */
  readonly control: ControlData | undefined;
  /** Links in pg_tblspc. */
  readonly tablespaces: number;
  /** pg_wal is a link. */
  readonly walElsewhere: boolean;
}

/** What a major upgrade has to know of a member's host. */
export interface MajorState {
  readonly note: MajorNote | undefined;
  /** See `majorFiles.aside`. */
  readonly aside: readonly string[];
  readonly old: MajorDirectory;
  readonly target: MajorDirectory;
  /** Bytes that are free where the new directory comes to lie; undefined where nobody knows. */
  readonly freeBytes: number | undefined;
  /** Both directories lie on one file system. */
  readonly sameFileSystem: boolean;
}

const noDirectory: MajorDirectory = {
  entries: 0,
  running: false,
  control: undefined,
  tablespaces: 0,
  walElsewhere: false,
};

/** Where the two data directories of a member lie. */
export interface MajorPlaces {
  readonly oldDirectory: string;
  readonly oldMajor: number;
  readonly targetDirectory: string;
  readonly targetMajor: number;
}

/** Reads how far a major upgrade is on a host, and what there is for it. */
export function majorState({ oldDirectory, oldMajor, targetDirectory, targetMajor }: MajorPlaces): Fact<MajorState> {
  return {
    id: 'major-state',
    command: `cd ${stateDirectory} 2>/dev/null || exit 0
for f in ${majorFiles.note} ${majorFiles.aside}; do [ -f "$f" ] && sed "s/^/$f /" "$f"; done
cd /
look() {
  [ -d "$2" ] || return 0
  printf '%s entries %s\\n' "$1" "$(ls -A -- "$2" | grep -cvx lost+found)"
  printf '%s tablespaces %s\\n' "$1" "$(ls -A -- "$2/pg_tblspc" 2>/dev/null | grep -c .)"
  [ -L "$2/pg_wal" ] && echo "$1 wal-elsewhere yes"
  for one in $(pgrep -x postgres); do [ "/proc/$one/cwd" -ef "$2" ] && echo "$1 running yes" && break; done
  /usr/lib/postgresql/$3/bin/pg_controldata -D "$2" 2>/dev/null |
    sed -n "s/^Database system identifier: */$1 identifier /p; s/^Database cluster state: */$1 state /p; s/^Latest checkpoint's TimeLineID: */$1 timeline /p"
}
look old ${shellQuote(oldDirectory)} ${oldMajor}
look target ${shellQuote(targetDirectory)} ${targetMajor}
place=${shellQuote(targetDirectory)}
while [ ! -d "$place" ]; do place=\${place%/*}; [ -n "$place" ] || place=/; done
printf 'free %s\\n' "$(df -B1 --output=avail -- "$place" | tail -n 1 | tr -d ' ')"
[ "$(stat -c %d -- "$place")" = "$(stat -c %d -- ${shellQuote(oldDirectory)} 2>/dev/null)" ] && echo 'same yes'
true`,
    parse(output) {
      const lines = output.split('\n');
      const list = (key: string) =>
        lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
      const [free = ''] = list('free');
      return {
        note: noteOf(list(majorFiles.note)),
        aside: [...new Set(list(majorFiles.aside).filter((line) => line.startsWith('/')))],
        old: directoryOf(list('old')),
        target: directoryOf(list('target')),
        freeBytes: /^\d{1,18}$/.test(free) ? Number(free) : undefined,
        sameFileSystem: list('same').includes('yes'),
      };
    },
  };
}

function noteOf(lines: readonly string[]): MajorNote | undefined {
  const field = (key: string) => lines.findLast((line) => line.startsWith(`${key}=`))?.slice(key.length + 1) ?? '';
  const major = (key: string) => (/^\d{1,2}$/.test(field(key)) ? Number(field(key)) : undefined);
  const [from, to] = [major('from'), major('to')];
  const method = field('method');
  const host = field('host');
  const oldIdentifier = field('oldIdentifier');
  if (from === undefined || to === undefined || (method !== 'copy' && method !== 'link')) return undefined;
  if (!/^[\w.-]{1,255}$/.test(host) || !isIdentifier(oldIdentifier)) return undefined;
  const newIdentifier = field('newIdentifier');
  return {
    from,
    to,
    method,
    host,
    oldIdentifier,
    ...(isIdentifier(newIdentifier) ? { newIdentifier } : {}),
    started: lines.includes('started'),
    settled: lines.includes('settled'),
  };
}

function isIdentifier(text: string): boolean {
  return /^[1-9]\d{0,19}$/.test(text);
}

function directoryOf(lines: readonly string[]): MajorDirectory {
  if (lines.length === 0) return noDirectory;
  const field = (key: string) =>
    lines
      .find((line) => line.startsWith(`${key} `))
      ?.slice(key.length + 1)
      .trim() ?? '';
  const count = (key: string) => (/^\d{1,9}$/.test(field(key)) ? Number(field(key)) : 0);
  const identifier = field('identifier');
  return {
    entries: count('entries'),
    running: field('running') === 'yes',
    control: isIdentifier(identifier)
      ? { identifier, state: field('state').slice(0, 60), timeline: count('timeline') }
      : undefined,
    tablespaces: count('tablespaces'),
    walElsewhere: field('wal-elsewhere') === 'yes',
  };
}

/** Bytes of a data directory; undefined where it is too large to be counted in time. By itself, so that nothing else is lost with it. */
export function directoryBytes(directory: string): Fact<number | undefined> {
  return {
    id: 'directory-bytes',
    command: `[ -d ${shellQuote(directory)} ] && du -sb -- ${shellQuote(directory)} | cut -f 1; true`,
    parse: (output) => (/^\d{1,18}$/.test(output.trim()) ? Number(output.trim()) : undefined),
  };
}

/** An extension in a database. */
export interface DatabaseExtension {
  readonly database: string;
  readonly name: string;
  /** Debian's package that brings it to the present version; undefined where none does. */
  readonly package?: string;
  /** Its files are there for the new version. */
  readonly ready: boolean;
}

/** What is in the databases of the leader that keeps an upgrade from being done, or has to be made anew. */
export interface MajorContent {
  readonly databases: number;
  readonly extensions: readonly DatabaseExtension[];
  /** Logical replication slots, as `slot (database)`. */
  readonly logicalSlots: readonly string[];
}

const contentLine = z.union([
  z.object({ databases: z.number().int().nonnegative() }),
  z.object({ slot: z.string().max(200), database: z.string().max(200) }),
  z.object({ database: z.string().max(200), extension: z.string().max(200) }),
]);

/** Asks the PostgreSQL of a host, where it runs and is no replica. Undefined where it does not tell. @param sockets directory of its socket */
export function majorContent(
  { oldMajor, targetMajor }: MajorPlaces,
  sockets: string,
  port: number,
): Fact<MajorContent | undefined> {
  const psql = `runuser -u postgres -- psql -XqAt -v ON_ERROR_STOP=1 -h ${shellQuote(sockets)} -p ${port}`;
  const files = (major: number) => `/usr/share/postgresql/${major}/extension`;
  return {
    id: 'major-content',
    command: `[ "$(PGDATABASE=postgres ${psql} -c 'select pg_is_in_recovery()')" = f ] || exit 0
PGDATABASE=postgres ${psql} -c "select json_build_object('databases', count(*)) from pg_database" -c "select json_build_object('slot', slot_name, 'database', database) from pg_replication_slots where slot_type = 'logical'"
found=$(PGDATABASE=postgres ${psql} -c 'select datname from pg_database where datallowconn' | while IFS= read -r name; do
  PGDATABASE=$name ${psql} -c "select json_build_object('database', current_database(), 'extension', extname) from pg_extension" </dev/null
done)
printf '%s\\n' "$found"
printf '%s\\n' "$found" | sed -n 's/.*"extension" : "\\([A-Za-z0-9_-]*\\)".*/\\1/p' | sort -u | while read -r name; do
  [ -f "${files(targetMajor)}/$name.control" ] && echo "ready $name"
  dpkg-query -S "${files(oldMajor)}/$name.control" 2>/dev/null | sed -n "s/^\\([a-z0-9.+-]*\\)[:,].*/package $name \\1/p" | head -n 1
done
true`,
    parse(output) {
      const lines = output.split('\n');
      const ready = new Set(lines.flatMap((line) => /^ready ([\w-]+)$/.exec(line)?.[1] ?? []));
      const packages = new Map(
        lines.flatMap((line): [string, string][] => {
          const [, name, from] = /^package ([\w-]+) ([a-z0-9][a-z0-9.+-]*)$/.exec(line) ?? [];
          return name === undefined || from === undefined ? [] : [[name, from]];
        }),
      );
      let databases: number | undefined;
      const extensions: DatabaseExtension[] = [];
      const logicalSlots: string[] = [];
      for (const line of lines) {
        const found = contentLine.safeParse(jsonOf(line));
        if (!found.success) continue;
        const { data } = found;
        if ('databases' in data) databases = data.databases;
        else if ('slot' in data) logicalSlots.push(`${data.slot} (${data.database})`);
        else {
          const from = packages.get(data.extension);
          extensions.push({
            database: data.database,
            name: data.extension,
            ...(from === undefined ? {} : { package: from }),
            ready: ready.has(data.extension),
          });
        }
      }
      return databases === undefined ? undefined : { databases, extensions, logicalSlots };
    },
  };
}

function jsonOf(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

/** What the last `pg_upgrade --check` on the host printed and wrote: see `parsePgUpgrade`. Empty where there was none. */
export const majorFindings: Fact<string> = {
  id: 'major-findings',
  command: `cat ${stateDirectory}/${majorFiles.findings} 2>/dev/null; true`,
  parse: (output) => output.slice(0, 300_000),
};

/** Data directories of other major versions that lie aside on a host; see `majorFiles.aside`. Below Debian's place for them alone. */
export const asideDirectories: Fact<readonly string[]> = {
  id: 'aside-directories',
  command: `cat ${stateDirectory}/${majorFiles.aside} 2>/dev/null; true`,
  parse: (output) => [
    ...new Set(output.split('\n').filter((line) => /^\/var\/lib\/postgresql\/\d{1,2}\/[\w-]{1,63}$/.test(line))),
  ],
};
