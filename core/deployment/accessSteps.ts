import type { Operation } from '../operations/operation.ts';
import { type AccessService, controlService } from '../operations/serviceOperations.ts';
import type { FileTools } from '../operations/writeFiles.ts';
import type { Component } from '../render/renderedFile.ts';
import { type HostWork, isUp, pathsOf, pendingChange } from './hostWork.ts';
import type { StepList } from './stepList.ts';

/** PgBouncer, HAProxy and the virtual IP: started once the leader is there, since HAProxy then finds it at its first check. */
export function planAccess(steps: StepList, host: HostWork, tools: FileTools, after: readonly string[]): void {
  const { desired } = host;
  const services: readonly (readonly [AccessService, Component, boolean])[] = [
    ['pgbouncer', 'pgbouncer', desired.member !== undefined],
    ['haproxy', 'haproxy', desired.haproxy],
    ['keepalived', 'vip', desired.vip],
  ];
  for (const [service, component, wanted] of services) {
    if (wanted) steps.add(serviceStep(host, service, component, tools), after);
  }
}

/** What brings a service from how it is to running with its current files; undefined when it does. */
function serviceStep(
  host: HostWork,
  service: AccessService,
  component: Component,
  tools: FileTools,
): Operation | undefined {
  const name = host.desired.host.name;
  const paths = pathsOf(host, component);
  if (!isUp(host, `${service}.service`)) return controlService(name, service, 'start', component, paths);
  const pending = pendingChange(host, component, tools);
  return pending === undefined ? undefined : controlService(name, service, pending, component, paths);
}
