import { say } from '../../wording/phrase.ts';
import type { Change, ChangeWorld } from '../change.ts';

/** Hosts that keep their address and get another name. @param renames of `renamesIn` */
export function renamedHosts(renames: ReadonlyMap<string, string>, world: ChangeWorld): readonly Change[] {
  return [...renames].map(([then, now]) => hostRenamed(world, then, now));
}

/**
 * What becomes of a host that gets another name. HAProxy asks Patroni for a certificate of the name that it knows: until both have the new one it
 * takes the member for down, which clients must not notice of a leader.
 */
export function hostRenamed({ plan, hosts }: ChangeWorld, then: string, now: string): Change {
  const known = hosts.find(({ desired }) => desired.host.name === now);
  const leads = ['primary', 'standby_leader'].includes(known?.facts.patroni?.role ?? '');
  const member = known?.desired.member;
  return {
    id: 'host-renamed',
    subject: now,
    verdict: leads ? 'refuse' : 'converge',
    path: ['hosts', plan.hosts.findIndex(({ name }) => name === now), 'name'],
    host: now,
    said: leads
      ? say`${then} is to be called ${now}, and ${member?.member.name ?? now} there leads ${member?.cluster.name ?? plan.name}: HAProxy knows a member by the name of its host, and would send nobody to it until all have the new one. Hand over first (quorate switchover), then deploy again`
      : say`${then} is called ${now} from now on: it gets certificates of its own under the new name, its etcd member restarts and takes the name on, its replica takes no reads for some seconds, and its data stay as they are`,
  };
}
