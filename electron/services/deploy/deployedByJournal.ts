import { stat } from 'node:fs/promises';
import { type Deployed, deployedBy } from '../../../core/health/deployed.ts';
import { readJournal } from './journal.ts';

/**
 * Makes the question what a project has deployed, for who asks it again and again: the journal is read anew only after it has grown.
 * @param path of the project's `journal.jsonl`, which need not be there
 */
export function deployedByJournal(path: string): () => Promise<Deployed> {
  let knownBytes = -1;
  let known: Deployed = 'never';
  return async () => {
    const bytes = await stat(path).then(
      ({ size }) => size,
      () => 0,
    );
    if (bytes !== knownBytes) {
      known = deployedBy(await readJournal(path));
      knownBytes = bytes;
    }
    return known;
  };
}
