/** Ends the evaluation of an expression: what it needs is known to the hosts alone, or is not evaluated here. */
export class Unknown extends Error {}

/** A variable that is not there, until something asks for its value. */
export class Missing {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export function present(value: unknown): unknown {
  if (value instanceof Missing) throw new Unknown(value.name);
  return value;
}

/** As Python judges it. */
export function truth(value: unknown): boolean {
  const found = present(value);
  if (Array.isArray(found)) return found.length > 0;
  if (typeof found === 'object' && found !== null) return Object.keys(found).length > 0;
  return Boolean(found);
}

/** As Python writes it. */
export function textOf(value: unknown): string {
  const found = present(value);
  if (typeof found === 'boolean') return found ? 'True' : 'False';
  if (found === null) return '';
  if (typeof found === 'object') throw new Unknown('');
  return String(found);
}

function numberOf(value: unknown): number {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(present(value));
  if (!Number.isFinite(number)) throw new Unknown('');
  return number;
}

export function binary(sign: string, left: unknown, right: unknown): unknown {
  present(left);
  present(right);
  switch (sign) {
    case '~':
      return textOf(left) + textOf(right);
    case '==':
      return JSON.stringify(left) === JSON.stringify(right);
    case '!=':
      return JSON.stringify(left) !== JSON.stringify(right);
    case 'in':
      return contains(right, left);
    case '+':
      if (typeof left === 'string' && typeof right === 'string') return left + right;
      if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right];
      return numberOf(left) + numberOf(right);
    case '-':
      return numberOf(left) - numberOf(right);
    case '*':
      return numberOf(left) * numberOf(right);
    case '/':
      return numberOf(left) / numberOf(right);
    case '//':
      return Math.floor(numberOf(left) / numberOf(right));
    case '%':
      return numberOf(left) % numberOf(right);
    case '<':
      return numberOf(left) < numberOf(right);
    case '>':
      return numberOf(left) > numberOf(right);
    case '<=':
      return numberOf(left) <= numberOf(right);
    case '>=':
      return numberOf(left) >= numberOf(right);
    default:
      throw new Unknown(sign);
  }
}

function contains(where: unknown, what: unknown): boolean {
  if (typeof where === 'string') return where.includes(textOf(what));
  if (Array.isArray(where)) return where.some((one) => JSON.stringify(one) === JSON.stringify(what));
  if (typeof where === 'object' && where !== null) return Object.hasOwn(where, textOf(what));
  throw new Unknown('');
}

/** Jinja's and Ansible's filters, those that inventories use and that need no host. */
export function filtered(name: string, value: unknown, args: readonly unknown[]): unknown {
  if (name === 'default' || name === 'd') {
    const empty = value instanceof Missing || (args[1] === true && !truth(value));
    return empty ? (args.length === 0 ? '' : args[0]) : value;
  }
  const found = present(value);
  switch (name) {
    case 'bool':
      return typeof found === 'string' ? /^(?:yes|on|1|true|t|y)$/i.test(found) : found === true || found === 1;
    case 'int':
      return Number.parseInt(textOf(found), 10) || 0;
    case 'float':
      return Number.parseFloat(textOf(found)) || 0;
    case 'string':
      return textOf(found);
    case 'lower':
      return textOf(found).toLowerCase();
    case 'upper':
      return textOf(found).toUpperCase();
    case 'trim':
      return textOf(found).trim();
    case 'length':
    case 'count':
      return listOf(found).length;
    case 'list':
      return [...listOf(found)];
    case 'first':
      return listOf(found)[0] ?? new Missing('first');
    case 'last':
      return listOf(found).at(-1) ?? new Missing('last');
    case 'unique':
      return [...new Set(listOf(found))];
    case 'sort':
      return [...listOf(found)].sort();
    case 'max':
      return Math.max(...listOf(found).map(numberOf));
    case 'min':
      return Math.min(...listOf(found).map(numberOf));
    case 'round':
      return Math.round(numberOf(found));
    case 'join':
      return listOf(found)
        .map(textOf)
        .join(args[0] === undefined ? '' : textOf(args[0]));
    case 'replace':
      return textOf(found).replaceAll(textOf(args[0]), textOf(args[1]));
    case 'difference':
      return listOf(found).filter((one) => !listOf(args[0]).includes(one));
    case 'union':
      return [...new Set([...listOf(found), ...listOf(args[0])])];
    case 'ternary':
      return truth(found) ? args[0] : args[1];
    default:
      throw new Unknown(name);
  }
}

function listOf(value: unknown): readonly unknown[] {
  const found = present(value);
  if (Array.isArray(found)) return found;
  if (typeof found === 'string') return [...found];
  if (typeof found === 'object' && found !== null) return Object.keys(found);
  throw new Unknown('');
}
