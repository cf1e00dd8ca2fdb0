import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Scalar } from 'yaml';
import { locateIn, placeAt } from '../../../plan/locate.ts';
import type { PlanPath } from '../../../plan/planPath.ts';
import { yamlFault } from '../../../plan/yamlFault.ts';
import { say } from '../../../wording/phrase.ts';
import { unreadable, Vaulted, Verbatim } from './inventory.ts';

export interface YamlText {
  readonly data: unknown;
  readonly lineOf: (path: PlanPath) => number;
  readonly placeOf: (path: PlanPath) => { readonly line: number; readonly column: number };
  /** Keys that a later one of the same name replaces. */
  readonly replaced: readonly { readonly path: PlanPath; readonly line: number }[];
}

/** Most values of a file, aliases followed. */
const maxValues = 50_000;

/**
 * Reads YAML as Ansible does (PyYAML, YAML 1.1): `off` is false, `<<` merges, `!vault` and `!unsafe` are kept apart.
 * @throws Problem `import-unreadable` (usage) with line and column
 */
export function readYaml(text: string, file: string): YamlText {
  const lines = new LineCounter();
  const start = { line: 1, column: 1 };
  if (/^\uFEFF?\$ANSIBLE_VAULT;/.test(text))
    unreadable(file, start, say`it is encrypted: write a copy in clear text with ansible-vault decrypt --output`);
  try {
    const parsed = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
      version: '1.1',
      uniqueKeys: false,
    });
    const documents = Array.isArray(parsed) ? parsed : [];
    for (const { errors } of documents) {
      const [error] = errors;
      if (error !== undefined) unreadable(file, placeAt(lines, error.pos[0]), yamlFault(error));
    }
    const [document, second] = documents;
    if (second !== undefined)
      unreadable(
        file,
        placeAt(lines, second.contents?.range?.[0] ?? second.range?.[0] ?? 0),
        say`a second document starts here, and Ansible reads one only: import each as a file of its own`,
      );
    if (document === undefined) return { data: null, lineOf: () => 1, placeOf: () => start, replaced: [] };
    const reader = new Reader(document as Document, lines, file);
    const placeOf = locateIn(document as Document, lines);
    return {
      data: reader.value(document.contents, []),
      lineOf: (path) => placeOf(path).line,
      placeOf,
      replaced: reader.replaced,
    };
  } catch (cause) {
    if (cause instanceof RangeError) return unreadable(file, start, say`it is nested too deeply`);
    throw cause;
  }
}

class Reader {
  readonly replaced: { path: PlanPath; line: number }[] = [];
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #file: string;
  #values = 0;

  constructor(document: Document, lines: LineCounter, file: string) {
    this.#document = document;
    this.#lines = lines;
    this.#file = file;
  }

  value(node: unknown, path: PlanPath): unknown {
    if (++this.#values > maxValues) this.#refuse(node, say`its aliases multiply`);
    if (isAlias(node)) {
      const meant = node.resolve(this.#document);
      if (meant === undefined) this.#refuse(node, say`the anchor of ${node.source} stands nowhere above it`);
      return this.value(meant, path);
    }
    if (isSeq(node)) return node.items.map((item, index) => this.value(item, [...path, index]));
    if (isMap(node)) return this.#mapping(node.items, path);
    return isScalar(node) ? this.#scalar(node) : null;
  }

  #mapping(pairs: readonly { key: unknown; value: unknown }[], path: PlanPath): Record<string, unknown> {
    const own = new Map<string, unknown>();
    const merged = new Map<string, unknown>();
    for (const { key, value } of pairs) {
      const name = this.#keyOf(key);
      if (name === '<<' && isScalar(key) && (key.type ?? 'PLAIN') === 'PLAIN') {
        for (const one of this.#mergedFrom(value, path))
          for (const [inner, field] of Object.entries(one)) if (!merged.has(inner)) merged.set(inner, field);
        continue;
      }
      if (own.has(name)) this.replaced.push({ path: [...path, name], line: placeAt(this.#lines, startOf(key)).line });
      own.delete(name);
      own.set(name, this.value(value, [...path, name]));
    }
    return Object.fromEntries([...[...merged].filter(([name]) => !own.has(name)), ...own]);
  }

  #mergedFrom(node: unknown, path: PlanPath): Record<string, unknown>[] {
    const value = this.value(node, path);
    const list = Array.isArray(value) ? value : [value];
    for (const one of list)
      if (typeof one !== 'object' || one === null || Array.isArray(one))
        this.#refuse(node, say`what << merges must be a mapping`);
    return list as Record<string, unknown>[];
  }

  #keyOf(key: unknown): string {
    const node = isAlias(key) ? key.resolve(this.#document) : key;
    if (!isScalar(node)) return this.#refuse(key, say`a key is a list or a mapping instead of text`);
    return node.source ?? (node.value === null ? 'null' : String(node.value));
  }

  #scalar(node: Scalar): unknown {
    const { tag, source, value } = node;
    if (tag === '!vault' || tag === '!vault-encrypted') return new Vaulted();
    if (tag === '!unsafe') return new Verbatim(source ?? String(value));
    if (tag?.startsWith('!') === true) this.#refuse(node, say`Ansible knows no tag ${tag.slice(0, 60)}`);
    const text = source ?? String(value);
    if (typeof value === 'bigint') return Number(value);
    if (typeof value === 'object' && value !== null) return text;
    // What PyYAML takes as text and YAML 1.1 does not.
    if (typeof value === 'boolean' && /^[yn]$/i.test(text)) return text;
    if (typeof value === 'number' && /^[-+]?[\d_.]*[eE]\d/.test(text)) return text;
    return value === undefined ? null : value;
  }

  #refuse(node: unknown, why: ReturnType<typeof say>): never {
    return unreadable(this.#file, placeAt(this.#lines, startOf(node)), why);
  }
}

function startOf(node: unknown): number {
  const range = (node as { range?: readonly number[] } | undefined)?.range;
  return range?.[0] ?? 0;
}
