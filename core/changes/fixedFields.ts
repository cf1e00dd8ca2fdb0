import type { Plan } from '../plan/plan.ts';

/** A field of the plan that a deployment cannot change once its services run. */
export interface FixedField {
  readonly path: readonly string[];
  /** Its value; undefined where the plan leaves it out, which is a value of its own. */
  of(plan: Plan): string | number | boolean | undefined;
}

/**
 * Ports, because the parts of a cluster find each other by them and change at different moments; TLS, because members that speak it and
 * members that do not cannot talk; data directories, because nothing moves what is in them; the virtual IP, because the host that holds it would keep the old one.
 */
export const fixedFields: readonly FixedField[] = [
  { path: ['postgres', 'port'], of: ({ postgres }) => postgres.port },
  { path: ['postgres', 'dataDirectory'], of: ({ postgres }) => postgres.dataDirectory },
  { path: ['postgres', 'walDirectory'], of: ({ postgres }) => postgres.walDirectory },
  { path: ['etcd', 'dataDirectory'], of: ({ etcd }) => etcd.dataDirectory },
  { path: ['patroni', 'port'], of: ({ patroni }) => patroni.port },
  { path: ['etcd', 'clientPort'], of: ({ etcd }) => etcd.clientPort },
  { path: ['etcd', 'peerPort'], of: ({ etcd }) => etcd.peerPort },
  { path: ['pgbouncer', 'port'], of: ({ pgbouncer }) => pgbouncer.port },
  { path: ['haproxy', 'ports', 'primary'], of: ({ haproxy }) => haproxy.ports.primary },
  { path: ['haproxy', 'ports', 'replica'], of: ({ haproxy }) => haproxy.ports.replica },
  { path: ['haproxy', 'ports', 'default'], of: ({ haproxy }) => haproxy.ports.default },
  { path: ['haproxy', 'ports', 'offline'], of: ({ haproxy }) => haproxy.ports.offline },
  { path: ['haproxy', 'ports', 'stats'], of: ({ haproxy }) => haproxy.ports.stats },
  { path: ['security', 'tls'], of: ({ security }) => security.tls },
  { path: ['access', 'vip', 'address'], of: ({ access }) => access.vip?.address },
  { path: ['access', 'vip', 'interface'], of: ({ access }) => access.vip?.interface },
];
