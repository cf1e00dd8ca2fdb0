import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Verdict, verdicts } from '../../../core/health/verdict.ts';
import { writeFileAtomic } from '../projects/atomicFile.ts';

const healthSchema = z.object({ verdict: z.enum(verdicts), at: z.number().positive() });

/** How a project's clusters were when they were looked at last. */
export interface SeenHealth {
  readonly verdict: Verdict;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const everyMilliseconds = 60_000;

/** Keeps in the project's folder, `health.json`, how its clusters were seen last: at once when that changes, else once a minute. */
export class HealthRecord {
  readonly #path: string;
  #kept: SeenHealth | undefined;

  /** @param directory the project's folder */
  constructor(directory: string) {
    this.#path = healthPath(directory);
  }

  /** Takes in what is seen now. What cannot be written is not kept: nobody waits for it. */
  note(verdict: Verdict, at: number): void {
    if (verdict === 'waiting') return;
    if (this.#kept?.verdict === verdict && at - this.#kept.at < everyMilliseconds) return;
    this.#kept = { verdict, at };
    writeFileAtomic(this.#path, `${JSON.stringify(this.#kept)}\n`).catch(() => undefined);
  }
}

/** What was seen last of a project; undefined for one that was never looked at, and for a file that this version cannot read. */
export async function readHealth(directory: string): Promise<SeenHealth | undefined> {
  try {
    return healthSchema.parse(JSON.parse(await readFile(healthPath(directory), 'utf8')));
  } catch {
    return undefined;
  }
}

function healthPath(directory: string): string {
  return join(directory, 'health.json');
}
