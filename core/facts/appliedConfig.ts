import { shellQuote } from '../shell/shellQuote.ts';
import type { Fact } from './fact.ts';

/** Patroni's copy of the dynamic configuration in a data directory. */
export const appliedConfigFile = 'patroni.dynamic.json';

/**
 * The dynamic configuration that this member's Patroni works with. Patroni (3.0.2 and 4.0.7, `_run_cycle`) writes it into the data directory at the end
 * of the cycle in which it has read a new one, after PostgreSQL has reloaded and the flag of pending restarts is set: what etcd holds may
 * be newer. Undefined when there is none or it cannot be read.
 * @param directories data directories that the member may have
 */
export function appliedConfig(directories: readonly string[]): Fact<unknown> {
  const files = directories.map((directory) => shellQuote(`${directory}/${appliedConfigFile}`)).join(' ');
  return {
    id: 'applied-config',
    command: `for f in ${files}; do [ -f "$f" ] && cat -- "$f" && break; done; true`,
    parse(output) {
      try {
        return JSON.parse(output) as unknown;
      } catch {
        return undefined;
      }
    },
  };
}
