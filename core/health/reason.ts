import { type PhraseValue, phraseText } from '../wording/phrase.ts';
import type { Reason } from './statusDocument.ts';

/** One thing that keeps a deployment from being healthy. */
export function reason(id: string, subject: string, said: PhraseValue): Reason {
  return { id, subject, message: phraseText(said), said };
}
