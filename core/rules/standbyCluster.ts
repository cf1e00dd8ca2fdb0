import { clusterRegion } from '../plan/plan.ts';
import { quoted } from '../plan/problem.ts';
import { suggest } from '../plan/suggest.ts';
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
    const geo = plan.topology === 'geo-dr';
    if (geo && upstreams.length === plan.clusters.length)
      report(
        'error',
        ['clusters'],
        'The topology geo-dr has a standby cluster in the standby region, and no cluster of the plan has standbyOf.',
      );
    for (const [index, cluster] of plan.clusters.entries()) {
      const { standbyOf } = cluster;
      const region = clusterRegion(plan, cluster);
      if (standbyOf === undefined) {
        if (geo && region === 'standby')
          report(
            'error',
            ['clusters', index],
            `Cluster ${cluster.name} is in the standby region and follows no cluster.`,
            [
              ...(upstreams.length === 2 && upstreams.find((one) => one !== cluster) !== undefined
                ? [
                    fixOf(`Follow ${upstreams.find((one) => one !== cluster)?.name}`, [
                      ['clusters', index, 'standbyOf'],
                      { cluster: upstreams.find((one) => one !== cluster)?.name },
                    ]),
                  ]
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
          `Cluster ${cluster.name} follows another one, which only the topology geo-dr does.`,
          [fixOf('Make it a cluster of its own', [['clusters', index, 'standbyOf'], undefined])],
        );
      if (upstream === undefined) {
        const meant = suggest(
          standbyOf.cluster,
          upstreams.map((one) => one.name),
        );
        report(
          'error',
          path,
          `No cluster is called ${quoted(standbyOf.cluster)}; ${cluster.name} cannot follow it.`,
          meant === undefined ? [] : [fixOf(`Set ${meant}`, [path, meant])],
        );
      } else if (upstream.standbyOf !== undefined)
        report(
          'error',
          path,
          `Cluster ${cluster.name} follows ${upstream === cluster ? 'itself' : `${upstream.name}, which is a standby cluster itself`}: name the cluster that accepts writes.`,
          [...(upstreams.length === 1 ? [fixOf(`Set ${upstreams[0]?.name}`, [path, upstreams[0]?.name])] : [])],
        );
      else if (geo && clusterRegion(plan, upstream) === region)
        report(
          'error',
          path,
          `Cluster ${cluster.name} and the cluster that it follows, ${upstream.name}, are in the same region (${region}): what takes the region takes both.`,
        );
    }
  },
);
