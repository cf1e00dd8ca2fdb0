import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type LeaderChange, mergeChanges } from '../../../core/health/leaderChanges.ts';
import { writeFileAtomic } from '../projects/atomicFile.ts';
import { withFileLock } from '../projects/fileLock.ts';

const name = z.string().max(200);
const changeSchema = z.object({
  cluster: name,
  from: name.nullable(),
  to: name,
  at: z.number(),
  seconds: z.number().nullable(),
  hostLost: z.boolean().nullable(),
  timeline: z.number().nullable(),
  source: z.enum(['seen', 'patroni']),
});

/** The changes of the leaders that a project knows of, `leader-changes.json` in its folder: at most 100, rewritten as a whole. */
export class LeaderLog {
  readonly #path: string;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param directory the project's folder */
  constructor(directory: string) {
    this.#path = join(directory, 'leader-changes.json');
  }

  /** What is kept, oldest first. A file that somebody has damaged counts as empty. @throws Error when it cannot be read */
  async read(): Promise<readonly LeaderChange[]> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    try {
      return z.array(changeSchema).max(1000).parse(JSON.parse(text));
    } catch {
      return [];
    }
  }

  /**
   * Adds what is new; another program may have added something meanwhile.
   * @returns all that is kept now
   * @throws Error when it cannot be written
   */
  add(changes: readonly LeaderChange[]): Promise<readonly LeaderChange[]> {
    const mine = this.#turn.then(() =>
      withFileLock(`${this.#path}.lock`, async () => {
        const kept = await this.read();
        const all = mergeChanges(kept, changes);
        if (all !== kept) await writeFileAtomic(this.#path, `${JSON.stringify(all, null, 1)}\n`);
        return all;
      }),
    );
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}
