import { parseAddress } from '../../plan/address.ts';
import { say } from '../../wording/phrase.ts';
import type { Inventory } from './ansible/inventory.ts';
import { groupsOf } from './ansible/precedence.ts';
import { draftHost, type ImportDraft } from './importDraft.ts';
import { noteOf } from './importNote.ts';
import { commonSsh, readSsh } from './readSsh.ts';
import { type ImportSource, Subject } from './subject.ts';

/**
 * The address of each host of an inventory: where its services listen if the file says it, its name if that is an address, else
 * `ansible_host`.
 */
export function addressesOf(source: ImportSource, draft: ImportDraft): (host: string) => string {
  const addresses = new Map<string, string>();
  for (const host of source.settings.keys()) {
    const own = new Subject(source, [host]);
    const bound = own.read('bind_address');
    const reached = own.read('ansible_host') ?? own.read('ansible_ssh_host');
    const text = (item: typeof bound) =>
      typeof item?.value === 'string' && item.value !== '' ? item.value : undefined;
    const named = parseAddress(host)?.kind;
    const isAddress = named === 'ipv4' || named === 'ipv6';
    const address = text(bound) ?? (isAddress ? host : (text(reached) ?? host));
    bound?.text([{ host: address }, 'address']);
    if (text(reached) === address) reached?.understood([{ host: address }, 'address']);
    else if (reached?.readable([{ host: address }, 'address']) === true)
      reached.ignored(
        say`Ansible logs in there, and the services listen on ${address.slice(0, 80)}: a plan has one address, so the operator machine must reach that one`,
      );
    addresses.set(host, address);
  }
  const names = new Map<string, string>();
  for (const [host, address] of addresses) {
    const other = names.get(address);
    if (other !== undefined)
      draft.notes.push(
        noteOf('ignored', host, say`has the address of ${other.slice(0, 80)}: both are one host of the plan`),
      );
    else names.set(address, host);
  }
  return (host) => addresses.get(host) ?? host;
}

/** Names of the hosts that have a part in the plan, and how they are reached. @param nameVariable of the tool */
export function readHosts(
  draft: ImportDraft,
  source: ImportSource,
  addressOf: (host: string) => string,
  nameVariable: string,
): void {
  const parts = [...source.settings.keys()].filter((host) => draft.hosts.has(addressOf(host)));
  for (const host of parts) {
    const address = addressOf(host);
    const own = new Subject(source, [host]);
    const known = draftHost(draft, address);
    const given = own.read(nameVariable)?.text([{ host: address }, 'name']);
    known.name = given ?? (parseAddress(host)?.kind === 'name' ? host.split('.')[0] : known.name);
    const target = [{ host: address }, 'ssh'] as const;
    known.ssh = { ...known.ssh, ...readSsh(own, target) };
  }
  const common = commonSsh(parts.map((host) => draftHost(draft, addressOf(host)).ssh));
  draft.ssh = common;
  if (
    parts.some((host) => draftHost(draft, addressOf(host)).ssh.user === undefined) &&
    Object.keys(draft.hints).length === 0
  )
    draft.notes.push(
      noteOf('defaulted', 'ssh.user', say`root, where the file says no login: Ansible takes that of whoever runs it`, {
        plan: 'ssh.user',
      }),
    );
  for (const host of parts) {
    const known = draftHost(draft, addressOf(host));
    known.ssh = Object.fromEntries(Object.entries(known.ssh).filter(([key]) => !Object.hasOwn(common, key)));
  }
}

/** Says of each host that nothing in the plan needs why it is left out. */
export function hostsWithoutPart(
  draft: ImportDraft,
  inventory: Inventory,
  source: ImportSource,
  addressOf: (host: string) => string,
): void {
  for (const host of source.settings.keys()) {
    if (draft.hosts.has(addressOf(host))) continue;
    const groups = [...groupsOf(host, inventory)].filter((name) => name !== 'all').join(', ');
    draft.notes.push(
      noteOf('ignored', host, say`is in no group that a plan has (${groups.slice(0, 200)}): it is no host of the plan`),
    );
  }
}
