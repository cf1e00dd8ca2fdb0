import { printable } from '../../operations/printable.ts';
import { listOf, type Phrase, phraseText, say } from '../../wording/phrase.ts';
import { isMapping, type Variables } from './inventory.ts';

export interface ImportNote {
  readonly level: 'understood' | 'defaulted' | 'ignored';
  /** Where it stands in the inventory, or the field of the plan that got a default. */
  readonly path: string;
  readonly message: string;
  /** The message with its values apart, for another language. */
  readonly said: Phrase;
}

export function noteOf(level: ImportNote['level'], path: string, said: Phrase): ImportNote {
  return { level, path, message: phraseText(said), said };
}

/** Reads variables one by one, and knows in the end which of them nobody asked for. */
export class VariableReader {
  readonly #variables: Variables;
  readonly #place: string;
  readonly #notes: ImportNote[];
  readonly #taken = new Set<string>();

  /** @param place where the variables stand, for notes */
  constructor(variables: Variables, place: string, notes: ImportNote[]) {
    this.#variables = variables;
    this.#place = place;
    this.#notes = notes;
  }

  /** The value as it stands there. */
  take(name: string): unknown {
    this.#taken.add(name);
    return Object.hasOwn(this.#variables, name) ? this.#variables[name] : undefined;
  }

  text(name: string): string | undefined {
    const value = this.take(name);
    if (typeof value === 'string') return this.#understood(name, value);
    return typeof value === 'number'
      ? this.#understood(name, String(value))
      : this.#refused(name, value, say`is not text`);
  }

  number(name: string): number | undefined {
    const value = this.take(name);
    const number = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number)
      ? this.#understood(name, number)
      : this.#refused(name, value, say`is not a number`);
  }

  boolean(name: string): boolean | undefined {
    const value = this.take(name);
    if (typeof value === 'boolean') return this.#understood(name, value);
    if (typeof value === 'string' && /^(true|yes|on)$/i.test(value)) return this.#understood(name, true);
    if (typeof value === 'string' && /^(false|no|off)$/i.test(value)) return this.#understood(name, false);
    return this.#refused(name, value, say`is not true or false`);
  }

  /** One of some words. YAML 1.1 makes false of an unquoted `off`. */
  word<T extends string>(name: string, words: readonly T[]): T | undefined {
    const value = this.take(name);
    const text = value === false ? 'off' : value;
    const found = words.find((word) => word === text);
    return found === undefined
      ? this.#refused(name, value, say`is not ${listOf(words, 'comma')}`)
      : this.#understood(name, found);
  }

  mappings(name: string): readonly Record<string, unknown>[] | undefined {
    const value = this.take(name);
    return Array.isArray(value)
      ? this.#understood(name, value.filter(isMapping))
      : this.#refused(name, value, say`is not a list`);
  }

  mapping(name: string): Record<string, unknown> | undefined {
    const value = this.take(name);
    return isMapping(value) ? this.#understood(name, value) : this.#refused(name, value, say`is not a mapping`);
  }

  /** Notes every variable that nobody asked for. */
  finish(): void {
    for (const name of Object.keys(this.#variables))
      if (!this.#taken.has(name)) this.#note('ignored', name, say`has no place in a plan`);
  }

  #understood<T>(name: string, value: T): T {
    this.#note(
      'understood',
      name,
      typeof value === 'object' ? say`read` : say`read as ${printable(String(value), 200)}`,
    );
    return value;
  }

  #refused(name: string, value: unknown, why: Phrase): undefined {
    if (value !== undefined) this.#note('ignored', name, why);
    return undefined;
  }

  #note(level: ImportNote['level'], name: string, said: Phrase): void {
    this.#notes.push(noteOf(level, printable(`${this.#place}.${name}`, 200), said));
  }
}
