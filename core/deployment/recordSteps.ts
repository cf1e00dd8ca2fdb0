import { majorOf } from '../changes/find.ts';
import { recordOf, recordText } from '../changes/recordOf.ts';
import { recordDeployment } from '../operations/recordDeployment.ts';
import type { FileTools } from '../operations/writeFiles.ts';
import type { DesiredState } from '../render/desiredHost.ts';
import type { HostWork } from './hostWork.ts';
import type { StepList } from './stepList.ts';

/** Writes on every host what was deployed, after every other step of every host: a host that was begun and not finished is in no record. */
export function planRecord(
  steps: StepList,
  hosts: readonly HostWork[],
  { plan }: DesiredState,
  tools: FileTools,
): void {
  const facts = new Map(hosts.map((host) => [host.desired.host.name, host.facts]));
  const text = recordText(recordOf(plan, majorOf(facts)));
  const last = steps.lastOfHosts();
  for (const { desired, facts: known } of hosts) {
    if (known.deployed !== undefined && recordText(known.deployed) === text) continue;
    steps.add(recordDeployment(desired.host.name, text, tools), last);
  }
}
