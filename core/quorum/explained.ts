import { type Phrase, phraseText } from '../wording/phrase.ts';
import type { Explained } from './simulationResult.ts';

/** A reason as results carry it. */
export function explained(said: Phrase): Explained {
  return { reason: phraseText(said), said };
}
