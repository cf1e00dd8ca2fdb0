import { clusterFamily } from '../plan/clusterFamily.ts';
import type { Cluster, Plan } from '../plan/plan.ts';
import { checkedName } from './checkedText.ts';

/**
 * Names of the secrets of one cluster. Those of roles are shared by a cluster and those that follow it, since roles and passwords are
 * replicated. They carry the name of the family's first cluster in the plan, so that they stay the same when the regions change places.
 */
export function clusterSecrets(plan: Plan, cluster: Cluster) {
  const own = checkedName('cluster', cluster.name, 'clusters: name');
  const upstream = checkedName('cluster', clusterFamily(plan, cluster)[0]?.name ?? cluster.name, 'clusters: name');
  return {
    superuser: `postgres/${upstream}/superuser`,
    replication: `postgres/${upstream}/replication`,
    rewind: `postgres/${upstream}/rewind`,
    monitor: `postgres/${upstream}/monitor`,
    pool: `pgbouncer/${upstream}/auth`,
    user: (name: string) => `user/${upstream}/${checkedName('role', name, 'postgres.users: name')}`,
    rest: `patroni/${own}/rest`,
  };
}

export const haproxyStatsSecret = 'haproxy/stats';
/** Signs what hosts show each other: etcd, Patroni's REST, replication. */
export const authoritySecret = 'tls/members-ca.crt';
/** What clients trust: the authority of the certificates that PostgreSQL and PgBouncer show. */
export const clientsAuthoritySecret = 'tls/ca.crt';

/**
 * Where the store keeps an authority that comes in while the other one still signs, one that is trusted though another one signs now, and one that
 * is trusted no more and may still be on hosts.
 */
export const comingAuthority = (secret: string) => secret.replace(/^tls\//, 'tls/next/');
export const formerAuthority = (secret: string) => secret.replace(/^tls\//, 'tls/former/');
export const leavingAuthority = (secret: string) => secret.replace(/^tls\//, 'tls/leaving/');
/** Where the store keeps a password that hosts may still have while another one comes to them. */
export const formerPassword = (secret: string) => `former/${secret}`;

/**
 * What a certificate of a host is for. Each answers for nothing else:
 * - `etcd`: the etcd member, towards clients and peers, in both directions.
 * - `rest`: Patroni's REST interface and HAProxy's statistics.
 * - `member`: the host as a client: of etcd, of other Patronis, of other PostgreSQLs. It holds no address, so that it does not matter
 *   from which one a connection comes.
 * - `clients`: PostgreSQL and PgBouncer. Clients see it behind the address of any HAProxy, so it carries all of these; therefore it is of an
 *   authority of its own, which nothing but clients (and replicas, for the server that they copy) trusts.
 */
export const certificateUses = ['etcd', 'rest', 'member', 'clients'] as const;
export type CertificateUse = (typeof certificateUses)[number];

/** The name of a host's certificate in the store, without `.crt` and `.key`. */
export function leafSecret(use: CertificateUse, hostName: string): string {
  const host = checkedName('host', hostName, 'hosts: name');
  return use === 'etcd' ? `tls/${host}` : `tls/${use}/${host}`;
}
