import type { PeerRoute } from '../facts/peerRoutes.ts';
import { parseAddress } from '../plan/address.ts';
import type { Plan } from '../plan/plan.ts';

/** What each host says of its ways to the others, by host name; a host that was not asked has none. */
export type Routes = Readonly<Record<string, readonly PeerRoute[]>>;

/**
 * The numbers with which a host's connections arrive at other hosts, beyond its address in the plan: it may have several.
 *
 * Each host speaks for itself, and a host that somebody took over may claim anything: numbers that the plan gives to another host or to the
 * virtual IP, and numbers that two hosts claim, are nobody's.
 */
export function sourcesOf(plan: Plan, hostName: string, routes: Routes): readonly string[] {
  const own = claims(routes, hostName);
  const taken = new Set([
    ...plan.hosts.flatMap((host) =>
      host.name === hostName ? [] : [canonical(host.address), ...claims(routes, host.name)],
    ),
    ...(plan.access.vip === undefined ? [] : [canonical(plan.access.vip.address.split('/')[0] ?? '')]),
  ]);
  return own.filter((address) => !taken.has(address)).sort();
}

/**
 * Every number by which `viewer` may see connections from `hostName`: its address in the plan, or what the viewer's own resolver makes of that name,
 * and the sources that the host itself names. Without any of these, the name: then PostgreSQL has to look it up.
 */
export function addressesSeen(plan: Plan, hostName: string, viewer: string, routes: Routes): readonly string[] {
  const host = plan.hosts.find((one) => one.name === hostName);
  if (host === undefined) return [];
  const planned = canonical(host.address);
  const resolved = isName(planned)
    ? (routes[viewer] ?? []).filter((route) => canonical(route.to) === planned).map((route) => route.address)
    : [planned];
  const seen = [...new Set([...resolved, ...sourcesOf(plan, hostName, routes)])].sort();
  return seen.length === 0 ? [planned] : seen;
}

/** Whether a host that is known by a name is reached by IPv6 too, as it or any other host resolves the names. */
export function resolvesToIpv6(routes: Routes): boolean {
  return Object.values(routes).some((ways) => ways.some(({ to, address }) => isName(to) && address.includes(':')));
}

/**
 * Where a program reaches a service on its own host: a name may mean something else there, or nothing, and services of a host that
 * is known by a name listen on every address.
 */
export function addressOnHost(address: string): string {
  return isName(address) ? '127.0.0.1' : address;
}

/** Whether an address has to be resolved. */
export function isName(address: string): boolean {
  return parseAddress(address)?.kind === 'name';
}

function claims(routes: Routes, hostName: string): readonly string[] {
  return [...new Set((routes[hostName] ?? []).flatMap(({ source }) => (source === undefined ? [] : [source])))];
}

function canonical(address: string): string {
  return parseAddress(address)?.canonical ?? address;
}
