import { type Phrase, phraseText } from '../../../core/wording/phrase.ts';

export const bundleProblemCodes = [
  'bundle-unreadable',
  'bundle-truncated',
  'bundle-header-damaged',
  'bundle-trailing-data',
  'bundle-format-version',
  'bundle-manifest-invalid',
  'bundle-entry-damaged',
  'bundle-entry-missing',
  'bundle-entry-unknown',
  'bundle-entry-twice',
  'bundle-wrong-release',
  'bundle-wrong-architecture',
] as const;

/** One thing that is wrong with a bundle. */
export interface BundleProblem {
  readonly code: (typeof bundleProblemCodes)[number];
  /** The entry that it was found in; the file itself when that is all that can be said. */
  readonly entry: string;
  readonly message: string;
  /** The message with its values apart, for another language. */
  readonly said: Phrase;
}

/** What a problem says, in words and in the phrase that they are. */
export function told(said: Phrase): Pick<BundleProblem, 'message' | 'said'> {
  return { message: phraseText(said), said };
}
