import type { Cluster, Plan } from '../plan/plan.ts';
import { checkedName } from './checkedText.ts';
import { clusterFamily } from './hostContext.ts';

export interface SecretNeed {
  readonly name: string;
  readonly kind: 'password' | 'tls';
}

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
export const authoritySecret = 'tls/ca.crt';

export function certificateSecret(hostName: string): string {
  return `tls/${checkedName('host', hostName, 'hosts: name')}.crt`;
}

export function privateKeySecret(hostName: string): string {
  return `tls/${checkedName('host', hostName, 'hosts: name')}.key`;
}

/**
 * Every secret that the files and SQL of a plan name, each once, in a fixed order.
 * Passwords must be letters and digits only: they are put into files without quoting.
 * @throws Problem `render.unsafe-value` for a name that cannot be part of a secret's name
 */
export function secretsOf(plan: Plan): readonly SecretNeed[] {
  const names = new Set<string>();
  for (const cluster of plan.clusters) {
    const { user, ...fixed } = clusterSecrets(plan, cluster);
    for (const name of Object.values(fixed)) names.add(name);
    for (const one of plan.postgres.users) names.add(user(one.name));
  }
  if (plan.hosts.some((host) => host.roles.includes('haproxy'))) names.add(haproxyStatsSecret);
  const passwords = [...names].map((name): SecretNeed => ({ name, kind: 'password' }));
  if (!plan.security.tls) return passwords;
  const tls = [
    authoritySecret,
    ...plan.hosts.flatMap((host) => [certificateSecret(host.name), privateKeySecret(host.name)]),
  ];
  return [...passwords, ...tls.map((name): SecretNeed => ({ name, kind: 'tls' }))];
}
