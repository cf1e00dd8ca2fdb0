import type { Cluster, Plan } from './plan.ts';

/** The clusters that share their data with this one: its upstream and every standby cluster of that, in the order of the plan. */
export function clusterFamily(plan: Plan, cluster: Cluster): readonly Cluster[] {
  const root = upstreamRoot(plan, cluster);
  return plan.clusters.filter((candidate) => upstreamRoot(plan, candidate).name === root.name);
}

/** The cluster at the end of `standbyOf`: roles and passwords are replicated from it. */
export function upstreamRoot(plan: Plan, cluster: Cluster): Cluster {
  let root = cluster;
  for (let hops = 0; hops < plan.clusters.length; hops++) {
    const upstream = plan.clusters.find((candidate) => candidate.name === root.standbyOf?.cluster);
    if (upstream === undefined) break;
    root = upstream;
  }
  return root;
}

/** How many clusters a cluster follows, one after the other: 0 for one that takes writes. */
export function clusterDepth(plan: Pick<Plan, 'clusters'>, cluster: Cluster): number {
  let depth = 0;
  for (let at = cluster; depth <= plan.clusters.length; depth++) {
    const upstream = plan.clusters.find(({ name }) => name === at.standbyOf?.cluster);
    if (upstream === undefined) break;
    at = upstream;
  }
  return depth;
}
