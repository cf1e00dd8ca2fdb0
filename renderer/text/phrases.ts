import { type PhraseValue, phraseText, type Wording } from '../../core/wording/phrase.ts';
import { currentLanguage, useLanguage } from './language.ts';
import { phrasesInChinese } from './zh/phrases.ts';

const chinese: Wording = {
  template: (english) => phrasesInChinese[english] ?? english,
  between: '、',
  beforeLast: { and: ' 和 ', or: ' 或 ', comma: '、' },
};

/** Says what the core says, in the language of the window. */
export function usePhrase(): (phrase: PhraseValue) => string {
  const [language] = useLanguage();
  return language === 'zh' ? phraseInChinese : phraseText;
}

/** Says it outside of the page's parts, in the language of this moment. */
export function phraseNow(phrase: PhraseValue): string {
  return currentLanguage() === 'zh' ? phraseInChinese(phrase) : phraseText(phrase);
}

/** Says a phrase in Chinese. */
export function phraseInChinese(phrase: PhraseValue): string {
  return spaced(phraseText(phrase, chinese));
}

/** Chinese and Latin words stand apart, Chinese words do not; which a value is, its template cannot know. */
function spaced(text: string): string {
  return text
    .replaceAll(/(?<=\p{Script=Han}) +(?=\p{Script=Han})/gu, '')
    .replaceAll(/(?<=\p{Script=Han})(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=\p{Script=Han})/gu, ' ');
}
