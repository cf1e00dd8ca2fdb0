import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Phrase, say } from '../../../core/wording/phrase.ts';
import type { ShownDeployEvent } from './shownEvent.ts';

/** One entry of a log as it was read: anything may be in it. */
export interface LoggedLine {
  /** Counted from 1. */
  readonly line: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly event: unknown;
}

/** Logs that are kept of one project; the oldest go. */
export const maxRunLogs = 200;
const mebibyte = 1 << 20;
/** What one log may hold: beyond the first, what hosts print is left out; beyond the second, everything. */
const maxPrintedBytes = 8 * mebibyte;
const maxBytes = 16 * mebibyte;

/**
 * What one run told, `runs/ID.jsonl` in the project's folder, for whoever looks at it later: one JSON document per line. Nothing that goes wrong here
 * reaches the run: a log that cannot be written is not there.
 */
export class RunLog {
  readonly #redact: (text: string) => string;
  readonly #handle: FileHandle | undefined;
  #pending: string[] = [];
  #flushing: Promise<void> | undefined;
  #bytes = 0;
  #left = 0;

  private constructor(handle: FileHandle | undefined, redact: (text: string) => string) {
    this.#handle = handle;
    this.#redact = redact;
  }

  /**
   * Begins the log of a run and removes the oldest ones.
   * @param directory the project's folder
   * @param redact takes secrets out of a text
   */
  static async open(directory: string, run: string, redact: (text: string) => string): Promise<RunLog> {
    try {
      const folder = join(directory, 'runs');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const handle = await open(join(folder, `${run}.jsonl`), 'a', 0o600);
      await removeOldest(folder).catch(() => undefined);
      return new RunLog(handle, redact);
    } catch {
      return new RunLog(undefined, redact);
    }
  }

  /** Takes in what the run tells. It is in the file a moment later. */
  write(event: ShownDeployEvent): void {
    if (this.#handle === undefined) return;
    try {
      const line = lineOf(event, this.#redact);
      const most = event.code === 'output' ? maxPrintedBytes : maxBytes;
      if (this.#bytes + line.length > most) {
        if (this.#left === 0) this.#say(fullSaid);
        this.#left += 1;
      } else this.#add(line);
    } catch {
      // What cannot be written is not kept.
    }
  }

  /** Resolves when everything is in the file. */
  async close(): Promise<void> {
    if (this.#left > 0) this.#say(say`${this.#left} entries were left out of this log.`);
    await this.#flushing;
    await this.#handle?.close().catch(() => undefined);
  }

  #say(said: Phrase): void {
    this.#add(lineOf({ code: 'noted', host: undefined, said }, (text) => text));
  }

  #add(line: string): void {
    this.#bytes += line.length;
    this.#pending.push(line);
    this.#flushing ??= this.#flush();
  }

  /** What comes while the disk is busy goes with the next turn. */
  async #flush(): Promise<void> {
    while (this.#pending.length > 0) {
      const text = this.#pending.join('');
      this.#pending = [];
      await this.#handle?.appendFile(text).catch(() => undefined);
    }
    this.#flushing = undefined;
  }
}

/**
 * Reads a part of a run's log. A line that a killed program left half-written is left out.
 * @param slice how many lines at most, and after which one
 * @returns undefined when there is no log of that run (any more); `more` when the log goes on after the last line that was read
 */
export async function readRunLog(
  directory: string,
  run: string,
  { afterLine, limit }: { readonly afterLine: number; readonly limit: number },
): Promise<{ readonly lines: readonly LoggedLine[]; readonly lastLine: number; readonly more: boolean } | undefined> {
  const path = join(directory, 'runs', `${run}.jsonl`);
  if (!isRunId(run) || !(await stat(path).catch(() => undefined))?.isFile()) return undefined;
  const lines: LoggedLine[] = [];
  let number = 0;
  const reader = createInterface({ input: createReadStream(path, 'utf8') });
  try {
    for await (const text of reader) {
      number += 1;
      if (number <= afterLine) continue;
      if (number > afterLine + limit) return { lines, lastLine: number - 1, more: true };
      const read = parsed(text);
      if (read !== undefined) lines.push({ line: number, ...read });
    }
  } finally {
    reader.close();
  }
  return { lines, lastLine: number, more: false };
}

const fullSaid = say`The log of this run is full (${maxPrintedBytes / mebibyte} MiB): what hosts print from here on is not kept.`;

function lineOf(event: ShownDeployEvent, redact: (text: string) => string): string {
  return `${redact(JSON.stringify({ at: Date.now(), event }))}\n`;
}

function parsed(text: string): { readonly at: number; readonly event: unknown } | undefined {
  try {
    const { at, event } = JSON.parse(text) as { at: unknown; event: unknown };
    return typeof at === 'number' && Number.isFinite(at) ? { at, event } : undefined;
  } catch {
    return undefined;
  }
}

/** Nothing else may become the name of a file. */
function isRunId(run: string): boolean {
  return /^[0-9a-f-]{36}$/.test(run);
}

async function removeOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
  if (names.length <= maxRunLogs) return;
  const dated = await Promise.all(
    names.map(async (name) => ({ name, changed: (await stat(join(folder, name))).mtimeMs })),
  );
  dated.sort((one, other) => other.changed - one.changed);
  for (const { name } of dated.slice(maxRunLogs)) await rm(join(folder, name), { force: true });
}
