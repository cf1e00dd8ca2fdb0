import type { HostFacts } from '../facts/deploymentFacts.ts';
import { claimHost, installPackages, reloadSystemd } from '../operations/hostOperations.ts';
import type { Operation } from '../operations/operation.ts';
import {
  type AccessService,
  awaitMember,
  controlService,
  restartEtcd,
  startEtcd,
  startPatroni,
} from '../operations/serviceOperations.ts';
import { changedFiles, type FileTools, writeFiles } from '../operations/writeFiles.ts';
import { type Component, components, type RenderedFile } from '../render/renderedFile.ts';
import { orderClusters, planCluster } from './clusterSteps.ts';
import type { DesiredHost, DesiredState } from './desiredHost.ts';
import { findRefusals, type Refusal } from './refusals.ts';
import { StepList } from './stepList.ts';
import type { Step } from './step.ts';

export interface DeploymentPlan {
  readonly steps: readonly Step[];
  /** When there are any, nothing may be changed. */
  readonly refusals: readonly Refusal[];
}

/** A host with what it is to be and what it is. */
export interface HostWork {
  readonly desired: DesiredHost;
  readonly facts: HostFacts;
}

/**
 * Everything that differs between hosts and plan, as steps in the order of their dependencies: packages and files everywhere at once, the
 * etcd members together, then for each cluster (a standby cluster after the one it follows) the first member, its SQL, and the other
 * members, with the access layer beside them. Nothing to change gives no steps.
 * @param facts of every host of the desired state, by name
 */
export function planDeployment(
  state: DesiredState,
  facts: ReadonlyMap<string, HostFacts>,
  tools: FileTools,
): DeploymentPlan {
  const hosts = state.hosts.map((desired): HostWork => {
    const known = facts.get(desired.host.name);
    if (known === undefined) throw new Error(`there are no facts of ${desired.host.name}`);
    return { desired, facts: known };
  });
  const refusals = hosts.flatMap((host) => findRefusals(host.desired, state, host.facts));
  const steps = new StepList();
  for (const host of hosts) prepareHost(steps, host, state, tools);
  planEtcd(steps, hosts, tools);
  for (const cluster of orderClusters(state)) planCluster(steps, cluster, hosts, state, tools);
  for (const host of hosts) if (host.desired.member === undefined) planAccess(steps, host, tools, leaderSteps(steps));
  return { steps: steps.all(), refusals };
}

function prepareHost(steps: StepList, host: HostWork, state: DesiredState, tools: FileTools): void {
  const { desired, facts } = host;
  const name = desired.host.name;
  steps.add(claimHost(desired, state, facts));
  for (const operation of installPackages(desired, state, facts)) steps.add(operation);
  let unitsChanged = [...facts.units.values()].some((unit) => unit.needsDaemonReload);
  for (const component of components) {
    const files = desired.files.filter((file) => file.component === component);
    const operation = writeFiles(name, component, files, facts, tools);
    steps.add(operation);
    unitsChanged ||= operation?.files.some((file) => file.path.startsWith('/etc/systemd/system/')) ?? false;
  }
  if (unitsChanged) steps.add(reloadSystemd(name));
}

/** What a running service still lacks: the strongest of what its files ask for that differ from those it started with. */
export function pendingChange(
  host: HostWork,
  component: Component,
  tools: FileTools,
): 'restart' | 'reload' | undefined {
  const files = host.desired.files.filter((file) => file.component === component);
  const running = host.facts.state.applied.get(component);
  const stale = files.filter((file) => running?.get(file.path) !== tools.digest(file.content));
  // Owner and mode of a file may be wrong too, which its checksum does not tell.
  const asked = [...stale, ...changedFiles(files, host.facts, tools)].map((file) => file.onChange);
  if (asked.includes('restart')) return 'restart';
  return asked.includes('reload') ? 'reload' : undefined;
}

export function pathsOf(files: readonly RenderedFile[], component: Component): readonly string[] {
  return files.filter((file) => file.component === component).map((file) => file.path);
}

/** Whether a unit runs and will run again after a boot. */
export function isUp(facts: HostFacts, unit: string): boolean {
  const state = facts.units.get(unit);
  return state !== undefined && state.enabled && (state.active === 'active' || state.active === 'activating');
}

function planEtcd(steps: StepList, hosts: readonly HostWork[], tools: FileTools): void {
  // One after the other: two restarts at once could cost the quorum.
  let previous: string | undefined;
  for (const host of hosts) {
    const { etcd } = host.desired;
    if (etcd === undefined) continue;
    const name = host.desired.host.name;
    const paths = pathsOf(host.desired.files, 'etcd');
    if (host.facts.units.get('etcd.service')?.active !== 'active' || !isUp(host.facts, 'etcd.service')) {
      steps.add(startEtcd(name, etcd, paths));
    } else if (pendingChange(host, 'etcd', tools) !== undefined) {
      steps.add(restartEtcd(name, etcd, paths), [previous]);
      previous = `${name}/etcd/restart`;
    }
  }
}

function leaderSteps(steps: StepList): readonly string[] {
  return steps
    .all()
    .map((step) => step.id)
    .filter((id) => id.endsWith('/patroni/leader'));
}

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
export function serviceStep(
  host: HostWork,
  service: AccessService,
  component: Component,
  tools: FileTools,
): Operation | undefined {
  const name = host.desired.host.name;
  const paths = pathsOf(host.desired.files, component);
  if (!isUp(host.facts, `${service}.service`)) return controlService(name, service, 'start', component, paths);
  const pending = pendingChange(host, component, tools);
  return pending === undefined ? undefined : controlService(name, service, pending, component, paths);
}

export { awaitMember, startPatroni };
