import type { Phrase } from '../../wording/phrase.ts';
import { say } from '../../wording/phrase.ts';

/** A rule of pg_hba.conf as a plan file writes it. */
export interface HbaEntry {
  readonly type: string;
  readonly database: readonly string[];
  readonly user: readonly string[];
  readonly address?: string;
  readonly method: string;
  readonly options?: Readonly<Record<string, string>>;
}

export const hbaTypes: readonly string[] = ['local', 'host', 'hostssl', 'hostnossl', 'hostgssenc', 'hostnogssenc'];
export const hbaMethods: readonly string[] = [
  ...['scram-sha-256', 'reject', 'cert', 'md5', 'password', 'trust', 'peer', 'ident', 'gss', 'pam', 'ldap', 'radius'],
];

/** Reads one line of pg_hba.conf. @returns why it is none; undefined for a comment */
export function parseHbaLine(line: string): HbaEntry | Phrase | undefined {
  const words = wordsOf(line);
  if (words.length === 0) return undefined;
  const [type = '', database = '', user = '', ...rest] = words;
  if (!hbaTypes.includes(type)) return say`${type.slice(0, 40)} is no type of a rule`;
  const local = type === 'local';
  const address = local ? undefined : rest[0];
  const behind = local ? rest : rest.slice(1);
  // An address may be followed by its mask.
  const masked = !local && /^\d+\.\d+\.\d+\.\d+$/.test(address ?? '') && /^\d+\.\d+\.\d+\.\d+$/.test(behind[0] ?? '');
  const [method = '', ...options] = masked ? behind.slice(1) : behind;
  if (!hbaMethods.includes(method)) return say`${method.slice(0, 40)} is no method of a rule that a plan knows`;
  const whole = masked ? `${address}/${prefixOf(behind[0] ?? '')}` : address;
  return {
    type,
    database: names(database),
    user: names(user),
    ...(whole === undefined ? {} : { address: whole }),
    method,
    ...(options.length === 0 ? {} : { options: optionsOf(options) }),
  };
}

/** Options such as `map=main` by their names. */
export function optionsOf(options: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    options
      .filter((one) => one.includes('='))
      .map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]),
  );
}

/** Names between commas; quotes only keep blanks together. */
export function names(text: string): readonly string[] {
  return text
    .split(',')
    .map((one) => one.trim().replaceAll('"', ''))
    .filter((one) => one !== '');
}

function wordsOf(line: string): string[] {
  return (line.replace(/(^|\s)#.*$/, '').match(/(?:[^\s",]|"[^"]*"|,\s*)+/g) ?? []).map((word) =>
    word.replaceAll(/,\s+/g, ','),
  );
}

function prefixOf(mask: string): number {
  return mask
    .split('.')
    .map((part) => Number(part).toString(2).replaceAll('0', '').length)
    .reduce((sum, bits) => sum + bits, 0);
}
