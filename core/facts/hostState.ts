import type { Fact } from './fact.ts';

/** Where this program keeps what it knows about a host, on the host; only root may look inside. */
export const stateDirectory = '/var/lib/quorate';

/** What an earlier deployment left written about a host. */
export interface HostState {
  /** Project that owns the host; undefined on a host that this program has never changed. */
  readonly project: string | undefined;
  /** Name of the plan, for a person. */
  readonly planName: string | undefined;
  /** Packages that were not there before. */
  readonly packages: readonly string[];
  /** Files that were not there before. */
  readonly files: readonly string[];
  /** Data directories that were empty or missing when this program took them. */
  readonly directories: readonly string[];
  /** Directories made for files, outermost first. */
  readonly created: readonly string[];
  /** Per component, the checksum of each of its files when its service last started or reloaded with them. */
  readonly applied: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** An installation of packages was begun and not brought to its end. */
  readonly installing: boolean;
  /** Identities of the bundles that lie unpacked on the host. */
  readonly bundles: readonly string[];
  /** Bytes that have arrived of bundles whose upload was cut off, by identity. */
  readonly arriving: ReadonlyMap<string, number>;
  /** A major upgrade that was begun and neither finished nor taken back. */
  readonly majorUpgrade?: { readonly from: number; readonly to: number };
  /** A PostgreSQL that was there before, and whose data directory this deployment uses: that directory is not ours. */
  readonly adopted?: AdoptedServer;
}

/** A PostgreSQL of Debian's tools that became a member. */
export interface AdoptedServer {
  readonly major: number;
  /** As Debian's tools call it, such as `main`. */
  readonly name: string;
  readonly directory: string;
  readonly systemIdentifier: string;
  /** `begun`: it still runs by itself, or was just stopped. `taken`: Patroni runs it. `returning`: it is to run by itself again. */
  readonly state: 'begun' | 'taken' | 'returning';
}

/** Where a host keeps what is noted of an adoption, and what is needed to go back. Below the state directory. */
export const adoptionFiles = { note: 'adopted', kept: 'adoption' } as const;

/** Reads the state directory. */
export const hostState: Fact<HostState> = {
  id: 'state',
  command: `cd ${stateDirectory} 2>/dev/null || exit 0
lines() { local line; [ ! -f "$2" ] || while IFS= read -r line || [ -n "$line" ]; do printf '%s %s\\n' "$1" "$line"; done <"$2"; }
for f in owner packages files directories created; do lines "$f" "$f"; done
[ -e packages-before ] || [ -e units-masked ] && echo installing
for f in bundles/*/.verified; do f=\${f%/*}; [ -f "$f/.verified" ] && printf 'bundle %s\\n' "\${f##*/}"; done
for f in bundles/.arriving-*; do [ -f "$f" ] && printf 'arriving %s %s\\n' "\${f##*-}" "$(stat -c %s "$f")"; done
[ -f major-upgrade ] && sed -n 's/^\\(from\\|to\\)=/major &/p' major-upgrade
lines ${adoptionFiles.note} ${adoptionFiles.note}
for f in applied/*; do lines "applied \${f#applied/}" "$f"; done
true`,
  parse(output) {
    const lines = output.split('\n');
    const list = (key: string) =>
      lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
    const fields = (key: string) =>
      new Map(
        list(key)
          .filter((line) => line.includes('='))
          .map((line): [string, string] => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]),
      );
    const owner = fields('owner');
    const [from, to] = ['from', 'to'].map((key) => Number(/^\d{1,2}$/.exec(fields('major').get(key) ?? '')?.[0] ?? 0));
    const applied = new Map<string, Map<string, string>>();
    for (const line of list('applied')) {
      const match = /^([a-z-]+) ([0-9a-f]{64}) {2}(\/.+)$/.exec(line);
      if (match?.[1] === undefined || match[2] === undefined || match[3] === undefined) continue;
      const files = applied.get(match[1]) ?? new Map<string, string>();
      applied.set(match[1], files.set(match[3], match[2]));
    }
    return {
      project: owner.get('project'),
      planName: owner.get('plan'),
      packages: unique(list('packages')),
      files: unique(list('files')),
      directories: unique(list('directories')),
      created: unique(list('created')),
      applied,
      installing: lines.includes('installing'),
      bundles: list('bundle').filter((id) => /^[0-9a-f]{64}$/.test(id)),
      arriving: new Map(
        list('arriving').flatMap((line): [string, number][] => {
          const [, id, bytes] = /^([0-9a-f]{64}) (\d{1,12})$/.exec(line) ?? [];
          return id === undefined ? [] : [[id, Number(bytes)]];
        }),
      ),
      ...(from && to ? { majorUpgrade: { from, to } } : {}),
      ...adoptedOf(fields(adoptionFiles.note)),
    };
  },
};

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

function adoptedOf(fields: ReadonlyMap<string, string>): Pick<HostState, 'adopted'> {
  const [, major, name] = /^(\d{1,2})\/([^\s/]{1,63})$/.exec(fields.get('cluster') ?? '') ?? [];
  const directory = fields.get('directory') ?? '';
  const identifier = fields.get('identifier') ?? '';
  const state = (['begun', 'taken', 'returning'] as const).find((one) => one === fields.get('state'));
  if (name === undefined || state === undefined || !directory.startsWith('/') || !/^\d{1,20}$/.test(identifier))
    return {};
  return { adopted: { major: Number(major), name, directory, systemIdentifier: identifier, state } };
}
