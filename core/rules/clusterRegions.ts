import { regionOf } from '../plan/plan.ts';
import { listOf, say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';
import { hostsByName } from './lookups.ts';

/** A cluster's members share an etcd cluster, so they are in one region. */
export const clusterRegions = defineRule(
  {
    id: 'cluster-regions',
    title: 'All members of a cluster are in one region',
    reference: 'Topology geo-dr: one independent etcd cluster per region',
  },
  (plan, report) => {
    if (plan.topology !== 'geo-dr') return;
    const hosts = hostsByName(plan);
    for (const [index, cluster] of plan.clusters.entries()) {
      const places = cluster.members.map((member) => hosts.get(member.host)).filter((host) => host !== undefined);
      const away = places.filter((host) => regionOf(plan, host.site) === 'standby');
      if (away.length > 0 && away.length < places.length)
        report(
          'error',
          ['clusters', index, 'members'],
          say`Cluster ${cluster.name} has members in both regions (${listOf(away.map((host) => host.name))} in the standby region): each region has its own etcd, and a cluster can have one leader only. Make them a standby cluster.`,
        );
    }
  },
);
