import type { PhraseValue } from '../../core/wording/phrase.ts';
import { phraseInChinese } from '../../renderer/text/chinese.ts';

const words =
  'a an the is are was were be been has have had do does did not no none nothing nobody and or of to with without on in at by for from than that this these its it here there they which who will would could must may only another every other already unknown missing healthy unhealthy running stopped streaming reachable timeout refused local member members'.split(
    ' ',
  );
// A word in a path, an option, a setting or a unit is part of its name.
const english = new RegExp(`(?<![\\w./:=-])(?:${words.join('|')})(?![\\w/:=-]|\\.\\w)`, 'gi');

/**
 * The English words that are left when something is said in Chinese: in what no translation reaches, and in values that are words of a
 * language instead of names. Empty when all of it is Chinese.
 * @param names values that are allowed to look like words, such as a service called `local`
 */
export function englishLeft(said: PhraseValue, names: readonly string[] = []): readonly string[] {
  const text = phraseInChinese(said);
  return (text.match(english) ?? []).filter((word) => !names.includes(word)).map((word) => `${word}: ${text}`);
}
