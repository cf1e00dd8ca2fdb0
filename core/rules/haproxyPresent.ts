import { type Plan, regionOf } from '../plan/plan.ts';
import { say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';
import { hostsByName } from './lookups.ts';

/** Every HAProxy serves one cluster, and every cluster has one. */
export const haproxyPresent = defineRule(
  {
    id: 'haproxy-cluster',
    title: 'Every HAProxy serves one cluster, and every region has one',
    reference: 'The four services have fixed ports, so an HAProxy belongs to one cluster: that of the member beside it',
  },
  (plan, report) => {
    const members = new Set(plan.clusters.flatMap((cluster) => cluster.members.map((member) => member.host)));
    const perRegion = clustersPerRegion(plan);
    for (const [index, host] of plan.hosts.entries()) {
      if (!host.roles.includes('haproxy') || members.has(host.name)) continue;
      const count = perRegion.get(regionOf(plan, host.site)) ?? 0;
      if (count > 1)
        report(
          'error',
          ['hosts', index, 'roles'],
          say`HAProxy on ${host.name} could serve ${count} clusters, and its ports belong to one. Put HAProxy on hosts with a member.`,
        );
    }
    if (!plan.hosts.some((host) => host.roles.includes('haproxy')))
      report(
        'warning',
        ['hosts'],
        say`No host has the role haproxy: clients must find the primary themselves, with connection strings that name every member and target_session_attrs.`,
      );
  },
);

function clustersPerRegion(plan: Plan): ReadonlyMap<string, number> {
  const hosts = hostsByName(plan);
  const counts = new Map<string, number>();
  for (const cluster of plan.clusters) {
    const sites = cluster.members.map((member) => hosts.get(member.host)?.site).filter((site) => site !== undefined);
    for (const region of new Set(sites.map((site) => regionOf(plan, site))))
      counts.set(region, (counts.get(region) ?? 0) + 1);
  }
  return counts;
}
