import type { MajorContent, MajorNote } from '../../facts/majorState.ts';
import type { Interruption } from '../procedure.ts';

/** What is copied in a second, at best, as a rule and at worst: a fast disk, a usual one, one of a busy machine. */
const copyBytesPerSecond = { min: 1_000_000_000, typical: 200_000_000, worst: 40_000_000 };

/**
 * How long nobody can read or write while data change their major version: stopping, pg_upgrade (it dumps and loads the definitions of each database, one or two
 * seconds of each), copying, and the start under Patroni with the time until HAProxy sees it. The worst is what three lab hosts took on a machine of two processors
 * that had twenty things to do at once: 181 seconds for 50 MB.
 * @param bytes of the data directory; counts for copies only
 */
export function majorStop(
  bytes: number | undefined,
  content: Pick<MajorContent, 'databases'> | undefined,
  method: MajorNote['method'],
): Interruption {
  const more = Math.max(0, (content?.databases ?? 3) - 3);
  const copied = method === 'copy' ? (bytes ?? 0) : 0;
  return {
    minSeconds: Math.round(10 + 0.3 * more + copied / copyBytesPerSecond.min),
    typicalSeconds: Math.round(30 + more + copied / copyBytesPerSecond.typical),
    worstSeconds: Math.round(240 + 4 * more + copied / copyBytesPerSecond.worst),
  };
}
