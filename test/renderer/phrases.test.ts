import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { compatibility } from '../../core/plan/compatibility.ts';
import { listOf, type PhraseValue, phraseText, say } from '../../core/wording/phrase.ts';
import { phraseInChinese } from '../../renderer/text/chinese.ts';
import { phrasesInChinese } from '../../renderer/text/zh/phrases.ts';
import { type Node, walk } from './syntax.ts';

/** The template of every phrase that the program can say, with the file that says it. */
const said = new Map<string, string>();
for (const room of ['core', 'electron', 'renderer']) {
  const folder = join(import.meta.dirname, '../..', room);
  for (const name of readdirSync(folder, { recursive: true }).map(String)) {
    if (!/\.tsx?$/.test(name)) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    if (!text.includes('say`')) continue;
    walk(parseSync(name, text).program, (node) => {
      const tag = node['tag'] as Node | undefined;
      if (node['type'] !== 'TaggedTemplateExpression' || tag?.['name'] !== 'say') return;
      const { quasis } = node['quasi'] as { quasis: readonly { value: { cooked: string } }[] };
      const template = quasis.map(({ value }, index) => (index === 0 ? '' : `{${index - 1}}`) + value.cooked).join('');
      said.set(template, `${room}/${name}`);
    });
  }
}

// What is known of versions is data, and says why in whole sentences.
for (const { reason } of compatibility.knownBad) said.set(reason, 'resources/compatibility.json');
for (const { source } of [...compatibility.postgresMajors, ...compatibility.patroniTiming])
  said.set(source, 'resources/compatibility.json');

const places = (template: string) => [...new Set(template.match(/\{\d+\}/g) ?? [])].sort();

describe('what the core says', () => {
  it('is found by this test', () => {
    expect(said.size).toBeGreaterThan(0);
  });

  it('can all be said in Chinese', () => {
    // Without words there is nothing to translate.
    const words = [...said].filter(([template]) => /[a-z]/i.test(template.replaceAll(/\{\d+\}/g, '')));
    expect(words.filter(([template]) => phrasesInChinese[template] === undefined)).toEqual([]);
  });

  it('keeps every value in Chinese', () => {
    for (const [template, chinese] of Object.entries(phrasesInChinese))
      expect(places(chinese), template).toEqual(places(template));
  });

  it('has no translation of what nothing says', () => {
    expect(Object.keys(phrasesInChinese).filter((template) => !said.has(template))).toEqual([]);
  });

  it('is Chinese', () => {
    // What only joins its values may have nothing but the marks of the language.
    const inWords = Object.entries(phrasesInChinese).filter(([template]) =>
      /[a-z]/i.test(template.replaceAll(/\{\d+\}/g, '')),
    );
    expect(inWords.filter(([, text]) => !/\p{Script=Han}/u.test(text))).toEqual([]);
  });
});

/** What a reader takes for a mistake. A comment behind a command has more room before it, and a line may be indented. */
const slips: readonly (readonly [string, RegExp])[] = [
  ['two spaces', /(?<=\S) {2,}(?!\s*#)(?=\S)/],
  ['two full stops', /(?<!\.)\.\.(?![./])|。。|。\.|\.。/],
  ['a space before a mark', /(?<=[\p{L}\d)]) [.,;](?=\s+\p{Lu}|\s*$)|\s[，。；：、]/u],
  ['empty brackets', /\(\s*\)|（\s*）/],
  ['a gap at the end', / $/],
  ['a list of nothing', /[:：]\s*[.;。；]/],
];

/** The slips of a sentence in both languages. */
function slipsOf(template: string, values: readonly PhraseValue[]): readonly string[] {
  const phrase = { template, values };
  return [phraseText(phrase), phraseInChinese(phrase)].flatMap((text) =>
    slips.filter(([, pattern]) => pattern.test(text)).map(([slip]) => `${slip}: ${text}`),
  );
}

/** Whether every value stands as a word: one that touches something, such as an option of a command, brings its own space. */
const ofWords = [...said.keys()].filter((template) =>
  [template, phrasesInChinese[template] ?? ''].every((text) => !/\w\{\d|\}\{|[./:]\{|\}[/\w]|^\{0\}$/.test(text)),
);

describe('every sentence', () => {
  const values: readonly PhraseValue[] = [
    'n1',
    '',
    listOf([]),
    say`unknown`,
    'it is not available.',
    ' ',
    listOf(['n1']),
    'n'.repeat(400),
    'it is not available.\n',
    listOf(['']),
    say`${'n1'} does not answer.`,
    listOf(['n1', 'n2', 'n3'], 'or'),
    3,
  ];

  it('is written without a slip', () => {
    const written = [...said.keys(), ...Object.values(phrasesInChinese)];
    const filled = (text: string) => text.replaceAll(/\{\d+\}/g, 'n1');
    expect(
      written.flatMap((text) =>
        slips.filter(([, slip]) => slip.test(filled(text))).map(([slip]) => `${slip}: ${text}`),
      ),
    ).toEqual([]);
  });

  it('stays a sentence with values that are empty, long, one of a list, or sentences themselves', () => {
    expect(ofWords.length).toBeGreaterThan(said.size / 2);
    // Every template with every value at every place, each beside others.
    const turned = values.map((_, by) => [...values.slice(by), ...values.slice(0, by)]);
    expect(ofWords.flatMap((template) => turned.flatMap((given) => slipsOf(template, given)))).toEqual([]);
  });

  it('stays a sentence when each of its values is nothing', () => {
    expect(ofWords.flatMap((template) => slipsOf(template, Array<string>(12).fill('')))).toEqual([]);
  });
});
