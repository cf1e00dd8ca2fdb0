import { clusterRegion, etcdHosts, memberOn, type Plan, regionOf } from '../plan/plan.ts';

/** A TCP port that a host will serve. */
export interface ServedPort {
  readonly service: 'postgres' | 'patroni' | 'pgbouncer' | 'etcd client' | 'etcd peer' | 'haproxy';
  readonly port: number;
}

/** A connection that the cluster needs between two hosts. */
export interface NeededConnection extends ServedPort {
  readonly from: string;
  readonly to: string;
}

/** The ports that a host will serve, by its roles in the plan. */
export function servedPorts(plan: Plan, hostName: string): readonly ServedPort[] {
  const host = plan.hosts.find((candidate) => candidate.name === hostName);
  if (host === undefined) return [];
  const ports: ServedPort[] = [];
  if (host.roles.includes('postgres') && memberOn(plan, hostName) !== undefined) {
    ports.push({ service: 'postgres', port: plan.postgres.port });
    ports.push({ service: 'patroni', port: plan.patroni.port });
    ports.push({ service: 'pgbouncer', port: plan.pgbouncer.port });
  }
  if (host.roles.includes('etcd')) {
    ports.push({ service: 'etcd client', port: plan.etcd.clientPort });
    ports.push({ service: 'etcd peer', port: plan.etcd.peerPort });
  }
  if (host.roles.includes('haproxy')) {
    for (const port of Object.values(plan.haproxy.ports)) ports.push({ service: 'haproxy', port });
  }
  return ports;
}

/**
 * Every connection between two different hosts that the plan needs: etcd peers, members to etcd, members to each other (replication and
 * failsafe), HAProxy to members, and a standby cluster to the cluster that it follows.
 */
export function neededConnections(plan: Plan): readonly NeededConnection[] {
  const needed = new Map<string, NeededConnection>();
  const add = (from: string, to: string, service: ServedPort['service'], port: number) => {
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
