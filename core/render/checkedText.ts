import { parseAddress } from '../plan/address.ts';
import { type NameKind, namePatterns, nameRules } from '../plan/names.ts';
import { Problem } from '../problem.ts';
import { type Phrase, say } from '../wording/phrase.ts';

/**
 * A name that goes into a path or a configuration file, unchanged.
 * The rules refuse such plans first; this stops what was never judged by them.
 * @throws Problem `render.unsafe-value` naming the field and what is allowed
 */
export function checkedName(kind: NameKind, value: string, field: string): string {
  if (namePatterns[kind].test(value)) return value;
  throw unsafeValue(field, value, nameRules[kind]);
}

/** An IPv4 or IPv6 address or a DNS name, in its one spelling. @throws Problem `render.unsafe-value` */
export function checkedAddress(value: string, field: string): string {
  const parsed = parseAddress(value);
  if (parsed === undefined) throw unsafeValue(field, value, say`an IPv4 or IPv6 address or a DNS name`);
  return parsed.canonical;
}

/** The address of a host in its one spelling. @throws Problem `render.unsafe-value` */
export function checkedHostAddress({ name, address }: { readonly name: string; readonly address: string }): string {
  if (address === '')
    throw new Problem('render.unsafe-value', 'usage', say`${name} has no address yet. Give it in the plan.`, {
      details: { field: 'hosts: address' },
    });
  return checkedAddress(address, `address of host ${name}`);
}

/** One printable line. @throws Problem `render.unsafe-value` */
export function checkedLine(value: string, field: string): string {
  if (/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u.test(value)) return value;
  throw unsafeValue(field, value, say`one line without control characters`);
}

/** The fault of a value that a configuration format cannot hold. */
export function unsafeValue(field: string, value: string, allowed: Phrase): Problem {
  return new Problem(
    'render.unsafe-value',
    'usage',
    say`${field} cannot be written into a configuration file: found ${JSON.stringify(value.slice(0, 80))}, allowed is ${allowed}. Change it in the plan.`,
    { details: { field } },
  );
}

/** An address as URLs and `host:port` pairs write it: IPv6 in brackets. */
export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
