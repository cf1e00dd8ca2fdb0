import { etcdUrl, sameAddress } from '../changes/addresses.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { EtcdMember } from '../facts/etcdCluster.ts';
import type { Host, Plan } from '../plan/plan.ts';
import { etcdMembers } from '../render/etcdConfig.ts';
import { etcdDataDirectory, paths } from '../systems/debian/paths.ts';

/**
 * Whether a host's etcd member comes to a cluster that runs already, instead of making one together with the others: the others run and do not know
 * it, or knew it and it has no data any more. One that came so once stays so, whatever is known of the others later.
 */
export function joinsEtcd(plan: Plan, host: Host, facts: ReadonlyMap<string, HostFacts>): boolean {
  const own = facts.get(host.name);
  if (own === undefined) return false;
  const written = own.files.get(paths.etcdConfig)?.content ?? '';
  if (/^initial-cluster-state: *"?existing"?$/m.test(written)) return true;
  return own.etcdCluster === undefined && mustJoin(plan, host, facts);
}

/** Whether the member of a host that runs none has to be taken into the cluster of the others first. */
export function mustJoin(plan: Plan, host: Host, facts: ReadonlyMap<string, HostFacts>): boolean {
  const own = facts.get(host.name);
  const members = runningMembers(plan, host, facts);
  if (own === undefined || own.etcdCluster !== undefined || members === undefined) return false;
  const known = members.find((member) => isMemberOf(member, host));
  const empty = (own.directories.get(etcdDataDirectory(plan))?.entries ?? 0) === 0;
  // One without a name was added and has not started yet. One that has told its addresses has run: without data it cannot start again.
  return known === undefined || known.name === '' || (empty && known.clientUrls.length > 0) || known.learner;
}

/** The members of the etcd cluster of a host as those that run list them; undefined where none tells. */
export function runningMembers(
  plan: Plan,
  host: Host,
  facts: ReadonlyMap<string, HostFacts>,
): readonly EtcdMember[] | undefined {
  const lists = etcdMembers(plan, host).flatMap(({ name }) => facts.get(name)?.etcdCluster?.members ?? []);
  return lists.length === 0 ? undefined : [...new Map(lists.map((member) => [member.id, member])).values()];
}

/** The member of a host that the others look for on another port than the plan's; undefined for every other. */
export function onOtherPort(plan: Plan, host: Host, facts: ReadonlyMap<string, HostFacts>): EtcdMember | undefined {
  const member = runningMembers(plan, host, facts)?.find((one) => isMemberOf(one, host));
  const moves = member?.peerUrls.some((text) => {
    const port = etcdUrl(text)?.port;
    return port !== undefined && port !== plan.etcd.peerPort;
  });
  return moves === true ? member : undefined;
}

/** Whether a member is that of a host, by the address under which the others know it. */
export function isMemberOf(member: EtcdMember, { address }: Pick<Host, 'address'>): boolean {
  return member.peerUrls.some((text) => {
    const url = etcdUrl(text);
    return url !== undefined && sameAddress(url.address, address);
  });
}
