import { placeholderPattern } from '../render/placeholders.ts';
import type { RenderedFile } from '../render/renderedFile.ts';

/**
 * Reads the secrets of a plan back from the files that a host has: the placeholders of each rendered file, compared with the file that came of it. What
 * somebody has changed beside them does not matter, as long as the lines with secrets are as many as the plan has.
 * @param rendered the host's files, with placeholders
 * @param contents what the host has, by path: untrusted text
 * @param known secrets that are known already: they tell apart what follows each other in one file
 * @returns value by name, of those that could be read
 */
export function heldSecrets(
  rendered: readonly Pick<RenderedFile, 'path' | 'content'>[],
  contents: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const take = (name: string, value: string) => {
    if (value !== '' && !found.has(name)) found.set(name, value);
  };
  const wholes = rendered.flatMap(({ path, content }) => {
    const names = wholeSecrets(content);
    const text = contents.get(path);
    return names === undefined || text === undefined ? [] : [{ names, text }];
  });
  // Files of one secret first: they tell what is what in those of several.
  for (const { names, text } of wholes.toSorted((one, other) => one.names.length - other.names.length)) {
    const [only] = names;
    if (names.length === 1 && only !== undefined) take(only, text.replace(/\n$/, ''));
    else for (const [name, value] of blocksOf(names, text, new Map([...known, ...found]))) take(name, value);
  }
  for (const { path, content } of rendered) {
    const text = contents.get(path);
    if (text === undefined || wholeSecrets(content) !== undefined) continue;
    for (const [name, value] of inLines(content, text)) take(name, value);
  }
  return found;
}

/** The secrets of a file that holds nothing else, such as a certificate. */
function wholeSecrets(content: string): readonly string[] | undefined {
  const names = [...content.matchAll(placeholderPattern())].map(([, name = '']) => name);
  return names.length > 0 && content.replaceAll(placeholderPattern(), '').trim() === '' ? names : undefined;
}

/** Certificates and keys that follow each other: keys go to names of keys, certificates to the others. */
function blocksOf(
  names: readonly string[],
  text: string,
  known: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] {
  let rest = text;
  const open: string[] = [];
  for (const name of names) {
    const value = known.get(name)?.trim();
    if (value !== undefined && rest.includes(value)) rest = rest.replace(value, () => '');
    else open.push(name);
  }
  const blocks = rest.match(/-----BEGIN ([A-Z ]+)-----\n[\s\S]*?\n-----END \1-----/g) ?? [];
  const keys = blocks.filter((block) => block.includes('PRIVATE KEY-----'));
  const certificates = blocks.filter((block) => !block.includes('PRIVATE KEY-----'));
  const isKey = (name: string) => name.endsWith('.key');
  const [ofKeys, ofCertificates] = [open.filter(isKey), open.filter((name) => !isKey(name))];
  return [...shared(ofKeys, keys), ...shared(ofCertificates, certificates)];
}

/** One name takes all that is there; several take one each, and nothing where the numbers differ: a guess would be a wrong value. */
function shared(names: readonly string[], blocks: readonly string[]): readonly (readonly [string, string])[] {
  const [only] = names;
  if (names.length === 1 && only !== undefined && blocks.length > 0) return [[only, pem(blocks)]];
  return names.length === blocks.length ? names.map((name, index) => [name, pem([blocks[index] ?? ''])] as const) : [];
}

/** Secrets within lines: those of the same words around them are taken in their order, where there are as many as the plan has. */
function inLines(content: string, text: string): readonly (readonly [string, string])[] {
  const wanted = new Map<string, string[]>();
  for (const line of content.split('\n')) {
    const names = [...line.matchAll(placeholderPattern())].map(([, name = '']) => name);
    if (names.length === 0) continue;
    const words = line.split(placeholderPattern()).filter((_, index) => index % 2 === 0);
    const pattern = `^${words.map(escaped).join('([^\\s"\']*)')}$`;
    wanted.set(pattern, [...(wanted.get(pattern) ?? []), ...names]);
  }
  const lines = text.split('\n');
  return [...wanted].flatMap(([pattern, names]) => {
    const expression = new RegExp(pattern);
    const values = lines.flatMap((line) => expression.exec(line)?.slice(1) ?? []);
    if (values.length !== names.length) return [];
    return names.map((name, index) => [name, values[index] ?? ''] as const);
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** As the store keeps them: every block ends its line. */
function pem(blocks: readonly string[]): string {
  return blocks.map((block) => `${block}\n`).join('');
}
