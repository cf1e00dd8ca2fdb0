import { parseAddress, parseCidr } from '../plan/address.ts';
import { clusterFamily } from '../plan/clusterFamily.ts';
import { poolRole, replicationRole, rewindRole, socketRoles, superuserRole } from '../plan/clusterRoles.ts';
import type { Cluster } from '../plan/plan.ts';
import { postgresOf } from '../plan/postgresOf.ts';
import { say } from '../wording/phrase.ts';
import { checkedName, unsafeValue } from './checkedText.ts';
import { hbaLine } from './hbaLine.ts';
import type { HostContext } from './hostContext.ts';
import { addressesSeen } from './hostNetwork.ts';

/**
 * The lines of pg_hba.conf for a cluster's members: the first that matches decides.
 *
 * Members let each other in by their certificates (which only hosts of the plan have) and passwords, from whatever address: PostgreSQL compares a name
 * in this file with the reverse lookup of the client's address, which few networks answer, and hosts may have several addresses. Without TLS it
 * is by the addresses that the hosts really have. Clients come with a password; nobody but members uses the roles of the cluster itself.
 * What the cluster itself needs comes before every rule of the plan, so that none can take it away.
 * @throws Problem `render.unsafe-value` for a client network that is none
 */
export function pgHba(context: HostContext, cluster: Cluster): readonly string[] {
  const { plan } = context;
  const host = plan.security.tls ? 'hostssl' : 'host';
  const scram = 'scram-sha-256';
  const seen = (hostName: string) =>
    addressesSeen(plan, hostName, context.host.name, context.routes).map((address) => network(address));
  const balancers = plan.hosts.filter((one) => one.roles.includes('haproxy')).flatMap((one) => seen(one.name));
  const { hba, users, clients: networks } = postgresOf(plan, cluster);
  const strong = users.filter(({ superuser, replication }) => superuser || replication);
  const clients = networks.map((client) => clientNetwork(client));
  const loopback = ['127.0.0.1/32', '::1/128'];
  // A standby cluster's members replicate from here, and after a switch of roles the other way round.
  const members = clusterFamily(plan, cluster).flatMap((one) => one.members.flatMap((member) => seen(member.host)));
  const fromMembers = (databases: string, role: string, addresses: readonly string[]) =>
    plan.security.tls
      ? [`hostssl ${databases} ${role} all ${scram} clientcert=verify-ca`]
      : unique(addresses).map((address) => `host ${databases} ${role} ${address} ${scram}`);
  const refused = (context.refused ?? [])
    .flatMap(({ addresses }) => addresses)
    .filter((address) => !plan.hosts.some((one) => seen(one.name).includes(network(address))));
  return [
    // Hosts that left have certificates and passwords that are good for this.
    ...(plan.security.tls
      ? unique(refused.map(network)).map(
          (address) => `host all,replication ${replicationRole},${rewindRole},${superuserRole} ${address} reject`,
        )
      : []),
    `local all ${superuserRole} peer`,
    `local replication ${replicationRole} ${scram}`,
    `local all ${poolRole} ${scram}`,
    ...socketRoles(plan).map(({ name, database }) => `local ${database} ${name} peer`),
    ...fromMembers('replication', replicationRole, members),
    ...fromMembers('all', rewindRole, members),
    ...fromMembers('all', superuserRole, [...members, ...loopback]),
    `host all ${[superuserRole, replicationRole, rewindRole, poolRole, ...socketRoles(plan).map(({ name }) => name)].join(',')} all reject`,
    // Whoever may do everything, or copy everything, comes through no proxy.
    ...(strong.length > 0
      ? unique(balancers).map(
          (address) =>
            `host all ${strong.map(({ name }) => checkedName('role', name, 'postgres.users: name')).join(',')} ${address} reject`,
        )
      : []),
    ...hba.filter(({ position }) => position === 'before').map(hbaLine),
    `local all all ${scram}`,
    // Clients arrive with the address of the HAProxy that they came through.
    ...unique([...loopback, ...balancers, ...clients]).map((address) => `${host} all all ${address} ${scram}`),
    ...hba.filter(({ position }) => position === 'after').map(hbaLine),
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
