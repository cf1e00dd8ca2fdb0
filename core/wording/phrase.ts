/**
 * A sentence with its values apart from its words, so that it can be said in another language. The template holds `{0}`, `{1}` ... where the
 * values go and is the key by which translations find it. A value is a name, a number, a phrase of its own or a list of those: never an
 * English word, which no translation could reach.
 */
export interface Phrase {
  readonly template: string;
  readonly values: readonly PhraseValue[];
}

export type PhraseValue = string | number | Phrase | PhraseList;

/** Things to name one after the other: `a`, `a and b`, `a, b and c`; with `comma`, `a, b, c`. */
export interface PhraseList {
  readonly list: readonly PhraseValue[];
  readonly joined: Joint;
}

export type Joint = 'and' | 'or' | 'comma';

/** How a language says phrases: what a template is in it, and what stands between the things of a list. */
export interface Wording {
  readonly template: (english: string) => string;
  readonly between: string;
  readonly beforeLast: Readonly<Record<Joint, string>>;
}

const english: Wording = {
  template: (template) => template,
  between: ', ',
  beforeLast: { and: ' and ', or: ' or ', comma: ', ' },
};

/** Stands where a value is empty and would leave a gap in a sentence. */
const nothing = '–';

/** Makes a phrase of a template literal: say`etcd has ${count} members` has the template `etcd has {0} members`. */
export function say(words: TemplateStringsArray, ...values: readonly PhraseValue[]): Phrase {
  return { template: words.map((word, index) => (index === 0 ? word : `{${index - 1}}${word}`)).join(''), values };
}

/** Makes a phrase of a sentence that stands in data of the program (resources/), without values. */
export function sayAsWritten(sentence: string): Phrase {
  return { template: sentence, values: [] };
}

/** A list of things for a phrase. */
export function listOf(list: readonly PhraseValue[], joined: Joint = 'and'): PhraseList {
  return { list, joined };
}

/** Things to say one below the other. */
export function linesOf(things: readonly PhraseValue[]): PhraseValue {
  const [first = '', ...rest] = things;
  return rest.reduce<PhraseValue>((above, one) => say`${above}\n${one}`, first);
}

/** Writes a phrase, in English unless told how another language says it. */
export function phraseText(phrase: PhraseValue, wording: Wording = english): string {
  if (typeof phrase === 'string' || typeof phrase === 'number') return String(phrase);
  if ('list' in phrase) {
    const things = phrase.list.map((one) => phraseText(one, wording));
    const last = things.at(-1) ?? '';
    if (things.length < 2) return last;
    return `${things.slice(0, -1).join(wording.between)}${wording.beforeLast[phrase.joined]}${last}`;
  }
  const template = wording.template(phrase.template);
  return template.replaceAll(/\{(\d+)\}/g, (place, index: string, offset: number) => {
    const value = phrase.values[Number(index)];
    if (value === undefined) return place;
    const text = phraseText(value, wording);
    if (text.trim() === '') return isWord(phrase.template, place) ? nothing : text;
    return fitted(text, template[offset + place.length] ?? '') || nothing;
  });
}

/**
 * Whether a value stands as a word in the sentence: empty, it would leave a gap. One that touches something, such as an option of a command,
 * may be empty. Asked of the English, since not every language parts its words.
 */
function isWord(template: string, place: string): boolean {
  const at = template.indexOf(place);
  const [before, after] = [template[at - 1] ?? '', template[at + place.length] ?? ''];
  return template !== place && /^[\s("'“‘[]?$/.test(before) && /^[\s.,;:!?)"'”’\]]?$/.test(after);
}

/** A value before what follows it. Values come from plans, hosts and other programs: one that ends its line or a sentence does not end it twice. */
function fitted(text: string, after: string): string {
  if (!/^[.,;:!?)"'”’\]）：，。、；！？]$/.test(after)) return text;
  const trimmed = text.trimEnd();
  return /[.。]/.test(after) ? trimmed.replace(/[.。]$/, '') : trimmed;
}
