import { type PhraseValue, phraseText } from '../../core/wording/phrase.ts';
import { currentLanguage, loadedChinese, useLanguage } from './language.ts';

/** Says what the core says, in the language of the window. */
export function usePhrase(): (phrase: PhraseValue) => string {
  const [language] = useLanguage();
  return wordsOf(language);
}

/** Says it outside of the page's parts, in the language of this moment. */
export function phraseNow(phrase: PhraseValue): string {
  return wordsOf(currentLanguage())(phrase);
}

function wordsOf(language: 'en' | 'zh'): (phrase: PhraseValue) => string {
  // A window speaks Chinese only once it is loaded.
  return language === 'zh' ? (loadedChinese()?.phraseInChinese ?? phraseText) : phraseText;
}
