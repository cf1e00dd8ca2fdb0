import type { Host } from '../plan/plan.ts';
import { listOf, say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';
import { etcdClusters, hostsByName, type PlacedHost } from './lookups.ts';

/** What fails together (a rack, a room) holds neither all members of a cluster nor the majority of etcd. */
export const failureDomains = defineRule(
  {
    id: 'failure-domains',
    title: 'No zone holds a whole cluster or the majority of etcd',
    reference: 'Production checklist: members and etcd in different failure domains (rack, zone, site)',
  },
  (plan, report) => {
    const hosts = hostsByName(plan);
    for (const [index, cluster] of plan.clusters.entries()) {
      const places = cluster.members.map((member) => hosts.get(member.host)).filter((host) => host !== undefined);
      const [first] = places;
      if (first === undefined || places.length < 2 || places.some((host) => domain(host) !== domain(first))) continue;
      report(
        'warning',
        ['clusters', index, 'members'],
        say`All ${places.length} members of ${cluster.name} are in zone ${first.zone}: what takes the zone takes the cluster. Spread them over zones.`,
      );
    }
    for (const { members } of etcdClusters(plan)) {
      const majority = Math.floor(members.length / 2) + 1;
      if (members.length < 3) continue;
      for (const together of byDomain(members)) {
        const [first] = together;
        if (first === undefined || together.length < majority) continue;
        report(
          'warning',
          ['hosts', first.index, 'zone'],
          say`Zone ${first.zone} holds ${together.length} of ${members.length} etcd members (${listOf(together.map((host) => host.name))}): what takes the zone ends the quorum, and with it failover.`,
        );
      }
    }
  },
);

function domain(host: Host): string {
  return `${host.site}/${host.zone}`;
}

function byDomain(hosts: readonly PlacedHost[]): readonly (readonly PlacedHost[])[] {
  const groups = new Map<string, PlacedHost[]>();
  for (const host of hosts) groups.set(domain(host), [...(groups.get(domain(host)) ?? []), host]);
  return [...groups.values()];
}
