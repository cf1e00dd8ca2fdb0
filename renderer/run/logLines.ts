import { type Phrase, phraseText } from '../../core/wording/phrase.ts';
import type { RunEntry } from '../../electron/api/streamTypes.ts';

export interface LogLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly host: string;
  readonly step: string;
  readonly kind: 'output' | 'begin' | 'done' | 'failed' | 'note';
  readonly text: string;
  /** The text for another language, where it is not the host's own. */
  readonly said?: Phrase;
}

/**
 * What a run printed, line by line. It grows in place: a hundred thousand lines are not copied for each one that comes. `version` changes with
 * every change.
 */
export class LogLines {
  version = 0;
  readonly all: LogLine[] = [];
  readonly #byHost = new Map<string, LogLine[]>();
  #lastSeq = 0;

  /** The lines of one host, or all. */
  of(host: string | undefined): readonly LogLine[] {
    return host === undefined ? this.all : (this.#byHost.get(host) ?? []);
  }

  /** Takes in what a run told; what was taken in before is left out. */
  take(entries: readonly RunEntry[]): void {
    for (const entry of entries) {
      if (entry.seq <= this.#lastSeq) continue;
      this.#lastSeq = entry.seq;
      for (const line of linesOf(entry)) this.#add(line);
    }
    this.version += 1;
  }

  #add(line: LogLine): void {
    this.all.push(line);
    const own = this.#byHost.get(line.host);
    if (own === undefined) this.#byHost.set(line.host, [line]);
    else own.push(line);
  }
}

function linesOf({ at, event }: RunEntry): readonly LogLine[] {
  if (event.type !== 'deploy') return [];
  const told = event.event;
  switch (told.code) {
    case 'output':
      return told.lines.map((text) => ({ at, host: told.host, step: told.id, kind: 'output', text }));
    case 'step-begin':
      return [{ at, host: told.host, step: told.id, kind: 'begin', text: told.title, said: told.said }];
    case 'step-end': {
      const kind = told.result === 'done' ? 'done' : 'failed';
      return [{ at, host: told.host, step: told.id, kind, text: `${told.id} ${told.seconds.toFixed(1)} s` }];
    }
    case 'waiting':
      return [{ at, host: told.host, step: '', kind: 'note', text: told.message, said: told.said }];
    case 'noted':
      return [{ at, host: told.host ?? '', step: '', kind: 'note', text: phraseText(told.said), said: told.said }];
    default:
      return [];
  }
}
