import { shellQuote } from '../shell/shellQuote.ts';
import type { Fact } from './fact.ts';

/** What earlier installations left on a host. */
export interface Leftovers {
  /** Directories that hold data: PostgreSQL clusters and etcd members. */
  readonly dataDirectories: readonly string[];
  /** Configuration files of the components. */
  readonly configurations: readonly string[];
  /** Active units of the components. */
  readonly units: readonly string[];
}

/** How earlier installations show. Paths are shell patterns. */
export interface LeftoverPlaces {
  /** @property with a folder in each that is data; without, whatever is not empty */
  readonly data: readonly { readonly paths: readonly string[]; readonly with?: string }[];
  readonly configurations: readonly string[];
  /** Names of files that packages bring, and which configure nothing. */
  readonly exceptConfigurations: readonly string[];
  /** Without `.service`; one with a star names all that are active. */
  readonly units: readonly string[];
}

/** Looks for data, configuration and running services of the components, whoever installed them. */
export function leftovers(places: LeftoverPlaces): Fact<Leftovers> {
  const plain = places.units.filter((unit) => !unit.includes('*'));
  const patterns = places.units.filter((unit) => unit.includes('*')).map((unit) => shellQuote(`${unit}.service`));
  return {
    id: 'leftovers',
    command: `${places.data.map(dataLoop).join('')}
for f in ${places.configurations.join(' ')}; do
  case $f in ${places.exceptConfigurations.map((name) => `*/${name}`).join(' | ')}) continue ;; esac
  if [ -s "$f" ]; then printf 'configuration\\t%s\\n' "$f"; fi
done
for u in ${plain.join(' ')}; do
  if systemctl -q is-active "$u.service" 2>/dev/null; then printf 'unit\\t%s\\n' "$u"; fi
done
systemctl list-units --plain --no-legend --state=active ${patterns.join(' ')} 2>/dev/null | while read -r u rest; do
  printf 'unit\\t%s\\n' "\${u%.service}"
done`,
    parse(output) {
      const found = { data: new Set<string>(), configuration: new Set<string>(), unit: new Set<string>() };
      for (const line of output.split('\n')) {
        const [kind, value] = line.split('\t');
        if (value !== undefined && (kind === 'data' || kind === 'configuration' || kind === 'unit'))
          found[kind].add(value);
      }
      return { dataDirectories: [...found.data], configurations: [...found.configuration], units: [...found.unit] };
    },
  };
}

function dataLoop(data: LeftoverPlaces['data'][number]): string {
  return `
for d in ${data.paths.join(' ')}; do
  [ -d "$d${data.with === undefined ? '' : `/${data.with}`}" ] || continue
  if [ -n "$(ls -A "$d" 2>/dev/null)" ]; then printf 'data\\t%s\\n' "$d"; fi
done`;
}
