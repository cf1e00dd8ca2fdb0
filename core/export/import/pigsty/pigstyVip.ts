import { say } from '../../../wording/phrase.ts';
import { type ImportDraft, set } from '../importDraft.ts';
import { noteOf } from '../importNote.ts';
import type { PigstyCluster } from './pigstyClusters.ts';
import type { PigstyVersion } from './pigstyVersion.ts';

/** Stands where a name must be filled in: no interface can be called so, and the rules name the field. */
export const toFillIn = '?';

/** The virtual IP of the first cluster, which is the one that a plan may have; since version 2 `pg_vip_*`, before `vip_*`. */
export function readVip(draft: ImportDraft, clusters: readonly PigstyCluster[], version: PigstyVersion): void {
  const holder = draft.clusters.find(({ upstream }) => upstream === undefined)?.name;
  for (const { name, subject } of clusters) {
    const enabled = subject.read('pg_vip_enabled') ?? subject.read('vip_mode');
    const on = enabled?.value === 'l2' || enabled?.asBoolean() === true;
    const address = subject.read('pg_vip_address') ?? subject.read('vip_address');
    const prefix = subject.read('vip_cidrmask');
    const device = subject.read('pg_vip_interface') ?? subject.read('vip_interface');
    const all = [enabled, address, prefix, device];
    if (!on) {
      enabled?.understood(undefined, say`no virtual IP`);
      for (const one of [address, prefix, device]) one?.ignored(say`has no effect: the virtual IP is off`);
    } else if (name !== holder)
      for (const one of all)
        one?.ignored(say`a plan has one virtual IP, that of ${holder ?? ''}: the clients of ${name} lose this one`);
    else if (address === undefined) enabled?.ignored(say`there is no address for it: clients have no virtual IP`);
    else {
      const text = address.text(['access', 'vip', 'address']);
      if (text === undefined) continue;
      enabled?.understood(['access', 'vip'], say`a virtual IP that follows the primary`);
      prefix?.understood(['access', 'vip', 'address']);
      const whole = text.includes('/') ? text : `${text}/${String(prefix?.value ?? 24)}`;
      set(draft, 'access', 'vip', { address: whole, interface: deviceOf(draft, device, version) });
    }
  }
}

function deviceOf(
  draft: ImportDraft,
  item: ReturnType<PigstyCluster['subject']['read']>,
  version: PigstyVersion,
): string {
  const target = ['access', 'vip', 'interface'];
  if (item?.value === 'auto') {
    item.ignored(say`Pigsty looks for the interface on each host: set access.vip.interface in the plan yourself`);
    return toFillIn;
  }
  const text = item?.text(target);
  if (text !== undefined) return text;
  const usual = version.vipInterface ?? toFillIn;
  if (item === undefined)
    draft.notes.push(
      version.vipInterface === undefined
        ? noteOf(
            'ignored',
            'pg_vip_interface',
            say`Pigsty looks for the interface on each host: set access.vip.interface in the plan yourself`,
          )
        : noteOf('defaulted', 'pg_vip_interface', say`${usual}, as this release of Pigsty has it`, {
            plan: 'access.vip.interface',
          }),
    );
  return item === undefined ? usual : toFillIn;
}
