import { type PhraseValue, phraseText, type Wording } from '../../core/wording/phrase.ts';
import { phrasesInChinese } from './zh/phrases.ts';

export { zh } from './zh.ts';

/*
 * Everything that is Chinese: loaded when somebody reads it, since it is as much as the rest of the first screen's text and more.
 */

const chinese: Wording = {
  template: (english) => phrasesInChinese[english] ?? english,
  between: '、',
  beforeLast: { and: ' 和 ', or: ' 或 ', comma: '、' },
};

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
