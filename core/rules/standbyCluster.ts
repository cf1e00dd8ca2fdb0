import { clusterRegion } from '../plan/plan.ts';
import { quoted } from '../plan/problem.ts';
import { suggest } from '../plan/suggest.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** A standby cluster is in the standby region and follows a cluster of the primary region. */
export const standbyCluster = defineRule(
  {
    id: 'standby-cluster',
    title: 'The standby region follows the primary region',
    reference: 'Patroni docs/standby_cluster; topology geo-dr: one standby cluster in the other region',
  },
  (plan, report) => {
    const clusters = new Map(plan.clusters.map((cluster) => [cluster.name, cluster]));
    const upstreams = plan.clusters.filter((cluster) => cluster.standbyOf === undefined);
    const [only] = upstreams;
    const geo = plan.topology === 'geo-dr';
    if (geo && upstreams.length === plan.clusters.length)
      report(
        'error',
        ['clusters'],
        say`The topology geo-dr has a standby cluster in the standby region, and no cluster of the plan has standbyOf.`,
      );
    for (const [index, cluster] of plan.clusters.entries()) {
      const { standbyOf } = cluster;
      const region = clusterRegion(plan, cluster);
      const place = region === 'standby' ? say`standby region` : say`primary region`;
      if (standbyOf === undefined) {
        const other = upstreams.find((one) => one !== cluster);
        if (geo && region === 'standby')
          report(
            'error',
            ['clusters', index],
            say`Cluster ${cluster.name} is in the standby region and follows no cluster.`,
            [
              ...(upstreams.length === 2 && other !== undefined
                ? [fixOf(say`Follow ${other.name}`, [['clusters', index, 'standbyOf'], { cluster: other.name }])]
                : []),
            ],
          );
        continue;
      }
      const path = ['clusters', index, 'standbyOf', 'cluster'];
      const upstream = clusters.get(standbyOf.cluster);
      if (!geo)
        report(
          'error',
          ['clusters', index, 'standbyOf'],
          say`Cluster ${cluster.name} follows another one, which only the topology geo-dr does.`,
          [fixOf(say`Make it a cluster of its own`, [['clusters', index, 'standbyOf'], undefined])],
        );
      if (upstream === undefined) {
        const meant = suggest(
          standbyOf.cluster,
          upstreams.map((one) => one.name),
        );
        report(
          'error',
          path,
          say`No cluster is called ${quoted(standbyOf.cluster)}; ${cluster.name} cannot follow it.`,
          meant === undefined ? [] : [fixOf(say`Set ${meant}`, [path, meant])],
        );
      } else if (upstream.standbyOf !== undefined)
        report(
          'error',
          path,
          upstream === cluster
            ? say`Cluster ${cluster.name} follows itself: name the cluster that accepts writes.`
            : say`Cluster ${cluster.name} follows ${upstream.name}, which is a standby cluster itself: name the cluster that accepts writes.`,
          upstreams.length === 1 && only !== undefined ? [fixOf(say`Set ${only.name}`, [path, only.name])] : [],
        );
      else if (geo && clusterRegion(plan, upstream) === region)
        report(
          'error',
          path,
          say`Cluster ${cluster.name} and the cluster that it follows, ${upstream.name}, are both in the ${place}: what takes the region takes both.`,
        );
    }
  },
);
