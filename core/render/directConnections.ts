import { type Cluster, memberOn, type Plan, regionOf } from '../plan/plan.ts';
import { postgresOf } from '../plan/postgresOf.ts';
import { vipCluster } from './vipFiles.ts';

/** Connections that Patroni, monitoring and the superuser need beside those of clients. */
export const reservedConnections = 20;

/** What each HAProxy offers at least of a server: a service that takes nobody would be none. */
export const fewestDirect = 10;

/** The HAProxies through which clients reach a cluster at the same time: only who holds the virtual IP, where there is one; else all that serve it. */
export function proxiesInUse(plan: Plan, cluster: Cluster): number {
  const { vip, dns } = plan.access;
  if (vip !== undefined && dns === undefined && cluster === vipCluster(plan)) return 1;
  const regions = cluster.members.flatMap(({ host }) => plan.hosts.filter(({ name }) => name === host));
  const proxies = plan.hosts.filter((host) => {
    if (!host.roles.includes('haproxy')) return false;
    const member = memberOn(plan, host.name);
    if (member !== undefined) return member.cluster.name === cluster.name;
    return regions.some(({ site }) => regionOf(plan, site) === regionOf(plan, host.site));
  });
  return Math.max(1, proxies.length);
}

/** The connections to its PostgreSQL that the PgBouncer of a member may take; without a limit of their own, one full pool for each database. */
export function pooledConnections(plan: Plan, cluster: Cluster): number {
  const { maxDbConnections, defaultPoolSize } = plan.pgbouncer;
  const { databases } = postgresOf(plan, cluster);
  return (maxDbConnections === 0 ? defaultPoolSize : maxDbConnections) * Math.max(1, databases.length);
}

/**
 * The connections past the pools that one HAProxy may have to one server: with those of the other HAProxies, of the pools and of the cluster itself
 * they are no more than PostgreSQL accepts. Who comes when all are taken waits in HAProxy's queue, where PostgreSQL would refuse.
 */
export function directConnections(plan: Plan, cluster: Cluster, maxConnections: number): number {
  const left = maxConnections - reservedConnections - pooledConnections(plan, cluster);
  const share = Math.max(fewestDirect, Math.floor(left / proxiesInUse(plan, cluster)));
  return Math.min(plan.haproxy.maxconn, share);
}
