import { type Phrase, phraseText, type Wording } from '../../core/wording/phrase.ts';
import { useLanguage } from './language.ts';
import { phrasesInChinese } from './zh/phrases.ts';

const chinese: Wording = {
  template: (english) => phrasesInChinese[english] ?? english,
  between: '、',
  beforeLast: { and: '和', or: '或', comma: '、' },
};

/** Says what the core says, in the language of the window. */
export function usePhrase(): (phrase: Phrase) => string {
  const [language] = useLanguage();
  return language === 'zh' ? phraseInChinese : phraseText;
}

/** Says a phrase in Chinese. */
export function phraseInChinese(phrase: Phrase): string {
  return phraseText(phrase, chinese);
}
