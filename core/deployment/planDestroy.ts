import { type Refusal, refusal } from '../changes/refusal.ts';
import { type ServiceComponent, serviceComponents, unitOf } from '../components/components.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import {
  forgetHost,
  removeData,
  removePackages,
  restoreFiles,
  returnFiles,
  stopServices,
} from '../operations/removeOperations.ts';
import type { DesiredHost, DesiredState } from '../render/desiredHost.ts';
import { say } from '../wording/phrase.ts';
import type { Step } from './step.ts';
import { StepList } from './stepList.ts';
import { takenOverFrom } from './takenOver.ts';

/**
 * The steps that take a deployment away again: what it installed, wrote and made, by the notes that it left on each host. Hosts without
 * this project's mark are left alone, those with another's are refused.
 * @param facts of every host of the desired state, by name
 */
export function planDestroy(
  state: DesiredState,
  facts: ReadonlyMap<string, HostFacts>,
): { readonly steps: readonly Step[]; readonly refusals: readonly Refusal[] } {
  const steps = new StepList();
  const refusals: Refusal[] = [];
  const ours = state.hosts.filter(({ host }) => {
    const known = facts.get(host.name)?.state;
    const takenOver = takenOverFrom(host.name, state.projectId, facts.get(host.name)?.owner);
    if (takenOver !== undefined) refusals.push(takenOver);
    else if (known?.project !== undefined && known.project !== state.projectId) {
      refusals.push(
        refusal(
          host.name,
          'foreign-project',
          say`it belongs to the deployment of plan ${known.planName ?? '?'} (project ${known.project}): destroy that one from its own project folder`,
        ),
      );
    }
    const mine = known?.project === state.projectId;
    if (mine && known?.adopted !== undefined) refusals.push(adoptedThere(host.name));
    return mine;
  });
  for (const desired of ours) {
    const units = servicesThere(desired, facts).filter(({ service }) => service.stopsLast !== true);
    if (units.length > 0) steps.add(stopServices(desired.host.name, 'services/stop', units.map(unitOf).reverse()));
  }
  const stopped = steps.named('services/stop');
  for (const desired of ours) {
    const name = desired.host.name;
    const there = servicesThere(desired, facts);
    const last = there.filter(({ service }) => service.stopsLast === true);
    if (last.length > 0) steps.add(stopServices(name, 'etcd/stop', last.map(unitOf).reverse()), stopped);
    removeHost(steps, desired, facts);
  }
  return { steps: steps.all(), refusals };
}

/** A host whose PostgreSQL was there before: what would become of it must be said by a person. */
export function adoptedThere(host: string): Refusal {
  return refusal(
    host,
    'adoption',
    say`its PostgreSQL was there before and was adopted: let it run by itself again first (quorate adopt PLAN ${host} --back), or give up the way back, after which its data go with the rest (quorate adopt PLAN ${host} --final)`,
  );
}

/** The steps that take everything from a host whose services are stopped: data, files, packages, and the marks of the deployment. */
export function removeHost(steps: StepList, desired: DesiredHost, facts: ReadonlyMap<string, HostFacts>): void {
  const { name } = desired.host;
  const there = servicesThere(desired, facts);
  steps.add(removeData(name));
  // Before the packages: dpkg removes a directory only when it is empty. And again after them: purging one takes away its configuration
  // files, also those that were there before it.
  steps.add(restoreFiles(name));
  steps.add(removePackages(name, [...new Set([...desired.packages, ...there.map(({ service }) => service.package)])]));
  steps.add(returnFiles(name));
  steps.add(forgetHost(name));
}

/** The services of the plan, and those that it chose once and does not ask for any more. */
function servicesThere(desired: DesiredHost, facts: ReadonlyMap<string, HostFacts>): readonly ServiceComponent[] {
  const installed = facts.get(desired.host.name)?.state.packages ?? [];
  return serviceComponents.filter(
    ({ id, choice, service }) =>
      desired.components.includes(id) || (choice !== undefined && installed.includes(service.package)),
  );
}
