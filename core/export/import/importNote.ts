import { printable } from '../../shell/printable.ts';
import { type Phrase, phraseText } from '../../wording/phrase.ts';

export interface ImportNote {
  readonly level: 'understood' | 'defaulted' | 'ignored';
  /** Where it stands in the inventory, or the field of the plan that got a default. */
  readonly path: string;
  readonly message: string;
  /** The message with its values apart, for another language. */
  readonly said: Phrase;
  /** Where it went in the plan. */
  readonly plan?: string | undefined;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

export function noteOf(
  level: ImportNote['level'],
  path: string,
  said: Phrase,
  more: Pick<ImportNote, 'plan' | 'file' | 'line'> = {},
): ImportNote {
  const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
  return { level, path: printable(path, 300), message: phraseText(said), said, ...given };
}

/** What was ignored first, then what was defaulted: these want to be looked at. */
export function inOrder(notes: readonly ImportNote[]): readonly ImportNote[] {
  const levels = ['ignored', 'defaulted', 'understood'];
  return notes.toSorted((one, other) => levels.indexOf(one.level) - levels.indexOf(other.level));
}
