import type { HbaRule } from '../plan/postgresObjects.ts';
import { type Phrase, say } from '../wording/phrase.ts';
import { checkedLine, unsafeValue } from './checkedText.ts';

/**
 * A rule of the plan as a line of pg_hba.conf.
 * @throws Problem `render.unsafe-value` for text that PostgreSQL would read as something else than a name, an address or a value
 */
export function hbaLine(rule: HbaRule): string {
  return hbaWords(rule).join(' ');
}

/** The words of the line. @throws like `hbaLine` */
export function hbaWords(rule: HbaRule): readonly string[] {
  const { type, database, user, address, method, options = {} } = rule;
  return [
    type,
    database.map((name) => checkedToken(name, 'postgres.hba: database')).join(','),
    user.map((name) => checkedToken(name, 'postgres.hba: user')).join(','),
    ...(type === 'local' ? [] : [checkedPlace(address)]),
    method,
    ...Object.entries(options).map(([name, value]) => option(name, value)),
  ];
}

/** Why a name of a database or user cannot stand in pg_hba.conf; undefined when it can. */
export function tokenFault(name: string): Phrase | undefined {
  if (name.startsWith('@')) return say`it names a file on the hosts, and rules come from the plan alone`;
  if (name.startsWith('/')) return say`it is a pattern, which PostgreSQL before 16 takes for a name`;
  return /^\+?$/.test(name) ? say`it is empty` : undefined;
}

/** What pg_hba.conf takes as an address: a network, an address, a host name, a domain, or a keyword. */
export const hbaAddress =
  /^(?:all|samehost|samenet|[0-9A-Fa-f:.]+\/\d{1,3}|[0-9A-Fa-f:.]+|\.?[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)$/;

function checkedToken(name: string, field: string): string {
  const fault = tokenFault(checkedLine(name, field));
  if (fault !== undefined) throw unsafeValue(field, name, say`a name: ${fault}`);
  // A quoted word is a name whatever it looks like, except behind the + of a group, which keeps its meaning before the quotes.
  return name.startsWith('+') ? `+${quoted(name.slice(1))}` : quoted(name);
}

function checkedPlace(address: string | undefined): string {
  if (address !== undefined && hbaAddress.test(address)) return address;
  throw unsafeValue(
    'postgres.hba: address',
    address ?? '',
    say`a network, an address, a host name, all, samehost or samenet`,
  );
}

function option(name: string, value: string | number | boolean): string {
  if (!/^[a-z_]+$/.test(name))
    throw unsafeValue('postgres.hba: options', name, say`lower-case letters and underscores`);
  const text =
    typeof value === 'boolean' ? String(Number(value)) : checkedLine(String(value), `postgres.hba: options: ${name}`);
  return `${name}=${quoted(text)}`;
}

/** Bare where that is the same: keywords are words only without quotes. */
function quoted(text: string): string {
  return /^[A-Za-z0-9_][A-Za-z0-9_.:$-]*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}
