import { binary, filtered, Missing, present, textOf, truth, Unknown } from './operators.ts';
import { type Token, tokensOf } from './tokens.ts';

/** What a name stands for; undefined where it stands for nothing. */
export type Lookup = (name: string) => unknown;

const maxDepth = 60;
const constants: Readonly<Record<string, unknown>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
};
/** Operators from the loosest to the tightest. */
const levels: readonly (readonly string[])[] = [
  ['==', '!=', '<', '>', '<=', '>=', 'in'],
  ['~'],
  ['+', '-'],
  ['*', '/', '//', '%'],
];

/**
 * Evaluates a Jinja expression of an inventory.
 * @returns a Missing where it comes to a variable that is not there
 * @throws Unknown where it needs more than the inventory, or is more than is evaluated here
 */
export function evaluate(expression: string, lookup: Lookup): unknown {
  const tokens = tokensOf(expression);
  if (tokens === undefined) throw new Unknown(expression);
  const reader = new ExpressionReader(tokens, lookup);
  const value = reader.choice(0);
  if (!reader.atEnd()) throw new Unknown(expression);
  return value;
}

class ExpressionReader {
  readonly #tokens: readonly Token[];
  readonly #lookup: Lookup;
  #at = 0;

  constructor(tokens: readonly Token[], lookup: Lookup) {
    this.#tokens = tokens;
    this.#lookup = lookup;
  }

  atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** `a if b else c`. What is not chosen may be unknown. */
  choice(depth: number): unknown {
    if (depth > maxDepth) throw new Unknown('');
    const value = this.#tried(() => this.#either(depth + 1));
    if (!this.#take('if')) return value();
    const holds = truth(this.#either(depth + 1));
    const other = this.#take('else') ? this.#tried(() => this.choice(depth + 1)) : () => '';
    return holds ? value() : other();
  }

  /** Reads on behind what is unknown, which then counts only when it is asked for. */
  #tried(read: () => unknown): () => unknown {
    const from = this.#at;
    try {
      const value = read();
      return () => value;
    } catch (thrown) {
      if (!(thrown instanceof Unknown)) throw thrown;
      this.#at = from;
      this.#skip();
      return () => {
        throw thrown;
      };
    }
  }

  /** To the next `if` or `else` of this level. */
  #skip(): void {
    let open = 0;
    for (; this.#at < this.#tokens.length; this.#at++) {
      const { text, kind } = this.#tokens[this.#at] as Token;
      if (kind === 'sign' && '([{'.includes(text)) open++;
      if (kind === 'sign' && ')]}'.includes(text) && --open < 0) return;
      if (open === 0 && kind === 'name' && (text === 'if' || text === 'else')) return;
    }
  }

  #either(depth: number): unknown {
    let value = this.#both(depth);
    while (this.#take('or')) {
      const other = this.#both(depth);
      value = truth(value) ? value : other;
    }
    return value;
  }

  #both(depth: number): unknown {
    let value = this.#negated(depth);
    while (this.#take('and')) {
      const other = this.#negated(depth);
      value = truth(value) ? other : value;
    }
    return value;
  }

  #negated(depth: number): unknown {
    return this.#take('not') ? !truth(this.#negated(depth)) : this.#operation(0, depth);
  }

  #operation(level: number, depth: number): unknown {
    const signs = levels[level];
    if (signs === undefined) return this.#tested(depth);
    let value = this.#operation(level + 1, depth);
    for (;;) {
      const sign = signs.find((one) => this.#take(one));
      if (sign !== undefined) value = binary(sign, value, this.#operation(level + 1, depth));
      else if (level === 0 && this.#next(1) === 'in' && this.#take('not') && this.#take('in'))
        value = !binary('in', value, this.#operation(1, depth));
      else return value;
    }
  }

  /** `x is defined`, behind everything that hangs on a value. */
  #tested(depth: number): unknown {
    const value = this.#value(depth);
    if (!this.#take('is')) return value;
    const negated = this.#take('not');
    const test = this.#name();
    const tests: Readonly<Record<string, boolean>> = {
      defined: !(value instanceof Missing),
      undefined: value instanceof Missing,
      none: value === null,
      string: typeof value === 'string',
    };
    const holds = tests[test];
    if (holds === undefined) throw new Unknown(test);
    return holds !== negated;
  }

  #value(depth: number): unknown {
    let value = this.#primary(depth);
    for (;;) {
      if (this.#take('.')) value = this.#member(value, this.#name(), depth);
      else if (this.#take('[')) {
        const key = this.choice(depth + 1);
        this.#expect(']');
        value = memberOf(value, key);
      } else if (this.#take('|')) {
        const filter = this.#name();
        value = filtered(filter, value, this.#take('(') ? this.#arguments(')', depth) : []);
      } else return value;
    }
  }

  #member(value: unknown, name: string, depth: number): unknown {
    if (!this.#take('(')) return memberOf(value, name);
    const [first = ' '] = this.#arguments(')', depth);
    if (name === 'split') return textOf(value).split(textOf(first));
    throw new Unknown(name);
  }

  #primary(depth: number): unknown {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Unknown('');
    if (token.kind === 'text') return token.text;
    if (token.kind === 'number') return Number(token.text);
    if (token.kind === 'name') {
      if (Object.hasOwn(constants, token.text)) return constants[token.text];
      const found = this.#lookup(token.text);
      return found === undefined ? new Missing(token.text) : found;
    }
    if (token.text === '[') return this.#arguments(']', depth).map(present);
    if (token.text === '-') return binary('-', 0, this.#value(depth + 1));
    if (token.text !== '(') throw new Unknown(token.text);
    const value = this.choice(depth + 1);
    this.#expect(')');
    return value;
  }

  #arguments(end: string, depth: number): unknown[] {
    const found: unknown[] = [];
    while (!this.#take(end)) {
      found.push(this.choice(depth + 1));
      if (this.#take(',')) continue;
      this.#expect(end);
      break;
    }
    return found;
  }

  #next(ahead: number): string | undefined {
    return this.#tokens[this.#at + ahead]?.text;
  }

  #take(text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === 'text' || token.text !== text) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new Unknown(text);
  }

  #name(): string {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== 'name') throw new Unknown('');
    return token.text;
  }
}

function memberOf(value: unknown, key: unknown): unknown {
  if (value instanceof Missing) return new Missing(`${value.name}.${textOf(key)}`);
  if ((Array.isArray(value) || typeof value === 'string') && typeof key === 'number')
    return value.at(key) ?? new Missing(String(key));
  const name = textOf(key);
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, name))
    return (value as Record<string, unknown>)[name];
  return new Missing(name);
}
