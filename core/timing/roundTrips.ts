import { type Plan, regionOf } from '../plan/plan.ts';

/**
 * The round trip between two sites, or within one, as the plan gives it.
 * @returns seconds, or undefined when the plan does not say
 */
export function siteRoundTripSeconds(plan: Plan, one: string, other: string): number | undefined {
  if (one === other) return plan.network.rtt;
  return plan.network.links.find(
    ({ between: [from, to] }) => (from === one && to === other) || (from === other && to === one),
  )?.rtt;
}

/**
 * The largest round trip between two etcd members of one etcd cluster (geo-dr has one in each region).
 * @returns seconds, or undefined when the plan gives no round trip between any two of them
 */
export function etcdRoundTripSeconds(plan: Plan): number | undefined {
  const membersPerSite = new Map<string, number>();
  for (const host of plan.hosts)
    if (host.roles.includes('etcd')) membersPerSite.set(host.site, (membersPerSite.get(host.site) ?? 0) + 1);
  const sites = [...membersPerSite.keys()];
  let largest: number | undefined;
  for (const [index, one] of sites.entries())
    for (const other of sites.slice(index)) {
      if (one === other && (membersPerSite.get(one) ?? 0) < 2) continue;
      if (regionOf(plan, one) !== regionOf(plan, other)) continue;
      const seconds = siteRoundTripSeconds(plan, one, other);
      if (seconds !== undefined) largest = Math.max(largest ?? 0, seconds);
    }
  return largest;
}
