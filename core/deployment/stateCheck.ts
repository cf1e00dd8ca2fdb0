import { type Phrase, phraseText } from '../wording/phrase.ts';

/** One check of a finished deployment. */
export interface StateCheck {
  readonly id: string;
  readonly ok: boolean;
  readonly message: string;
  /** The message with its values apart, for another language. */
  readonly said: Phrase;
}

/** A check with its message in English. */
export function stateCheck(id: string, ok: boolean, said: Phrase): StateCheck {
  return { id, ok, message: phraseText(said), said };
}
