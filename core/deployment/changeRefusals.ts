import type { Change } from '../changes/change.ts';
import { findChanges } from '../changes/find.ts';
import type { Refusal } from '../changes/refusal.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { DesiredState } from '../render/desiredHost.ts';
import { phraseText } from '../wording/phrase.ts';

/** The changes of a plan that no procedure brings about: nothing may be touched while it asks for one. */
export function changeRefusals(state: DesiredState, facts: ReadonlyMap<string, HostFacts>): readonly Refusal[] {
  return findChanges(state, facts)
    .filter(({ verdict }) => verdict === 'refuse')
    .map(toRefusal);
}

/** A refused change as it is told. */
export function toRefusal({ id, host, said }: Change): Refusal {
  return { host, code: id, message: phraseText(said), said };
}
