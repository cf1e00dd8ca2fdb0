import { type ComponentId, components } from '../components/components.ts';
import type { Operation } from './operation.ts';

/** What a step is called on its host. An edge of the order names a step by one of these, so that the compiler finds a name that no step has. */
export const fixedNames = [
  'host/claim',
  'host/note',
  'host/record',
  'host/forget',
  'packages/bundle',
  'packages/install',
  'packages/hold',
  'packages/upgrade',
  'packages/settle',
  'packages/remove',
  'system/settings',
  'systemd/reload',
  'etcd/start',
  'etcd/stop',
  'etcd/noted',
  'components/remove',
  'etcd/clear-initialize',
  'patroni/start',
  'patroni/leader',
  'patroni/running',
  'patroni/read',
  'patroni/passwords',
  'postgres/restart',
  'access/start',
  'data/clear',
  'data/remove',
  'files/restore',
  'files/return',
  'services/stop',
  'patroni/switchover',
  'patroni/copy',
  'patroni/pause',
  'patroni/resume',
  'objects/database',
  'objects/user',
  'dr/fence',
  'dr/promote',
  'dr/slot',
  'dr/etcd',
  'dr/empty',
  'dr/follow',
  'dr/forget',
  'dr/start',
  'major/try',
  'major/begin',
  'major/stop',
  'major/convert',
  'major/switch',
  'major/settle',
  'major/back',
  'major/end',
  'major/remove',
  'adopt/keep',
  'adopt/roles',
  'adopt/take',
  'adopt/taken',
  'adopt/returning',
  'adopt/halt',
  'adopt/back',
  'adopt/final',
] as const;
export type FixedName = (typeof fixedNames)[number];

/** What is done with any component. */
const componentVerbs = ['files', 'reload', 'restart'] as const;

/** The name of a step without its host; those of a cluster or member carry its name. */
export type OperationName =
  | FixedName
  | `${ComponentId}/${(typeof componentVerbs)[number]}`
  | `config/${string}`
  | `sql/${string}`
  | `etcd/expel/${string}`
  | `etcd/forget/${string}`
  | `dr/copy/${string}`;

const names: ReadonlySet<string> = new Set([
  ...fixedNames,
  ...components.flatMap((component) => componentVerbs.map((verb) => `${component.id}/${verb}`)),
]);

/** Whether this is how an operation of this program may be called: `<host>/` and one of the names. */
export function isOperationId({ id, host }: Pick<Operation, 'id' | 'host'>): boolean {
  const name = id.startsWith(`${host}/`) ? id.slice(host.length + 1) : '';
  return names.has(name) || /^(?:config|sql|dr\/copy|etcd\/expel|etcd\/forget)\/[^/]+$/.test(name);
}
