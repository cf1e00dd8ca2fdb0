import type { Refusal } from '../changes/refusal.ts';
import type { Step } from '../deployment/step.ts';
import { say } from '../wording/phrase.ts';
import type { Next } from './procedure.ts';

/** What a deployment has left on its hosts, as steps that take it away. */
export interface RemovalWorld {
  readonly refusals: readonly Refusal[];
  readonly steps: readonly Step[];
}

/** The one stage of a removal. */
export function nextOfRemoval({ refusals, steps }: RemovalWorld): Next<RemovalWorld, undefined> {
  if (refusals.length > 0) return { kind: 'refused', refusals, steps };
  if (steps.length === 0) return { kind: 'done', result: undefined };
  const title = say`Taking the deployment away from its hosts`;
  return { kind: 'stage', stage: { id: 'remove', title, steps, last: true, pointOfNoReturn: true } };
}
