import { findChanges } from '../changes/find.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import { phraseText } from '../wording/phrase.ts';
import type { DesiredState } from './desiredHost.ts';
import type { Refusal } from './refusals.ts';

/** The changes of a plan that no procedure brings about: nothing may be touched while it asks for one. */
export function changeRefusals(state: DesiredState, facts: ReadonlyMap<string, HostFacts>): readonly Refusal[] {
  return findChanges(state, facts)
    .filter(({ verdict }) => verdict === 'refuse')
    .map(({ id, host, said }) => ({ host, code: id, message: phraseText(said), said }));
}
