import { type Refusal, refusal } from '../changes/refusal.ts';
import type { HostOwner } from '../facts/hostOwner.ts';
import { printable } from '../shell/printable.ts';
import { type Phrase, say } from '../wording/phrase.ts';

/** A host that another project took over from this one: its folder was taken for lost. */
export function takenOverFrom(host: string, project: string, owner: HostOwner | undefined): Refusal | undefined {
  const said = takenOverSaid(project, owner);
  return said === undefined ? undefined : refusal(host, 'taken-over', said);
}

/** The same as a sentence without the host's name. */
export function takenOverSaid(project: string, owner: HostOwner | undefined): Phrase | undefined {
  if (owner?.takenOver?.from !== project || owner.project === project) return undefined;
  const { by, at } = owner.takenOver;
  return say`${printable(by, 200)} took the cluster over at ${printable(at, 40)}, since this folder was taken for lost; project ${printable(owner.project, 60)} owns it now. Ask for a pack of that project (quorate project pack there, unpack here), or take it over in turn with quorate project recover`;
}
