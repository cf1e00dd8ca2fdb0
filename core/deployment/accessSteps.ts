import { type AccessService, changeService, startServices } from '../operations/serviceOperations.ts';
import type { FileTools } from '../operations/writeFiles.ts';
import { type HostWork, isUp, pathsOf, pendingChange } from './hostWork.ts';
import type { StepHandle, StepList } from './stepList.ts';

/** PgBouncer, HAProxy and the virtual IP: started once the leader is there, since HAProxy then finds it at its first check. */
export function planAccess(
  steps: StepList,
  host: HostWork,
  tools: FileTools,
  after: readonly (StepHandle | undefined)[],
): void {
  const { desired } = host;
  const services: readonly (readonly [AccessService, 'pgbouncer' | 'haproxy' | 'vip', boolean])[] = [
    ['pgbouncer', 'pgbouncer', desired.member !== undefined],
    ['haproxy', 'haproxy', desired.haproxy],
    ['keepalived', 'vip', desired.vip],
  ];
  const used = services
    .filter(([, , wanted]) => wanted)
    .map(([service, component]) => ({ service, component, paths: pathsOf(host, component) }));
  const stopped = used.filter(({ service }) => !isUp(host, `${service}.service`));
  const name = desired.host.name;
  if (stopped.length > 0) steps.add(startServices(name, stopped), after);
  for (const { service, component, paths } of used) {
    const pending = stopped.some((one) => one.service === service) ? undefined : pendingChange(host, component, tools);
    if (pending === undefined) continue;
    // One host after the other: restarted together, they would leave clients without any entrance.
    const previous = pending === 'restart' ? steps.named(`${component}/restart`).at(-1) : undefined;
    steps.add(changeService(name, service, pending, component, paths), [...after, previous]);
  }
}
