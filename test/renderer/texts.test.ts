import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { en } from '../../renderer/text/en.ts';
import { zh } from '../../renderer/text/zh.ts';
import { type Node, walk } from './syntax.ts';

const renderer = join(import.meta.dirname, '../../renderer');
const sources = readdirSync(renderer, { recursive: true })
  .map(String)
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('text/'))
  .map((name) => ({ name, text: readFileSync(join(renderer, name), 'utf8') }));
const baseOf = (key: string) => key.replace(/_(one|other)$/, '');

describe('the texts of the window', () => {
  it('hold every key in Chinese, with the same values to fill in', () => {
    const chinese: Readonly<Record<string, string>> = zh;
    const fields = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
    for (const [key, text] of Object.entries(en)) {
      if (key.endsWith('_one')) continue;
      expect(chinese[key], key).toBeTypeOf('string');
      expect(fields(chinese[key] ?? ''), key).toEqual(fields(text));
    }
    expect(Object.keys(zh).filter((key) => !(key in en))).toEqual([]);
  });

  it('are Chinese where they hold words', () => {
    const sameInBoth = Object.entries(zh).filter(
      ([key, text]) => text === (en as Readonly<Record<string, string>>)[key],
    );
    // Names of products and settings, figures, and letters stay as they are.
    const words = sameInBoth.filter(([, text]) =>
      /[a-z]{4,}/.test(
        text.replaceAll(/\{\{\w+\}\}/g, '').replaceAll(/PostgreSQL|PgBouncer|HAProxy|etcd|postgres|libpq/g, ''),
      ),
    );
    expect(words).toEqual([]);
  });

  it('are all used', () => {
    const all = sources.map(({ text }) => text).join('\n');
    const literals = new Set([...all.matchAll(/'([a-z][\w-]*(?:\.[\w-]+)+)'/gi)].map(([, key]) => key));
    const prefixes = [...all.matchAll(/`([a-z][\w-]*\.(?:[\w-]+\.)*)\$\{/gi)].map(([, prefix]) => prefix ?? '');
    const unused = [...new Set(Object.keys(en).map(baseOf))].filter(
      (key) => !literals.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });

  it('are the only words that screens show', () => {
    const keys = new Set(Object.keys(en).map(baseOf));
    const found = sources
      .filter(({ name }) => name.endsWith('.tsx'))
      .flatMap(({ name, text }) =>
        shownLiterals(name, text)
          .filter((words) => !keys.has(words))
          .map((words) => `${name}: ${words}`),
      );
    // The product's own name, and a form that people type as it stands.
    expect(found.filter((one) => !/: (Quorate|URI SUITE COMPONENT|work_mem|PostgreSQL)$/.test(one))).toEqual([]);
  });
});

const shownAttributes = new Set([
  'title',
  'label',
  'placeholder',
  'aria-label',
  'alt',
  'description',
  'legend',
  'hint',
]);

/** Words between tags, and in the attributes that people see or hear. */
function shownLiterals(name: string, text: string): string[] {
  const { code } = transformSync(text, { loader: 'tsx', jsx: 'automatic', sourcefile: name });
  const found: string[] = [];
  const take = (value: unknown) => {
    if (typeof value === 'string' && /\p{L}{2,}/u.test(value)) found.push(value.trim());
  };
  walk(parseAst(code), (node) => {
    if (node['type'] !== 'Property') return;
    const key = node['key'] as Node;
    const property = String(key['name'] ?? key['value']);
    const value = node['value'] as Node;
    if (property !== 'children' && !shownAttributes.has(property)) return;
    if (value['type'] === 'Literal') take(value['value']);
    if (property === 'children' && value['type'] === 'ArrayExpression')
      for (const element of value['elements'] as (Node | null)[])
        if (element?.['type'] === 'Literal') take(element['value']);
  });
  return found;
}
