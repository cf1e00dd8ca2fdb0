import type { Cluster, Host, Member, Plan } from '../plan/plan.ts';
import { regionOf } from '../plan/plan.ts';

/** A host with its place in the plan file. */
export interface PlacedHost extends Host {
  readonly index: number;
}

/** Hosts by name; of hosts with the same name the first. */
export function hostsByName(plan: Plan): ReadonlyMap<string, PlacedHost> {
  const hosts = new Map<string, PlacedHost>();
  for (const [index, host] of plan.hosts.entries()) if (!hosts.has(host.name)) hosts.set(host.name, { ...host, index });
  return hosts;
}

export interface PlacedMember {
  readonly cluster: Cluster;
  readonly clusterIndex: number;
  readonly member: Member;
  readonly memberIndex: number;
}

/** Every member of every cluster, in the order of the plan file. */
export function allMembers(plan: Plan): readonly PlacedMember[] {
  return plan.clusters.flatMap((cluster, clusterIndex) =>
    cluster.members.map((member, memberIndex) => ({ cluster, clusterIndex, member, memberIndex })),
  );
}

/** The members of one etcd cluster. */
export interface EtcdCluster {
  readonly region: 'primary' | 'standby';
  readonly members: readonly PlacedHost[];
  /** All hosts of the region, whatever runs on them. */
  readonly hosts: readonly PlacedHost[];
}

/** The etcd clusters of a plan: one in each region of geo-dr, one elsewhere. */
export function etcdClusters(plan: Plan): readonly EtcdCluster[] {
  const regions = plan.topology === 'geo-dr' ? (['primary', 'standby'] as const) : (['primary'] as const);
  const placed = plan.hosts.map((host, index) => ({ ...host, index }));
  return regions.map((region) => {
    const hosts = placed.filter((host) => regionOf(plan, host.site) === region);
    return { region, hosts, members: hosts.filter((host) => host.roles.includes('etcd')) };
  });
}

/** Whether a member may become a synchronous standby of another: offline members and those marked nosync never do. */
export function maySynchronise(member: Member): boolean {
  return member.role !== 'offline' && !member.nosync;
}

/** The entries that share a key with an earlier one, with the first that has it. */
export function repeats<T>(
  entries: readonly T[],
  keyOf: (entry: T) => string | undefined,
): readonly { readonly first: T; readonly again: T }[] {
  const seen = new Map<string, T>();
  return entries.flatMap((again) => {
    const key = keyOf(again);
    if (key === undefined) return [];
    const first = seen.get(key);
    if (first === undefined) seen.set(key, again);
    return first === undefined ? [] : [{ first, again }];
  });
}

/** The clusters that a virtual IP can follow: standby clusters accept no writes. */
export function vipClusters(plan: Plan): readonly Cluster[] {
  return plan.clusters.filter((cluster) => cluster.standbyOf === undefined);
}

/** The hosts that the virtual IP can be on. */
export function vipHosts(plan: Plan): readonly Host[] {
  const hosts = hostsByName(plan);
  const members = vipClusters(plan).flatMap((cluster) => cluster.members);
  return members.map((member) => hosts.get(member.host)).filter((host) => host !== undefined);
}
