import type { DeployedRecord } from '../../facts/deployedRecord.ts';
import { listOf, type Phrase, say } from '../../wording/phrase.ts';
import { sameAddress } from '../addresses.ts';
import { type Change, type ChangeId, type ChangeWorld, canLeave } from '../change.ts';

/** Hosts that left the plan, came to it, or changed their name, their address or what runs on them. */
export function changedHosts(before: DeployedRecord, world: ChangeWorld): readonly Change[] {
  const { plan, wanted } = world;
  const changes: Change[] = [];
  const add = (
    id: ChangeId,
    subject: string,
    said: Phrase,
    path: Change['path'],
    verdict: Change['verdict'] = 'refuse',
  ) => changes.push({ id, subject, verdict, path, host: subject, said });
  const index = (name: string) => plan.hosts.findIndex((host) => host.name === name);

  for (const host of before.hosts) {
    const now = wanted.hosts.find(({ name }) => name === host.name);
    const atAddress = wanted.hosts.find(({ address }) => sameAddress(address, host.address));
    if (now === undefined && atAddress !== undefined) {
      add(
        'host-renamed',
        atAddress.name,
        say`the host at ${host.address} was deployed as ${host.name}, and the plan calls it ${atAddress.name}, as another host was called: give it a name that none of the deployed hosts had, and deploy, before the other name is used again`,
        ['hosts', index(atAddress.name), 'name'],
      );
    } else if (now === undefined) {
      if (canLeave(world, host.name)) add('host-left', host.name, leavesPhrase(host.name), ['hosts'], 'converge');
      else add('host-left', host.name, leftPhrase(host.name, host.address), ['hosts']);
    } else if (!sameAddress(now.address, host.address)) {
      add('host-address', host.name, movedPhrase(host.name, host.address, now.address), [
        'hosts',
        index(host.name),
        'address',
      ]);
    } else {
      // Its place in etcd is judged by the members of etcd.
      const lost = host.roles.filter((role) => role !== 'etcd' && !now.roles.includes(role));
      if (lost.length > 0 && canLeave(world, host.name))
        add(
          'host-roles',
          host.name,
          say`${host.name} gives up ${listOf(lost)}: the services stop, and their files and data are removed`,
          ['hosts', index(host.name), 'roles'],
          'converge',
        );
      else if (lost.length > 0)
        add(
          'host-roles',
          host.name,
          say`${host.name} was deployed with ${listOf(lost)}, and the plan gives it only ${listOf(now.roles)}: this project folder does not know what was deployed there. Put roles: [${listOf(host.roles, 'comma')}] back, or take them away from the project folder that deployed them`,
          ['hosts', index(host.name), 'roles'],
        );
    }
  }
  for (const host of wanted.hosts) {
    const known = before.hosts.some(({ name, address }) => name === host.name || sameAddress(address, host.address));
    if (!known)
      add('host-added', host.name, say`${host.name} (${host.address}) is new`, ['hosts', index(host.name)], 'converge');
  }
  return changes;
}

/** Why a host cannot just have another address, and how it gets one. */
export function movedPhrase(host: string, then: string, now: string): Phrase {
  return say`${host} was deployed at ${then}, and the plan has ${now}: etcd, Patroni and pg_hba know it by its address. Put address: ${then} back, or let it leave and come back: take ${host} out of the plan and deploy, then put it in with its new address and deploy again; its data are copied anew from the other members`;
}

/** What becomes of a host that leaves. */
export function leavesPhrase(host: string): Phrase {
  return say`${host} leaves: whoever leads there hands over first, and everything that was deployed there is removed, its data too`;
}

/** Why a host cannot just leave. @param address where it was deployed */
export function leftPhrase(host: string, address: string): Phrase {
  return say`${host} (${address}) is part of this deployment, and the plan no longer has it: its services would run on, in nobody's care. Put it back into the plan as it was, or take it out from the project folder that deployed it, which knows the way to it`;
}
