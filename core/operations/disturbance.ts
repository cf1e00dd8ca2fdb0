import type { Disturbance, Operation } from './operation.ts';
import { type FixedName, fixedNames } from './operationName.ts';

const nothing: Disturbance = { processes: [], how: 'restarts' };
const allButEtcd = ['postgres', 'patroni', 'haproxy', 'pgbouncer', 'keepalived'] as const;

/** Every operation is here, so that a new one cannot be forgotten. */
const byName: Readonly<Record<FixedName, Disturbance>> = {
  'host/claim': nothing,
  'host/note': nothing,
  'host/record': nothing,
  'host/forget': nothing,
  'packages/bundle': nothing,
  'packages/install': nothing,
  'packages/hold': nothing,
  'packages/upgrade': nothing,
  'packages/settle': nothing,
  'packages/remove': nothing,
  'system/settings': nothing,
  'systemd/reload': nothing,
  'etcd/start': nothing,
  'etcd/noted': nothing,
  'components/remove': nothing,
  'etcd/stop': { processes: ['etcd'], how: 'ends' },
  'etcd/clear-initialize': nothing,
  'patroni/start': nothing,
  'patroni/leader': nothing,
  'patroni/running': nothing,
  'patroni/read': nothing,
  'patroni/passwords': nothing,
  'objects/database': nothing,
  'objects/user': nothing,
  'postgres/restart': { processes: ['postgres'], how: 'restarts' },
  'access/start': nothing,
  'data/clear': nothing,
  'data/remove': nothing,
  'files/restore': nothing,
  'files/return': nothing,
  'services/stop': { processes: allButEtcd, how: 'ends' },
  'patroni/switchover': { processes: [], how: 'hands-over' },
  'patroni/copy': { processes: ['postgres'], how: 'returns' },
  'patroni/pause': nothing,
  'patroni/resume': nothing,
  'dr/fence': { processes: ['postgres', 'patroni'], how: 'ends' },
  'dr/promote': nothing,
  'dr/slot': nothing,
  'dr/etcd': nothing,
  'dr/empty': { processes: ['postgres'], how: 'returns' },
  'dr/follow': nothing,
  'dr/forget': nothing,
  'dr/start': nothing,
  'major/try': nothing,
  'major/begin': nothing,
  'major/stop': { processes: ['postgres', 'patroni'], how: 'ends' },
  'major/convert': nothing,
  'major/switch': nothing,
  'major/settle': nothing,
  'major/back': nothing,
  'major/end': nothing,
  'major/remove': nothing,
  'adopt/keep': nothing,
  'adopt/roles': nothing,
  'adopt/take': { processes: ['postgres'], how: 'restarts' },
  'adopt/taken': nothing,
  'adopt/returning': nothing,
  'adopt/halt': { processes: ['postgres', 'patroni'], how: 'ends' },
  'adopt/back': { processes: ['postgres', 'patroni'], how: 'restarts' },
  'adopt/final': nothing,
};

/** What stops with the service of a component. A reload takes nothing away: the programs go on with their connections. */
const byRestart: Readonly<Record<string, Disturbance>> = {
  etcd: { processes: ['etcd'], how: 'restarts' },
  patroni: { processes: ['patroni', 'postgres'], how: 'restarts' },
  haproxy: { processes: ['haproxy'], how: 'restarts' },
  pgbouncer: { processes: ['pgbouncer'], how: 'restarts' },
  vip: { processes: ['keepalived'], how: 'restarts' },
};

/** What an operation takes away: what it says itself, else what its name tells. */
export function disturbanceOf({
  id,
  host,
  takes,
}: Pick<Operation, 'id' | 'host'> & { readonly takes?: Disturbance | undefined }): Disturbance {
  if (takes !== undefined) return takes;
  const name = id.slice(host.length + 1);
  const fixed = fixedNames.find((one) => one === name);
  if (fixed !== undefined) return byName[fixed];
  const [component = '', verb, whom] = name.split('/');
  if (component === 'etcd' && verb === 'expel' && whom !== undefined) return { ...nothing, expels: whom };
  return (verb === 'restart' ? byRestart[component] : undefined) ?? nothing;
}
