import { isMapping, Verbatim } from '../ansible/inventory.ts';
import { evaluate, type Lookup } from './expression.ts';
import { present, textOf, Unknown } from './operators.ts';

/** Text whose template needs what only the hosts or Ansible itself know. */
export class Unresolved {
  readonly text: string;
  /** The variable that is missing, where it is one. */
  readonly missing: string;
  constructor(text: string, missing: string) {
    this.text = text;
    this.missing = missing;
  }
}

const marks = /\{[{%#]/;
const place = /\{\{-?(.*?)-?\}\}/gs;
/** Longest text that a template may make. */
const maxCharacters = 100_000;
/** Deepest nesting of values, and of variables that stand for others. */
const maxDepth = 100;

/**
 * A value with its templates filled in, as far as the inventory says.
 * @param lookup the raw value of a variable; templates in it are filled in too
 * @returns the value, with an Unresolved for each text that cannot be filled in
 */
export function resolved(value: unknown, lookup: Lookup, depth = 0): unknown {
  if (depth > maxDepth) return new Unresolved('', '');
  if (value instanceof Verbatim) return value.text;
  if (typeof value === 'string') return marks.test(value) ? filledIn(value, lookup, depth) : value;
  if (Array.isArray(value)) return value.map((one) => resolved(one, lookup, depth + 1));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, resolved(field, lookup, depth + 1)]));
}

function filledIn(text: string, lookup: Lookup, depth: number): unknown {
  const inner: Lookup = (name) => {
    const found = resolved(lookup(name), lookup, depth + 10);
    if (found instanceof Unresolved) throw new Unknown(found.missing === '' ? name : found.missing);
    return found;
  };
  try {
    const whole = /^\s*\{\{-?((?:(?!\}\}).)*)-?\}\}\s*$/s.exec(text)?.[1];
    if (whole !== undefined) return present(evaluate(whole, inner));
    const filled = text.replaceAll(place, (_, expression: string) => textOf(evaluate(expression, inner)));
    return marks.test(filled) || filled.length > maxCharacters ? new Unresolved(text, '') : filled;
  } catch (thrown) {
    if (thrown instanceof Unknown) return new Unresolved(text, thrown.message);
    throw thrown;
  }
}
