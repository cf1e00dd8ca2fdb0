import { shellQuote } from '../shell/shellQuote.ts';
import type { Fact } from './fact.ts';

/** Makes the fact that resolves names on a host as its programs would. The result holds every name, with no address when it does not resolve. */
export function nameResolution(names: readonly string[]): Fact<ReadonlyMap<string, readonly string[]>> {
  return {
    id: 'name-resolution',
    command: names
      .map(
        (name) =>
          `printf 'name\\t%s\\t%s\\n' ${shellQuote(name)} "$(timeout 5 getent ahosts ${shellQuote(name)} 2>/dev/null | awk '{ print $1 }' | sort -u | tr '\\n' ' ')"`,
      )
      .join('\n'),
    parse(output) {
      const found = new Map<string, readonly string[]>(names.map((name) => [name, []]));
      for (const line of output.split('\n')) {
        const [kind, name, addresses] = line.split('\t');
        if (kind === 'name' && name !== undefined && found.has(name)) {
          found.set(name, (addresses ?? '').trim().split(' ').filter(Boolean));
        }
      }
      return found;
    },
  };
}
