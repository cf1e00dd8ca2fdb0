import type { Operation } from './operation.ts';

/** What a step is called on its host. An edge of the order names a step by one of these, so that the compiler finds a name that no step has. */
const fixedNames = [
  'host/claim',
  'host/record',
  'host/forget',
  'packages/bundle',
  'packages/install',
  'packages/hold',
  'packages/remove',
  'system/files',
  'system/settings',
  'systemd/reload',
  'etcd/files',
  'etcd/start',
  'etcd/restart',
  'etcd/stop',
  'etcd/clear-initialize',
  'patroni/files',
  'patroni/start',
  'patroni/leader',
  'patroni/running',
  'patroni/read',
  'patroni/reload',
  'postgres/restart',
  'pgbouncer/files',
  'pgbouncer/reload',
  'pgbouncer/restart',
  'haproxy/files',
  'haproxy/reload',
  'haproxy/restart',
  'vip/files',
  'vip/reload',
  'vip/restart',
  'access/start',
  'data/clear',
  'data/remove',
  'files/restore',
  'files/return',
  'services/stop',
] as const;

/** The name of a step without its host; those of a cluster carry the cluster's name. */
export type OperationName = (typeof fixedNames)[number] | `config/${string}` | `sql/${string}`;

/** Whether this is how an operation of this program may be called: `<host>/` and one of the names. */
export function isOperationId({ id, host }: Pick<Operation, 'id' | 'host'>): boolean {
  const name = id.startsWith(`${host}/`) ? id.slice(host.length + 1) : '';
  return (fixedNames as readonly string[]).includes(name) || /^(?:config|sql)\/[^/]+$/.test(name);
}
