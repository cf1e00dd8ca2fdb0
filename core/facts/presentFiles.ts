import { shellQuote } from '../shell/shellQuote.ts';
import type { Fact } from './fact.ts';

/** Which of the given files a host has. */
export function presentFiles(paths: readonly string[]): Fact<ReadonlySet<string>> {
  const asked = new Set(paths);
  return {
    id: 'present-files',
    command: `for f in ${paths.map(shellQuote).join(' ')}; do [ ! -f "$f" ] || printf '%s\\n' "$f"; done`,
    parse: (output) => new Set(output.split('\n').filter((line) => asked.has(line))),
  };
}
