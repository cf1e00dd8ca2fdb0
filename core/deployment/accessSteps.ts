import { servicesOf, unitOf } from '../components/components.ts';
import { changeService, startServices } from '../operations/serviceOperations.ts';
import type { FileTools } from '../operations/writeFiles.ts';
import { type HostWork, isUp, pathsOf, pendingChange } from './hostWork.ts';
import type { StepHandle, StepList } from './stepList.ts';

/** The services that need no steps of their own: started once the leader is there, since HAProxy then finds it at its first check. */
export function planAccess(
  steps: StepList,
  host: HostWork,
  tools: FileTools,
  after: readonly (StepHandle | undefined)[],
): void {
  const { desired } = host;
  const used = servicesOf(desired)
    .filter(({ service }) => service.start === 'afterLeader')
    .map((component) => ({ component, paths: pathsOf(host, component.id) }));
  const stopped = used.filter(({ component }) => !isUp(host, unitOf(component)));
  const name = desired.host.name;
  if (stopped.length > 0) steps.add(startServices(name, stopped), after);
  for (const one of used) {
    const { id } = one.component;
    const pending = stopped.includes(one) ? undefined : pendingChange(host, id, tools);
    if (pending === undefined) continue;
    // One host after the other: restarted together, they would leave clients without any entrance.
    const previous = pending === 'restart' ? steps.named(`${id}/restart`).at(-1) : undefined;
    steps.add(changeService(name, one, pending), [...after, previous]);
  }
}
