import { formatPath } from '../../plan/planPath.ts';
import { printable } from '../../shell/printable.ts';
import { listOf, type Phrase, say } from '../../wording/phrase.ts';
import { isMapping, Vaulted } from './ansible/inventory.ts';
import type { LeafPlace, Leaves } from './leaves.ts';
import type { Target } from './target.ts';
import { Unresolved } from './template/resolve.ts';

/**
 * A value of an inventory with its templates filled in, and the places that it stands at. Whoever reads it says what became of it: a value
 * that is read and not marked counts as ignored.
 */
export class Item {
  readonly value: unknown;
  readonly #places: readonly LeafPlace[];
  readonly #leaves: Leaves;

  constructor(value: unknown, places: readonly LeafPlace[], leaves: Leaves) {
    this.value = value;
    this.#places = places;
    this.#leaves = leaves;
  }

  /** The place of the first, for messages. */
  get name(): string {
    return String(this.#places[0]?.path.at(-1) ?? '');
  }

  /** It went to the plan as it is, or as `said` says. */
  understood(target?: Target, said?: Phrase): void {
    if (!this.readable(target)) return;
    if (said !== undefined) this.#mark('understood', said, target);
    // What it holds may be a secret: only text is shown.
    else if (typeof this.value === 'object' && this.value !== null) this.ignored(say`is not text`);
    else this.#mark('understood', say`read as ${printable(String(this.value), 200)}`, target);
  }

  /** It is not in the plan; `said` says what is lost by that. */
  ignored(said: Phrase): void {
    this.#mark('ignored', said);
  }

  /** Something else is in the plan instead. */
  defaulted(said: Phrase, target?: Target): void {
    this.#mark('defaulted', said, target);
  }

  text(target?: Target): string | undefined {
    const { value } = this;
    if (typeof value !== 'string' && typeof value !== 'number') return this.#refused(say`is not text`, target);
    this.understood(target);
    return String(value);
  }

  number(target?: Target): number | undefined {
    const number = this.asNumber();
    if (number === undefined) return this.#refused(say`is not a number`, target);
    this.understood(target, say`read as ${number}`);
    return number;
  }

  /** The number that it is or spells, unmarked. */
  asNumber(): number | undefined {
    const { value } = this;
    const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  }

  /** True or false, as Ansible takes words for it. */
  boolean(target?: Target): boolean | undefined {
    const found = this.asBoolean();
    if (found === undefined) return this.#refused(say`is not true or false`, target);
    this.understood(target, say`read as ${String(found)}`);
    return found;
  }

  asBoolean(): boolean | undefined {
    const { value } = this;
    if (typeof value === 'boolean') return value;
    if (value === 1 || value === 0) return value === 1;
    if (typeof value !== 'string') return undefined;
    if (/^(?:true|yes|on|1|t|y)$/i.test(value)) return true;
    return /^(?:false|no|off|0|f|n)$/i.test(value) ? false : undefined;
  }

  /** One of some words. YAML 1.1 makes false of an unquoted `off`. */
  word<T extends string>(words: readonly T[], target?: Target): T | undefined {
    const text = this.value === false ? 'off' : this.value;
    const found = words.find((one) => one === text);
    if (found === undefined) return this.#refused(say`is not ${listOf(words, 'comma')}`, target);
    this.understood(target, say`read as ${found}`);
    return found;
  }

  /** The entries of a list, each to be read by itself. */
  items(): readonly Item[] | undefined {
    const { value } = this;
    if (!Array.isArray(value)) return this.#refused(say`is not a list`);
    if (value.length === 0) this.understood(undefined, say`an empty list`);
    return value.map((one, index) => this.#below(one, index));
  }

  /** The fields of a mapping, each to be read by itself. */
  fields(): ReadonlyMap<string, Item> | undefined {
    const { value } = this;
    if (!isMapping(value)) return this.#refused(say`is not a mapping`);
    if (Object.keys(value).length === 0) this.understood(undefined, say`an empty mapping`);
    return new Map(Object.entries(value).map(([key, field]) => [key, this.#below(field, key)]));
  }

  /** Says why it cannot be read, if it cannot: a template of the hosts, or a vault. */
  readable(target?: Target): boolean {
    const { value } = this;
    if (!(value instanceof Unresolved) && !(value instanceof Vaulted)) return true;
    this.#refused(say`is not text`, target);
    return false;
  }

  #refused(why: Phrase, target?: Target): undefined {
    const { value } = this;
    if (value instanceof Vaulted) this.ignored(say`is encrypted by ansible-vault, and not in the plan`);
    else if (value instanceof Unresolved) this.#mark('ignored', unresolvedText(value, target), target);
    else this.ignored(why);
    return undefined;
  }

  #below(value: unknown, step: string | number): Item {
    return new Item(
      value,
      this.#places.map(({ from, path }) => ({ from, path: [...path, step] })),
      this.#leaves,
    );
  }

  #mark(level: 'understood' | 'ignored' | 'defaulted', said: Phrase, target?: Target): void {
    for (const place of this.#places) this.#leaves.mark(place, level, said, target);
  }
}

function unresolvedText({ missing }: Unresolved, target: Target | undefined): Phrase {
  const field =
    target === undefined ? '' : formatPath(target.filter((part) => typeof part !== 'object') as (string | number)[]);
  const name = missing.slice(0, 60);
  if (field === '')
    return name === ''
      ? say`is a template that only Ansible can fill in: it is not in the plan`
      : say`is a template that needs ${name}, which the file does not say: it is not in the plan`;
  return name === ''
    ? say`is a template that only Ansible can fill in: set ${field} in the plan yourself`
    : say`is a template that needs ${name}, which the file does not say: set ${field} in the plan yourself`;
}
