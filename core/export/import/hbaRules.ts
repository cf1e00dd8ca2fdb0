import { cidrContains, parseAddress, parseCidr } from '../../plan/address.ts';
import { type Phrase, say } from '../../wording/phrase.ts';
import type { HbaEntry } from './hbaText.ts';
import type { Item } from './item.ts';

/** A rule with where it stands in the inventory: one place may make several, for several networks. */
export interface FoundRule {
  readonly entry: HbaEntry;
  readonly item: Item;
}

export interface PlacedRules {
  readonly clients: readonly string[];
  readonly hba: readonly object[];
}

const passwords: readonly string[] = ['scram-sha-256', 'md5', 'password'];
const loopback: readonly string[] = ['127.0.0.1/32', '::1/128'];

/**
 * Puts rules where a plan has them: networks whose clients may all log in with a password are `clients`, everything else is a rule of its
 * own. Each keeps its place to those networks: the first rule that matches decides.
 * @param usual networks that the tool lets in where no rule says so
 */
export function placeRules(rules: readonly FoundRule[], cluster: string, usual: readonly string[]): PlacedRules {
  const clients = [...usual];
  const hba: object[] = [];
  const passed: string[] = [];
  for (const { entry, item } of rules) {
    const { address } = entry;
    if (isOpen(entry) && address !== undefined) {
      if (loopback.includes(address))
        item.understood(undefined, say`every host lets in its own programs with a password`);
      else item.understood([{ cluster }, 'postgres', 'clients'], say`clients from ${address} with a password`);
      if (!clients.includes(address) && !loopback.includes(address)) clients.push(address);
      passed.push(address);
      continue;
    }
    if (entry.type === 'local' && entry.method !== 'reject' && isEveryone(entry)) {
      item.ignored(
        say`on a host itself, everybody logs in with a password, and the superuser by the name of the login`,
      );
      continue;
    }
    const last = isEveryone(entry) && entry.method === 'reject' && isWorld(address);
    const later = last || passed.some((network) => covers(network, address));
    item.understood([{ cluster }, 'postgres', 'hba', hba.length], ruleText(entry));
    hba.push({ ...plain(entry), ...(later ? { position: 'after' } : {}) });
  }
  return { clients, hba };
}

function isEveryone({ database, user }: HbaEntry): boolean {
  return database.join() === 'all' && user.join() === 'all';
}

/** The plan's own rules for clients say the same, with TLS where the plan has it. */
function isOpen(entry: HbaEntry): boolean {
  const { type, address = '', method, options } = entry;
  return (
    (type === 'host' || type === 'hostssl' || type === 'hostnogssenc') &&
    isEveryone(entry) &&
    passwords.includes(method) &&
    options === undefined &&
    parseCidr(address) !== undefined
  );
}

function isWorld(address: string | undefined): boolean {
  return address === 'all' || parseCidr(address ?? '')?.prefix === 0;
}

function covers(network: string, address: string | undefined): boolean {
  const outer = parseCidr(network);
  const inner = parseCidr(address ?? '');
  return (
    outer !== undefined && inner !== undefined && outer.prefix <= inner.prefix && cidrContains(outer, inner.address)
  );
}

function plain({ database, user, ...rest }: HbaEntry): object {
  const short = (names: readonly string[]) => (names.length === 1 ? names[0] : names);
  const { type, ...behind } = rest;
  return { type, database: short(database), user: short(user), ...behind };
}

function ruleText({ type, database, user, address = '', method }: HbaEntry): Phrase {
  const who = `${type} ${database.join()} ${user.join()} ${address} ${method}`.replaceAll(/ +/g, ' ').slice(0, 200);
  return method === 'reject' ? say`refuses: ${who}` : say`a rule of its own: ${who}`;
}

/** An address as pg_hba.conf takes it: a lone one is the network of itself. */
export function networkText(text: string): string {
  const kind = text.includes('/') ? undefined : parseAddress(text)?.kind;
  return kind === 'ipv4' ? `${text}/32` : kind === 'ipv6' ? `${text}/128` : text;
}
