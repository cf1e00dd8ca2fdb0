import { join } from 'node:path';
import { type PastRun, pastRuns } from '../../../core/procedures/history.ts';
import { processGone } from '../projects/lockOwner.ts';
import { readJournal } from './journal.ts';

/** A run on a computer that cannot be asked from here counts as under way for this long after its last line: single steps take that long. */
const patienceMilliseconds = 10 * 60_000;

/** Every run of a project, newest first, whoever began it. @param directory the project's folder */
export async function readHistory(directory: string): Promise<readonly PastRun[]> {
  return pastRuns(await readJournal(join(directory, 'journal.jsonl')), runGoesOn(Date.now()));
}

/** Makes what judges whether a run without an end goes on, as `pastRuns` asks it. @param now milliseconds since the epoch */
export function runGoesOn(now: number): Parameters<typeof pastRuns>[1] {
  return (place, lastTime) => {
    const gone = place === undefined ? undefined : processGone(place);
    return gone === undefined ? now - Date.parse(lastTime) < patienceMilliseconds : !gone;
  };
}
