import type { Fact } from './fact.ts';

/** Those of the given data directories that initdb or pg_basebackup is filling just now. */
export function makingData(directories: readonly string[]): Fact<readonly string[]> {
  return {
    id: 'making-data',
    command: `for p in $(pgrep -x 'initdb|pg_basebackup'); do tr '\\0' '\\n' <"/proc/$p/cmdline"; done | tr '=' '\\n'; true`,
    parse: (output) => directories.filter((directory) => output.split('\n').includes(directory)),
  };
}
