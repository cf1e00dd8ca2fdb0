import { componentPorts } from '../components/components.ts';
import { clusterRegion, etcdHosts, type Plan, regionOf } from '../plan/plan.ts';

/** A TCP port that a host will serve. */
export interface ServedPort {
  readonly service: string;
  readonly port: number;
  /** By what names `ss` shows who listens. */
  readonly programs: readonly string[];
}

/** A connection that the cluster needs between two hosts. */
export interface NeededConnection extends Pick<ServedPort, 'service' | 'port'> {
  readonly from: string;
  readonly to: string;
}

/** The ports that a host will serve, by what runs there. */
export function servedPorts(plan: Plan, hostName: string): readonly ServedPort[] {
  const host = plan.hosts.find((candidate) => candidate.name === hostName);
  if (host === undefined) return [];
  return componentPorts
    .filter(({ component }) => component.runsOn(plan, host))
    .map(({ service, of, programs }) => ({ service, port: of(plan), programs }));
}

/**
 * Every connection between two different hosts that the plan needs: etcd peers, members to etcd, members to each other (replication and
 * failsafe), HAProxy to members, and a standby cluster to the cluster that it follows.
 */
export function neededConnections(plan: Plan): readonly NeededConnection[] {
  const needed = new Map<string, NeededConnection>();
  const add = (from: string, to: string, service: string, port: number) => {
    if (from !== to) needed.set(`${from} ${to} ${port}`, { from, to, service, port });
  };
  for (const cluster of plan.clusters) {
    const members = cluster.members.map((member) => member.host);
    const etcd = etcdHosts(plan, cluster).map((host) => host.name);
    for (const from of etcd) for (const to of etcd) add(from, to, 'etcd peer', plan.etcd.peerPort);
    for (const from of members) {
      for (const to of etcd) add(from, to, 'etcd client', plan.etcd.clientPort);
      for (const to of members) {
        add(from, to, 'postgres', plan.postgres.port);
        add(from, to, 'patroni', plan.patroni.port);
      }
    }
    const region = clusterRegion(plan, cluster);
    const proxies = plan.hosts.filter((host) => host.roles.includes('haproxy') && regionOf(plan, host.site) === region);
    for (const proxy of proxies) {
      for (const to of members) {
        add(proxy.name, to, 'patroni', plan.patroni.port);
        add(proxy.name, to, 'pgbouncer', plan.pgbouncer.port);
        add(proxy.name, to, 'postgres', plan.postgres.port);
      }
    }
    const upstream = plan.clusters.find((candidate) => candidate.name === cluster.standbyOf?.cluster);
    for (const from of upstream === undefined ? [] : members) {
      for (const member of upstream?.members ?? []) add(from, member.host, 'postgres', plan.postgres.port);
    }
  }
  return [...needed.values()];
}
