import { stat } from 'node:fs/promises';
import { type Deployed, deployedBy } from '../../../core/health/deployed.ts';
import { type LeftOutHost, leftOutHosts } from '../../../core/health/leftOut.ts';
import { readJournal, type StoredEntry } from '../procedures/journal.ts';

/**
 * Makes the question what a project has deployed, for who asks it again and again: the journal is read anew only after it has grown.
 * @param path of the project's `journal.jsonl`, which need not be there
 */
export function deployedByJournal(path: string): () => Promise<Deployed> {
  return byJournal(path, deployedBy);
}

/** The same for the hosts that were left out and are still to be made good. */
export function leftOutByJournal(path: string): () => Promise<readonly LeftOutHost[]> {
  return byJournal(path, leftOutHosts);
}

function byJournal<T>(path: string, judge: (lines: readonly StoredEntry[]) => T): () => Promise<T> {
  let knownBytes = -1;
  let known = judge([]);
  return async () => {
    const bytes = await stat(path).then(
      ({ size }) => size,
      () => 0,
    );
    if (bytes !== knownBytes) {
      known = judge(await readJournal(path));
      knownBytes = bytes;
    }
    return known;
  };
}
