import type { HbaRule } from '../plan/postgresObjects.ts';
import { anywhere, networkOf } from './clientSources.ts';
import { hbaWords } from './hbaLine.ts';

/** What PgBouncer knows beside plain names (its manual, "HBA file format"): groups, patterns and samerole it does not. */
const unknownDatabases = new Set(['samerole', 'samegroup', 'replication']);

/** Methods by which a client of a pool may still log in: PgBouncer asks every client for the same proof. */
const passwords = new Set(['scram-sha-256', 'md5', 'password']);

/**
 * A rule of the plan as PgBouncer's hba.conf takes it. Connections from the pool reach PostgreSQL through the socket, where rules about
 * addresses match nothing: the pool has to follow them itself.
 * GSSAPI encryption is offered nowhere, so hostnogssenc is what host is, and hostgssenc is about nobody.
 * @returns lines; none for a rule about the socket or nobody, and for one that lets in by a proof that the pool cannot ask for, so that it
 * stays closed; undefined for one that refuses somebody in words that PgBouncer does not have
 */
export function poolRule(rule: HbaRule): readonly string[] | undefined {
  const { type, database, user, address, method } = rule;
  if (type === 'local') return [];
  if (method !== 'reject' && !passwords.has(method)) return [];
  if (type === 'hostgssenc') return [];
  const networks = networksOf(address ?? '');
  const isKnown =
    networks !== undefined &&
    !database.some((name) => unknownDatabases.has(name) || name.startsWith('+')) &&
    !user.some((name) => name.startsWith('+'));
  if (!isKnown) return method === 'reject' ? undefined : [];
  const [, databases = '', users = ''] = hbaWords(rule);
  const proof = method === 'reject' ? 'reject' : 'scram-sha-256';
  return networks.map(
    (network) => `${type === 'hostnogssenc' ? 'host' : type} ${databases} ${users} ${network} ${proof}`,
  );
}

/** The address of a rule as networks; undefined for words and names, which depend on who looks. */
export function networksOf(address: string): readonly string[] | undefined {
  if (address === 'all') return anywhere;
  const network = networkOf(address);
  return network === undefined ? undefined : [network];
}

/**
 * Networks from which nobody may reach any database. HAProxy keeps them out: behind it everybody has the address of its host.
 * Only of the rules before the first one that lets somebody in: the first rule that matches decides, and HAProxy knows no users.
 */
export function closedNetworks(rules: readonly HbaRule[], tls: boolean): readonly string[] {
  const first = rules.filter(
    ({ type, position }) =>
      position === 'before' && type !== 'local' && type !== 'hostgssenc' && (tls || type !== 'hostssl'),
  );
  const opening = first.findIndex(({ method }) => method !== 'reject');
  const refusing = opening === -1 ? first : first.slice(0, opening);
  return refusing.flatMap(({ type, database, user, address = '' }) => {
    const isForAll = database.includes('all') && user.includes('all') && address !== 'all';
    return isForAll && !(type === 'hostnossl' && tls) ? (networksOf(address) ?? []) : [];
  });
}
