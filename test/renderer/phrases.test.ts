import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { compatibility } from '../../core/plan/compatibility.ts';
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
