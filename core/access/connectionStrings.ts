import type { Cluster, Plan } from '../plan/plan.ts';
import { postgresOf } from '../plan/postgresOf.ts';
import { bracketed } from '../render/checkedText.ts';
import { servedCluster } from '../render/hostContext.ts';

/** How clients reach one service of a cluster. */
export interface ConnectionString {
  readonly cluster: string;
  /** A HAProxy service, or `members` for clients that find the leader themselves. */
  readonly service: 'primary' | 'replica' | 'default' | 'offline' | 'members';
  readonly port: number;
  /** Through PgBouncer, which pools by transaction. */
  readonly pooled: boolean;
  /** For libpq: psql, psycopg, pgx and others. */
  readonly uri: string;
  readonly jdbc: string;
}

const services = [
  { service: 'primary', pooled: true },
  { service: 'replica', pooled: true },
  { service: 'default', pooled: false },
  { service: 'offline', pooled: false },
] as const;

/**
 * The connection strings of every cluster. Several HAProxy hosts stand in one string: a client tries the next when one does not answer.
 * A name or virtual IP of the plan takes their place. Hosts of a draft that have no address yet are left out. No password is in them.
 */
export function connectionStrings(plan: Plan): readonly ConnectionString[] {
  return plan.clusters.flatMap((cluster) => clusterStrings(plan, cluster));
}

function clusterStrings(plan: Plan, cluster: Cluster): readonly ConnectionString[] {
  const balancers = plan.hosts.filter(
    (host) => host.roles.includes('haproxy') && servedCluster(plan, host).name === cluster.name,
  );
  if (balancers.length === 0) {
    const members = cluster.members.filter((member) => member.role !== 'offline');
    const addresses = members.flatMap((member) => plan.hosts.find((host) => host.name === member.host)?.address || []);
    return [stringsOf(plan, cluster, 'members', addresses, plan.postgres.port, false)];
  }
  const { vip, dns } = plan.access;
  const shared = cluster.standbyOf === undefined ? (dns ?? (vip?.address.split('/')[0] || undefined)) : undefined;
  const addresses = shared === undefined ? balancers.flatMap((host) => host.address || []) : [shared];
  return services.map(({ service, pooled }) =>
    stringsOf(plan, cluster, service, addresses, plan.haproxy.ports[service], pooled),
  );
}

/** The user that the strings name: one that logs in, the owner of the first database if it does. */
export function loginOf(plan: Plan, cluster: Cluster): string | undefined {
  const { databases, users } = postgresOf(plan, cluster);
  const logins = users.filter(({ login }) => login);
  return (logins.find(({ name }) => name === databases[0]?.owner) ?? logins[0])?.name;
}

function stringsOf(
  plan: Plan,
  cluster: Cluster,
  service: ConnectionString['service'],
  addresses: readonly string[],
  port: number,
  pooled: boolean,
): ConnectionString {
  const [database] = postgresOf(plan, cluster).databases;
  const user = loginOf(plan, cluster);
  const name = encodeURIComponent(database?.name ?? 'postgres');
  const places = addresses.map((address) => `${bracketed(address)}:${port}`).join(',');
  const tls = plan.security.tls ? { sslmode: 'verify-full', sslrootcert: 'ca.crt' } : {};
  const find = service === 'members' ? { target_session_attrs: 'read-write' } : {};
  const findJdbc = service === 'members' ? { targetServerType: 'primary' } : {};
  const login = user === undefined ? '' : `${encodeURIComponent(user)}@`;
  return {
    cluster: cluster.name,
    service,
    port,
    pooled,
    uri: `postgresql://${login}${places}/${name}${query({ ...find, connect_timeout: '3', ...tls })}`,
    jdbc: `jdbc:postgresql://${places}/${name}${query({ ...(user === undefined ? {} : { user }), ...findJdbc, connectTimeout: '3', ...tls })}`,
  };
}

function query(values: Readonly<Record<string, string>>): string {
  const parts = Object.entries(values).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
