import { parseAddress, parseCidr } from '../plan/address.ts';
import type { Cluster } from '../plan/plan.ts';
import { postgresOf } from '../plan/postgresOf.ts';
import type { HostContext } from './hostContext.ts';
import { addressesSeen } from './hostNetwork.ts';

/** Every network of both families. */
export const anywhere: readonly string[] = ['0.0.0.0/0', '::/0'];

/**
 * The networks from which HAProxy and PgBouncer of a host accept clients of a cluster: those of `postgres.clients`, and the hosts of the plan
 * themselves, from which this program and the proxies come. Names are left out: these two compare addresses.
 * @returns networks, each once; `anywhere` when the plan lets in everybody
 */
export function clientSources(context: HostContext, cluster: Cluster): readonly string[] {
  const { plan, host, routes } = context;
  const clients = postgresOf(plan, cluster).clients.flatMap((client) => networkOf(client) ?? []);
  if (anywhere.every((network) => clients.includes(network))) return anywhere;
  const own = plan.hosts.flatMap((one) =>
    addressesSeen(plan, one.name, host.name, routes).flatMap((address) => networkOf(address) ?? []),
  );
  return [...new Set(['127.0.0.0/8', '::1/128', ...own, ...clients])];
}

/** A network as it is written, or an address as a network of its own; undefined for a name. */
export function networkOf(text: string): string | undefined {
  const cidr = parseCidr(text);
  if (cidr !== undefined) return `${cidr.address}/${cidr.prefix}`;
  const parsed = parseAddress(text);
  if (parsed === undefined || parsed.kind === 'name') return undefined;
  return `${parsed.canonical}/${parsed.kind === 'ipv6' ? 128 : 32}`;
}
