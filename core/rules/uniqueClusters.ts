import { quoted } from '../plan/problem.ts';
import { say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';
import { repeats } from './lookups.ts';

/** Cluster names are etcd paths and part of every member's name, in both regions. */
export const uniqueClusters = defineRule(
  {
    id: 'unique-clusters',
    title: 'Names of clusters are unique',
    reference: 'Patroni scope: the path of the cluster in etcd; replication slots are lower case',
  },
  (plan, report) => {
    const placed = plan.clusters.map((cluster, index) => ({ cluster, index }));
    for (const { first, again } of repeats(placed, ({ cluster }) => cluster.name.toLowerCase()))
      report(
        'error',
        ['clusters', again.index, 'name'],
        say`The cluster name ${quoted(again.cluster.name)} is already taken by cluster ${first.index + 1} (upper and lower case count as the same): give it a name of its own.`,
      );
  },
);
