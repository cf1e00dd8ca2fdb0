import { type Cluster, clusterRegion, etcdHosts, type Member, memberOn, type Plan, regionOf } from '../plan/plan.ts';
import { vipHosts } from '../render/vipFiles.ts';
import { resolveTiming } from '../timing/resolveTiming.ts';
import type { Timing } from '../timing/timing.ts';

/** What is known of a cluster before the failures. Anything left out is as the plan starts it. */
export interface InitialState {
  /** Member that leads; default: the one with the role primary. */
  readonly leader?: string | undefined;
  /** Members that are synchronous standbys now; default: unknown, so the worst choice that Patroni may have made. */
  readonly syncStandbys?: readonly string[] | undefined;
  /** Members that are further behind than `maximum_lag_on_failover` allows. */
  readonly lagging?: readonly string[] | undefined;
  /**
   * Members that have been gone for longer than a lease: the leader has dropped them from the key /failsafe, and none of them is the
   * synchronous standby.
   */
  readonly gone?: readonly string[] | undefined;
}

export interface SimulationOptions {
  /** Default: what the plan resolves to. */
  readonly timing?: Timing | undefined;
  /** By cluster name. */
  readonly initial?: Readonly<Record<string, InitialState>> | undefined;
}

/** A member with its host's index. */
export interface MemberModel {
  readonly member: Member;
  readonly host: number;
  /** May be a synchronous standby: neither tagged nosync nor offline. */
  readonly syncEligible: boolean;
  readonly lagging: boolean;
}

export interface ClusterModel {
  readonly cluster: Cluster;
  readonly members: readonly MemberModel[];
  readonly leader: MemberModel;
  /** Members that have a key in etcd when the failures come. */
  readonly registered: readonly MemberModel[];
  readonly etcd: readonly number[];
  /** Hosts whose HAProxy serves this cluster. */
  readonly haproxy: readonly number[];
  readonly syncStandbys: readonly string[] | undefined;
  /** Hosts that may hold the virtual IP, where it is this cluster's. */
  readonly vip: readonly number[];
  /** Index of the cluster that this one follows. */
  readonly upstream: number | undefined;
}

/** A plan looked up once for any number of simulations. Hosts are indices into `plan.hosts`. */
export interface QuorumModel {
  readonly plan: Plan;
  readonly timing: Timing;
  readonly hostNames: readonly string[];
  readonly hostIndex: ReadonlyMap<string, number>;
  readonly siteHosts: ReadonlyMap<string, readonly number[]>;
  readonly clusters: readonly ClusterModel[];
}

/**
 * Prepares a plan for simulation. Members on hosts that the plan does not have, and clusters without members, are left out:
 * the rules tell of them.
 */
export function quorumModel(plan: Plan, options: SimulationOptions = {}): QuorumModel {
  const hostIndex = new Map(plan.hosts.map((host, index) => [host.name, index]));
  const siteHosts = new Map<string, number[]>(plan.sites.map((site) => [site.name, []]));
  for (const [index, host] of plan.hosts.entries()) siteHosts.get(host.site)?.push(index);
  const known = plan.clusters.every(({ members }) => members.every(({ host }) => hostIndex.has(host)));
  const vip = known ? vipHosts(plan) : [];
  const clusters: ClusterModel[] = [];
  for (const cluster of plan.clusters) {
    const model = clusterModel(plan, cluster, hostIndex, options.initial?.[cluster.name] ?? {}, vip);
    if (model !== undefined) clusters.push(model);
  }
  const named = clusters.map((model) => model.cluster.name);
  return {
    plan,
    timing: options.timing ?? resolveTiming(plan),
    hostNames: plan.hosts.map((host) => host.name),
    hostIndex,
    siteHosts,
    clusters: clusters.map((model) => {
      const upstream = named.indexOf(model.cluster.standbyOf?.cluster ?? '');
      return upstream < 0 ? model : { ...model, upstream };
    }),
  };
}

function clusterModel(
  plan: Plan,
  cluster: Cluster,
  hostIndex: ReadonlyMap<string, number>,
  initial: InitialState,
  vip: readonly string[],
): ClusterModel | undefined {
  const members = cluster.members.flatMap((member): MemberModel[] => {
    const host = hostIndex.get(member.host);
    const syncEligible = !member.nosync && member.role !== 'offline';
    return host === undefined
      ? []
      : [{ member, host, syncEligible, lagging: initial.lagging?.includes(member.name) ?? false }];
  });
  const leader =
    members.find(({ member }) => member.name === initial.leader) ??
    members.find(({ member }) => member.role === 'primary') ??
    members[0];
  if (leader === undefined) return undefined;
  return {
    cluster,
    members,
    leader,
    registered: members.filter((one) => one === leader || !initial.gone?.includes(one.member.name)),
    etcd: etcdHosts(plan, cluster).map((host) => hostIndex.get(host.name) ?? -1),
    haproxy: plan.hosts.flatMap((host, index) =>
      host.roles.includes('haproxy') && served(plan, host.name, host.site) === cluster ? [index] : [],
    ),
    syncStandbys: initial.syncStandbys,
    vip: vip.flatMap((name) => (members.some(({ member }) => member.host === name) ? [hostIndex.get(name) ?? -1] : [])),
    upstream: undefined,
  };
}

/** The cluster that a host's HAProxy serves: its own member's, else the only one of its region. */
function served(plan: Plan, hostName: string, site: string): Cluster | undefined {
  const own = memberOn(plan, hostName)?.cluster;
  if (own !== undefined) return own;
  const near = plan.clusters.filter((cluster) => clusterRegion(plan, cluster) === regionOf(plan, site));
  return near.length === 1 ? near[0] : undefined;
}
