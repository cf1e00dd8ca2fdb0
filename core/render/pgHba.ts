import { parseAddress, parseCidr } from '../plan/address.ts';
import type { Cluster, Plan } from '../plan/plan.ts';
import { say } from '../wording/phrase.ts';
import { unsafeValue } from './checkedText.ts';
import { addressOf, clusterFamily } from './hostContext.ts';
import { poolRole, replicationRole, rewindRole, superuserRole } from './roles.ts';

/**
 * The lines of pg_hba.conf for a cluster's members: the first that matches decides.
 * The superuser logs in on its own host, or from a member (Patroni, pg_rewind), which also lets it in through a HAProxy beside a member;
 * everybody else with a password, over TLS.
 * @throws Problem `render.unsafe-value` for a client network that is none
 */
export function pgHba(plan: Plan, cluster: Cluster): readonly string[] {
  const host = plan.security.tls ? 'hostssl' : 'host';
  const scram = 'scram-sha-256';
  // A standby cluster's members replicate from here, and after a switch of roles the other way round.
  const members = clusterFamily(plan, cluster).flatMap((one) =>
    one.members.map((member) => network(addressOf(plan, member.host))),
  );
  const balancers = plan.hosts
    .filter((one) => one.roles.includes('haproxy'))
    .map((one) => network(addressOf(plan, one.name)));
  const clients = plan.postgres.clients.map((client) => clientNetwork(client));
  const loopback = ['127.0.0.1/32', '::1/128'];
  return [
    `local all ${superuserRole} peer`,
    `local replication ${replicationRole} ${scram}`,
    `local all all ${scram}`,
    ...members.map((address) => `${host} replication ${replicationRole} ${address} ${scram}`),
    ...members.map((address) => `${host} all ${rewindRole} ${address} ${scram}`),
    ...[...members, ...loopback].map((address) => `${host} all ${superuserRole} ${address} ${scram}`),
    `host all ${superuserRole},${replicationRole},${rewindRole},${poolRole} all reject`,
    // Clients arrive with the address of the HAProxy that they came through.
    ...unique([...loopback, ...balancers, ...clients]).map((address) => `${host} all all ${address} ${scram}`),
  ];
}

function network(address: string): string {
  const kind = parseAddress(address)?.kind;
  if (kind === 'name') return address;
  return `${address}/${kind === 'ipv6' ? 128 : 32}`;
}

function clientNetwork(text: string): string {
  const cidr = parseCidr(text);
  if (cidr !== undefined) return `${cidr.address}/${cidr.prefix}`;
  const address = parseAddress(text);
  // The bare words that pg_hba.conf knows itself would read as names.
  if (address === undefined || ['all', 'samehost', 'samenet'].includes(address.canonical))
    throw unsafeValue('postgres.clients', text, say`a network such as 10.0.0.0/8, an address, or a DNS name`);
  return network(address.canonical);
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
