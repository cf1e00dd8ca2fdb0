import type { PlanPath } from '../../../plan/planPath.ts';
import { type PhraseValue, say } from '../../../wording/phrase.ts';
import { expandHostPattern } from './hostPattern.ts';
import { type Definition, type Inventory, InventoryDraft, unreadable } from './inventory.ts';
import { pythonLiteral } from './pythonLiteral.ts';
import { shellWords } from './shellWords.ts';

const sectionPattern = /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/;

/**
 * Reads Ansible's INI inventory: groups of hosts with `key=value`, `[group:children]` and `[group:vars]`.
 * @throws Problem `import-unreadable` (usage) with line and column, where Ansible refuses too
 */
export function parseIniInventory(text: string, file: string): Inventory {
  const reader = new IniReader(file);
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries())
    reader.line(raw, index + 1);
  return reader.finish();
}

/** Variables of one section, with the line of each. */
interface Block {
  readonly values: Record<string, unknown>;
  readonly lines: Record<string, number>;
}

class IniReader {
  readonly #draft = new InventoryDraft();
  readonly #file: string;
  /** Groups that were named before they had a section, and where. */
  readonly #awaited = new Map<string, { readonly line: number; readonly column: number; readonly by: string }>();
  readonly #declared = new Set(['all', 'ungrouped']);
  #group = 'ungrouped';
  #section = 'hosts';
  #block: Block | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  line(raw: string, number: number): void {
    const line = raw.trim();
    if (line === '' || /^[#;]/.test(line)) return;
    const at = { line: number, column: raw.length - raw.trimStart().length + 1 };
    const heading = sectionPattern.exec(line);
    if (heading !== null) {
      this.#heading(heading[1] ?? '', heading[2] ?? 'hosts', at);
      return;
    }
    if (line.startsWith('[') && line.endsWith(']'))
      this.#refuse(at, say`${line.slice(0, 80)} is no heading of a section`);
    if (this.#section === 'children') this.#child(line, at);
    else if (this.#section === 'vars') this.#variable(line, at);
    else this.#host(line, at);
  }

  finish(): Inventory {
    for (const [name, at] of this.#awaited)
      if (!this.#declared.has(name))
        this.#refuse(at, say`${at.by} names the group ${name}, which has no section [${name}]`);
    return this.#draft;
  }

  #heading(name: string, section: string, at: { line: number; column: number }): void {
    if (!['hosts', 'children', 'vars'].includes(section))
      this.#refuse(at, say`a section ends in :vars or :children, not in :${section.slice(0, 40)}`);
    this.#group = name;
    this.#section = section;
    this.#block = undefined;
    this.#draft.group(name);
    if (section === 'vars') {
      if (!this.#awaited.has(name)) this.#awaited.set(name, { ...at, by: `[${name}:vars]` });
    } else this.#declared.add(name);
  }

  #child(line: string, at: { line: number; column: number }): void {
    const name = /^([^:\]\s]+)\s*(?:#.*)?$/.exec(line)?.[1];
    if (name === undefined) this.#refuse(at, say`${line.slice(0, 80)} is no name of a group`);
    if (!this.#awaited.has(name)) this.#awaited.set(name, { ...at, by: `[${this.#group}:children]` });
    this.#draft.addChild(this.#group, name);
  }

  #variable(line: string, at: { line: number; column: number }): void {
    const equals = line.indexOf('=');
    const name = line.slice(0, equals).trim();
    if (equals < 1) this.#refuse(at, say`a variable is written as name=value`);
    if (this.#block === undefined) {
      this.#block = { values: {}, lines: {} };
      const place = this.#group === 'all' ? 'all.vars' : this.#group;
      this.#draft.group(this.#group).definitions.push(this.#definition(place, this.#block));
    }
    const { values, lines } = this.#block;
    if (Object.hasOwn(values, name))
      this.#draft.remarks.push({
        path: `${this.#group === 'all' ? 'all.vars' : this.#group}.${name}`,
        file: this.#file,
        line: lines[name],
        said: say`the same key stands in the file again, and only the later value counts`,
      });
    define(values, name, pythonLiteral(line.slice(equals + 1).trim()));
    define(lines, name, at.line);
  }

  #host(line: string, at: { line: number; column: number }): void {
    const words = shellWords(line);
    if (words === undefined) this.#refuse(at, say`a closing quotation mark is missing`);
    const [pattern = '', ...pairs] = words;
    const expanded = expandHostPattern(pattern);
    if (!('hosts' in expanded)) this.#refuse(at, expanded);
    const block: Block = { values: {}, lines: {} };
    if (expanded.port !== undefined) define(block.values, 'ansible_port', expanded.port);
    for (const pair of pairs) {
      const equals = pair.indexOf('=');
      if (equals < 0) this.#refuse(at, say`a variable is written as name=value, not as ${pair.slice(0, 80)}`);
      define(block.values, pair.slice(0, equals), pythonLiteral(pair.slice(equals + 1)));
      define(block.lines, pair.slice(0, equals), at.line);
    }
    const definition = this.#definition(`${this.#group}.${pattern}`, block);
    for (const host of expanded.hosts) this.#draft.addHost(this.#group, host, definition);
  }

  #definition(place: string, { values, lines }: Block): Definition {
    return { place, file: this.#file, values, lineOf: ([name]: PlanPath) => lines[String(name)] };
  }

  #refuse(at: { line: number; column: number }, why: PhraseValue): never {
    return unreadable(this.#file, at, why);
  }
}

/** Also for names such as __proto__. */
function define<T>(target: Record<string, T>, name: string, value: T): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
