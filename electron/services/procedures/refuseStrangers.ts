import { takenOverSaid } from '../../../core/deployment/takenOver.ts';
import { Problem } from '../../../core/problem.ts';
import { printable } from '../../../core/shell/printable.ts';
import { say } from '../../../core/wording/phrase.ts';
import type { LockedFacts } from './hostLocks.ts';

/** @throws Problem `taken-over`, `foreign-project` (no) when a host belongs to another project: whatever its plan says, it is not this one's to change */
export function refuseStrangers(project: string, facts: ReadonlyMap<string, LockedFacts>): void {
  for (const [host, { owner }] of facts) {
    if (owner === undefined || owner.project === project) continue;
    const takenOver = takenOverSaid(project, owner);
    if (takenOver !== undefined)
      throw new Problem('taken-over', 'no', say`${host}: ${takenOver}. Nothing was changed.`, { details: { host } });
    throw new Problem(
      'foreign-project',
      'no',
      say`${host} belongs to the deployment of plan ${printable(owner.planName ?? '?', 100)} (project ${printable(owner.project, 60)}). Nothing was changed: work on it from that project's folder.`,
      { details: { host } },
    );
  }
}
