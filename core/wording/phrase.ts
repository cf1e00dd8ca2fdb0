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
  return wording.template(phrase.template).replaceAll(/\{(\d+)\}/g, (place, index: string) => {
    const value = phrase.values[Number(index)];
    return value === undefined ? place : phraseText(value, wording);
  });
}
