import type { ParsedPlan } from '../plan/parse.ts';
import type { PlanPath } from '../plan/planPath.ts';
import type { Change } from './change.ts';
import { compareWithDeployed } from './find.ts';
import { remaining } from './kinds/remaining.ts';
import { diffPlans, type FieldChange } from './planDiff.ts';

/** A difference of two plan files, and whether a deployment brings it about. */
export interface JudgedField extends FieldChange {
  readonly verdict: Change['verdict'];
}

export interface PlanComparison {
  readonly fields: readonly JudgedField[];
  /** What no deployment does, each with the reason and what to do instead: while there are any, nothing may be touched. */
  readonly refusals: readonly Change[];
  /** What a deployment leaves as it is, or does in its own way. */
  readonly notes: readonly Change[];
}

/**
 * How a plan differs from the one that was deployed last, by the two files alone: what the hosts say is not asked.
 * @param deployed the plan as it was deployed last
 */
export function comparePlans(deployed: ParsedPlan, now: ParsedPlan): PlanComparison {
  const changes = [...compareWithDeployed(now.plan, deployed.plan), ...remaining(deployed.plan, now.plan)];
  const refusals = changes.filter(({ verdict }) => verdict === 'refuse');
  const fields = diffPlans(deployed, now).map((field): JudgedField => {
    const refused = refusals.some((change) => isAbout(change, field));
    return { ...field, verdict: refused ? 'refuse' : 'converge' };
  });
  return { fields, refusals, notes: changes.filter(({ verdict }) => verdict === 'converge') };
}

/** What is about a whole list is about the one of it that it names. */
function isAbout({ path, subject, host }: Change, { field, path: at, after }: FieldChange): boolean {
  const names = field.split('.');
  const named = names.includes(subject) || names.includes(host);
  // What is gone has no place in the plan any more: only its name tells.
  if (after === null && named && path.length === 1) return true;
  if (begins(at, path)) return true;
  return begins(path, at) && (typeof at[path.length] !== 'number' || named);
}

function begins(path: PlanPath, longer: PlanPath): boolean {
  return path.length <= longer.length && path.every((part, index) => part === longer[index]);
}
