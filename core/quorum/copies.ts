import type { ClusterState } from './clusterState.ts';
import type { ClusterModel, QuorumModel } from './model.ts';

/** Clusters that share their data with this one and have a host left. */
export function copiesElsewhere({ model, cluster, damage }: ClusterState): readonly string[] {
  const root = rootOf(model, cluster);
  return model.clusters
    .filter((other) => other !== cluster && rootOf(model, other) === root)
    .filter((other) => other.members.some((one) => damage.up(one.host)))
    .map((other) => other.cluster.name);
}

function rootOf(model: QuorumModel, cluster: ClusterModel): string {
  let root = cluster;
  for (let hops = 0; hops < model.clusters.length; hops++) {
    const upstream = root.upstream === undefined ? undefined : model.clusters[root.upstream];
    if (upstream === undefined) break;
    root = upstream;
  }
  return root.cluster.name;
}
