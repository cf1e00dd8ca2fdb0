import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StepResult } from '../../../core/deployment/step.ts';
import type { ProcedureId } from '../../../core/procedures/procedureId.ts';
import type { PhraseValue } from '../../../core/wording/phrase.ts';
import { syncFolder } from '../projects/atomicFile.ts';
import type { ProcessPlace } from '../projects/lockOwner.ts';

/** One line of the journal. A `begin` without an `end` of the same run and step is unknown: only the host can tell. */
export type JournalEntry =
  | {
      readonly event: 'run';
      readonly run: string;
      readonly what: ProcedureId;
      readonly plan: string;
      /** It only computed its steps. Journals of earlier versions do not tell. */
      readonly dryRun?: true;
      /** Who, and in which process: earlier versions do not tell. */
      readonly operator?: string;
      readonly at?: ProcessPlace;
      /** The hosts that it may change. */
      readonly hosts?: readonly string[];
      /** Hosts of the plan that a person left out by name. */
      readonly without?: readonly string[];
      /** The cluster that it is about. */
      readonly cluster?: string;
    }
  /** Hosts that could not be reached when the run began: they are neither locked nor changed. */
  | { readonly event: 'unreachable'; readonly run: string; readonly hosts: readonly string[] }
  /** Checks of hosts that failed, and that a person accepted by name. */
  | {
      readonly event: 'accepted';
      readonly run: string;
      readonly checks: readonly { readonly check: string; readonly host: string; readonly message: string }[];
    }
  /** A part of the procedure begins that is done as a whole. */
  | { readonly event: 'stage'; readonly run: string; readonly stage: string }
  | { readonly event: 'begin'; readonly run: string; readonly step: string; readonly host: string }
  | {
      readonly event: 'end';
      readonly run: string;
      readonly step: string;
      readonly host: string;
      readonly result: StepResult;
      readonly seconds: number;
      readonly message?: string;
    }
  | {
      readonly event: 'finished';
      readonly run: string;
      readonly ok: boolean;
      /** Where it is no failure: it was refused before anything was changed, or stopped because somebody asked. */
      readonly how?: 'refused' | 'stopped';
      /** Why it did not come to a good end, also with its values apart. */
      readonly message?: string;
      readonly said?: PhraseValue;
    }
  /** Said of an earlier run that had no end when another one held the locks: nobody knows what became of its last steps. */
  | { readonly event: 'unknown'; readonly run: string; readonly steps: readonly string[] };

export type StoredEntry = JournalEntry & { readonly time: string };

/** The record of all runs of a project, `journal.jsonl` in its folder: one JSON document per line, each on the disk before what it announces happens. */
export class Journal {
  readonly #handle: FileHandle;
  readonly #redact: (text: string) => string;
  readonly #now: () => Date;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(handle: FileHandle, redact: (text: string) => string, now: () => Date) {
    this.#handle = handle;
    this.#redact = redact;
    this.#now = now;
  }

  static async open(path: string, redact: (text: string) => string, now = () => new Date()): Promise<Journal> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const handle = await open(path, 'a', 0o600);
    // A line that a killed run left half-written must not swallow the next one.
    const { size } = await handle.stat();
    if (size > 0 && !(await readFile(path, 'utf8')).endsWith('\n')) await handle.write('\n');
    await syncFolder(dirname(path));
    return new Journal(handle, redact, now);
  }

  /** Resolves when the entries are on the disk. */
  write(entries: readonly JournalEntry[]): Promise<void> {
    const time = this.#now().toISOString();
    const text = entries.map((entry) => `${this.#redact(JSON.stringify({ time, ...entry }))}\n`).join('');
    const mine = this.#turn.then(async () => {
      await this.#handle.write(text);
      await this.#handle.datasync();
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#handle.close();
  }
}

/** All entries of a journal, oldest first; half-written lines are left out. */
export async function readJournal(path: string): Promise<readonly StoredEntry[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return text.split('\n').flatMap((line): StoredEntry[] => {
    try {
      return line === '' ? [] : entryOf(JSON.parse(line));
    } catch {
      return [];
    }
  });
}

function entryOf(read: Partial<StoredEntry> | null): StoredEntry[] {
  const fits = typeof read?.event === 'string' && typeof read.run === 'string' && typeof read.time === 'string';
  return fits ? [read as StoredEntry] : [];
}
