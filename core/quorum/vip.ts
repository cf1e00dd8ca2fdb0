import { say } from '../wording/phrase.ts';
import type { ClusterState } from './clusterState.ts';
import { explained } from './explained.ts';
import type { MemberModel } from './model.ts';
import type { ClusterOutcome } from './simulationResult.ts';

/**
 * Where the virtual IP is bound. keepalived holds it where Patroni says that it leads; a keepalived that is killed leaves the address
 * behind on its host.
 */
export function vipOutcome(
  { model, cluster, damage }: ClusterState,
  leader: MemberModel | undefined,
): ClusterOutcome['vip'] {
  if (cluster.vip.length === 0) return null;
  const { host } = cluster.leader;
  const name = (index: number) => model.hostNames[index] ?? '';
  const left = cluster.vip.includes(host) && damage.up(host) && !damage.runs(host, 'keepalived') ? [name(host)] : [];
  if (leader === undefined)
    return { holders: left, ...explained(say`No member leads, so no keepalived takes the address.`) };
  if (!cluster.vip.includes(leader.host))
    return { holders: left, ...explained(say`${leader.member.host} leads, and is not in the network of the address.`) };
  if (!damage.runs(leader.host, 'keepalived')) {
    const said = say`keepalived does not run on ${leader.member.host}: the address stays where it is and does not follow the leader.`;
    return { holders: left, ...explained(said) };
  }
  const holders = [name(leader.host), ...left];
  if (left.length === 0) return { holders, ...explained(say`It is held by the leader's host, ${leader.member.host}.`) };
  return {
    holders,
    ...explained(say`It is bound twice: keepalived died on ${left[0] ?? ''} without taking the address away.`),
  };
}
