import type { Component } from '../components/component.ts';
import { servicesOf, unitOf } from '../components/components.ts';
import { changeService, startServices } from '../operations/serviceOperations.ts';
import type { FileTools } from '../operations/writeFiles.ts';
import type { Plan } from '../plan/plan.ts';
import { type HostWork, isUp, pathsOf, pendingChange } from './hostWork.ts';
import type { StepHandle, StepList } from './stepList.ts';

/** The services that need no steps of their own: started once the leader is there, since HAProxy then finds it at its first check. */
export function planAccess(
  steps: StepList,
  host: HostWork,
  plan: Plan,
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
    const asked = stopped.includes(one) ? undefined : pendingChange(host, id, tools);
    if (asked === undefined) continue;
    const pending =
      one.component.service.keepsPort === true && listensElsewhere(host, one.component, plan) ? 'restart' : asked;
    // One host after the other: restarted together, they would leave clients without any entrance.
    const previous = pending === 'restart' ? steps.named(`${id}/restart`).at(-1) : undefined;
    steps.add(changeService(name, one, pending), [...after, previous]);
  }
}

/** Whether a service listens, and not on the port that its files have by now. */
function listensElsewhere({ facts }: HostWork, { ports }: Component, plan: Plan): boolean {
  return (ports ?? []).some(({ of, programs }) => {
    const listening = facts.ports.filter(({ program }) => programs.includes(program));
    return listening.length > 0 && !listening.some(({ port }) => port === of(plan));
  });
}
