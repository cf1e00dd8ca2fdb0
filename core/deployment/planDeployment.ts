import type { Refusal } from '../changes/refusal.ts';
import { components, unitsOf } from '../components/components.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import { noteText } from '../facts/deploymentNote.ts';
import { claimHost, installPackages, reloadSystemd } from '../operations/hostOperations.ts';
import { applyKernelSettings } from '../operations/kernelOperations.ts';
import { noteDeployment } from '../operations/noteDeployment.ts';
import type { Operation } from '../operations/operation.ts';
import { holdPackages } from '../operations/packages/holdPackages.ts';
import { type FileTools, writeFiles } from '../operations/writeFiles.ts';
import type { DesiredState } from '../render/desiredHost.ts';
import { planAccess } from './accessSteps.ts';
import { changeRefusals } from './changeRefusals.ts';
import { orderClusters, planCluster } from './clusterSteps.ts';
import { planEtcd } from './etcdSteps.ts';
import { foreseenRestarts } from './foreseenRestarts.ts';
import { type HostWork, pendingChange } from './hostWork.ts';
import { pausedRefusals } from './pausedClusters.ts';
import { planRecord } from './recordSteps.ts';
import { findRefusals } from './refusals.ts';
import { planRestarts } from './restartSteps.ts';
import type { Step } from './step.ts';
import { StepList } from './stepList.ts';

export interface DeploymentPlan {
  readonly steps: readonly Step[];
  /** When there are any, nothing may be changed. */
  readonly refusals: readonly Refusal[];
  /** What follows depends on what these steps bring about: gather and plan again after them. Says why. */
  readonly planAgain: readonly string[];
  /** What will probably follow then. */
  readonly foreseen: readonly Step[];
}

/**
 * Everything that differs between hosts and plan, as steps in the order of their dependencies: packages and files everywhere at once, the
 * etcd members together, then for each cluster (a standby cluster after the one it follows) the first member, its SQL, and the other
 * members, with the access layer beside them. Nothing to change gives no steps.
 * @param facts of every host of the desired state, by name
 * @param end `passing`: a state on the way to another one, which is not noted on the hosts as what was deployed
 */
export function planDeployment(
  state: DesiredState,
  facts: ReadonlyMap<string, HostFacts>,
  tools: FileTools,
  end: 'final' | 'passing' = 'final',
): DeploymentPlan {
  const hosts = state.hosts.map((desired): HostWork => {
    const known = facts.get(desired.host.name);
    if (known === undefined) throw new Error(`there are no facts of ${desired.host.name}`);
    return { desired, facts: known };
  });
  const refusals = [
    ...hosts.flatMap((host) => findRefusals(host.desired, state, host.facts)),
    ...changeRefusals(state, facts),
  ];
  const { steps, planAgain } = stepsFor(hosts, state, tools, end, false);
  // What changes nothing is no deployment that others would have to know of.
  const noted = steps.all().length === 0 ? steps : stepsFor(hosts, state, tools, end, true).steps;
  return {
    steps: noted.all(),
    refusals: [...refusals, ...pausedRefusals(noted.all(), hosts, state)],
    planAgain,
    foreseen: foreseenRestarts(noted.all(), hosts, state),
  };
}

function stepsFor(
  hosts: readonly HostWork[],
  state: DesiredState,
  tools: FileTools,
  end: 'final' | 'passing',
  noting: boolean,
): { readonly steps: StepList; readonly planAgain: readonly string[] } {
  const steps = new StepList();
  const planAgain: string[] = [];
  prepareHosts(steps, hosts, state, tools, { noting });
  for (const cluster of orderClusters(state)) planAgain.push(...planCluster(steps, cluster, hosts, state, tools));
  const leaders = [...steps.named('patroni/leader'), ...steps.named('patroni/restart')];
  for (const host of hosts) if (host.desired.member === undefined) planAccess(steps, host, state.plan, tools, leaders);
  planAgain.push(...planRestarts(steps, hosts, state));
  // What was deployed is known only when nothing of it is left to do.
  if (planAgain.length === 0 && end === 'final') planRecord(steps, hosts, state, tools);
  return { steps, planAgain };
}

/**
 * The steps that come before any member of a cluster: packages, files and units everywhere at once, and etcd.
 * @param options `noting`: hosts are told of the deployment; `holding`: units that are not to start at the next boot yet
 */
export function prepareHosts(
  steps: StepList,
  hosts: readonly HostWork[],
  state: DesiredState,
  tools: FileTools,
  { noting, holding = [] }: { readonly noting: boolean; readonly holding?: readonly string[] },
): void {
  for (const host of hosts) {
    steps.add(claimHost(host.desired, state, host.facts));
    if (noting) steps.add(noteOn(host, state));
    prepareHost(steps, host, state, tools, holding);
  }
  planEtcd(steps, hosts, state, tools);
}

function noteOn({ desired, facts }: HostWork, { note }: DesiredState): Operation | undefined {
  if (note === undefined || (facts.note !== undefined && noteText(facts.note) === note)) return undefined;
  return noteDeployment(desired.host.name, note);
}

function prepareHost(
  steps: StepList,
  host: HostWork,
  state: DesiredState,
  tools: FileTools,
  holding: readonly string[],
): void {
  const { desired, facts } = host;
  const name = desired.host.name;
  for (const operation of installPackages(desired, state, facts)) steps.add(operation);
  steps.add(holdPackages(desired, facts));
  let unitsChanged = [...facts.units.values()].some((unit) => unit.needsDaemonReload);
  for (const { id } of components) {
    const files = desired.files.filter((file) => file.component === id);
    const operation = writeFiles(name, id, files, facts, tools);
    steps.add(operation);
    unitsChanged ||= operation?.files.some((file) => file.path.startsWith('/etc/systemd/system/')) ?? false;
  }
  if (pendingChange(host, 'system', tools) !== undefined) steps.add(applyKernelSettings(name));
  const disabled = unitsOf(desired).filter(
    (unit) => facts.units.get(unit)?.enabled !== true && !holding.includes(unit),
  );
  if (unitsChanged || disabled.length > 0) {
    const enabledHere = (unit: string, directory: string | undefined) =>
      directory !== undefined && disabled.includes(unit) ? [directory] : [];
    const data = desired.member?.dataDirectory;
    const directories = [
      ...enabledHere('etcd.service', desired.etcd?.dataDirectory),
      // That of a server that was adopted is not ours.
      ...enabledHere('patroni.service', facts.state.adopted?.directory === data ? undefined : data),
    ];
    steps.add(reloadSystemd(name, disabled, directories));
  }
}
