/** Longest text that is read, and deepest nesting. */
const maxCharacters = 100_000;
const maxDepth = 50;

/**
 * What Ansible makes of a value in an INI inventory: a Python literal (number, text in quotes, list, tuple, mapping, True, False, None),
 * or the text as it stands. A comment behind a literal belongs to Python; behind other text it is part of the text.
 */
export function pythonLiteral(text: string): unknown {
  if (text.length > maxCharacters) return text;
  const reader = new LiteralReader(text);
  const found = reader.value(0);
  return found === undefined || !reader.atEnd() ? text : found.value;
}

interface Read {
  readonly value: unknown;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };

class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    this.#blank();
    return this.#at >= this.#text.length || this.#text[this.#at] === '#';
  }

  value(depth: number): Read | undefined {
    if (depth > maxDepth) return undefined;
    this.#blank();
    const next = this.#text[this.#at] ?? '';
    if (next === '"' || next === "'") return this.#quoted();
    if (next === '[') return this.#list(']', depth);
    if (next === '(') return this.#list(')', depth);
    if (next === '{') return this.#mapping(depth);
    return this.#word();
  }

  #blank(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #take(mark: string): boolean {
    this.#blank();
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #quoted(): Read | undefined {
    let text = '';
    // Neighbouring literals are one text in Python.
    for (let quote = this.#text[this.#at]; quote === '"' || quote === "'"; quote = this.#text[this.#at]) {
      this.#at++;
      for (;;) {
        const next = this.#text[this.#at++];
        if (next === undefined) return undefined;
        if (next === quote) break;
        if (next !== '\\') {
          text += next;
          continue;
        }
        const escaped = this.#text[this.#at++] ?? '';
        text += escapes[escaped] ?? `\\${escaped}`;
      }
      this.#blank();
    }
    return { value: text };
  }

  #word(): Read | undefined {
    const word = /^[-+]?[\w.]+(?:[eE][-+]\d+)?/.exec(this.#text.slice(this.#at))?.[0] ?? '';
    const value = wordValue(word);
    if (value !== undefined) this.#at += word.length;
    return value;
  }

  #list(end: string, depth: number): Read | undefined {
    this.#at++;
    const items: unknown[] = [];
    let comma = false;
    while (!this.#take(end)) {
      const item = this.value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item.value);
      comma = this.#take(',');
      if (comma) continue;
      if (!this.#take(end)) return undefined;
      // (x) is x, (x,) is a tuple.
      return { value: end === ')' && items.length === 1 ? items[0] : items };
    }
    return { value: items };
  }

  #mapping(depth: number): Read | undefined {
    this.#at++;
    const entries: [string, unknown][] = [];
    while (!this.#take('}')) {
      const key = this.value(depth + 1);
      if (key === undefined || !this.#take(':')) return undefined;
      const field = this.value(depth + 1);
      if (field === undefined) return undefined;
      entries.push([String(key.value), field.value]);
      if (this.#take(',')) continue;
      if (!this.#take('}')) return undefined;
      break;
    }
    return { value: Object.fromEntries(entries) };
  }
}

/** A number without leading zeros, or one of Python's three names. */
function wordValue(word: string): Read | undefined {
  if (word === 'True') return { value: true };
  if (word === 'False') return { value: false };
  if (word === 'None') return { value: null };
  const decimal =
    /^[-+]?(?:0(?:_?0)*|[1-9](?:_?\d)*|(?:\d(?:_?\d)*)?\.\d+|\d(?:_?\d)*\.(?:\d(?:_?\d)*)?|\d+(?:\.\d+)?[eE][-+]?\d+)$/;
  if (decimal.test(word)) return { value: Number(word.replaceAll('_', '')) };
  return /^0[xX][\da-fA-F]+$|^0[oO][0-7]+$|^0[bB][01]+$/.test(word) ? { value: Number(word) } : undefined;
}
