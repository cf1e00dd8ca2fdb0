import { type Refusal, refusal } from '../changes/refusal.ts';
import { StepList } from '../deployment/stepList.ts';
import { type DeploymentNote, noteText } from '../facts/deploymentNote.ts';
import type { HostOwner } from '../facts/hostOwner.ts';
import { markHost } from '../operations/hostOperations.ts';
import { noteDeployment } from '../operations/noteDeployment.ts';
import { printable } from '../shell/printable.ts';
import { say } from '../wording/phrase.ts';
import type { Next } from './procedure.ts';

/** The hosts of a cluster whose project folder was lost, and whose they are to be. */
export interface RecoveryWorld {
  readonly hosts: ReadonlyMap<
    string,
    { readonly owner: HostOwner | undefined; readonly note: DeploymentNote | undefined }
  >;
  /** The project that had them. */
  readonly from: string;
  readonly owner: HostOwner;
  /** See `DeploymentNote`. */
  readonly note: string;
}

/**
 * Writes the new owner on every host, in one stage: mark first, so that the old folder is refused from then on, then what is deployed. Hosts that are nobody's stay so: a
 * deployment claims them.
 */
export function nextOfRecovery({ hosts, from, owner, note }: RecoveryWorld): Next<RecoveryWorld, undefined> {
  const refusals: Refusal[] = [];
  const steps = new StepList();
  for (const [host, known] of hosts) {
    if (known.owner === undefined) continue;
    const { project } = known.owner;
    if (project !== from && project !== owner.project) {
      refusals.push(
        refusal(
          host,
          'foreign-project',
          say`it belongs to project ${printable(project, 60)} (plan ${printable(known.owner.planName ?? '?', 100)}), and the others to ${from}: leave it out with --without, or recover that project by itself`,
        ),
      );
      continue;
    }
    if (project !== owner.project) steps.add(markHost(host, owner));
    if (known.note === undefined || noteText(known.note) !== note) steps.add(noteDeployment(host, note));
  }
  if (refusals.length > 0) return { kind: 'refused', refusals };
  const all = steps.all();
  if (all.length === 0) return { kind: 'done', result: undefined };
  const title = say`Writing the new owner on every host`;
  return { kind: 'stage', stage: { id: 'take-over', title, steps: all, last: true } };
}
