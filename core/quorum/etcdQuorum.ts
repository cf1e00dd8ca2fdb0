import type { Damage } from './damage.ts';

/** The state of one etcd cluster after the failures. */
export interface EtcdState {
  readonly total: number;
  readonly running: number;
  readonly majority: number;
  /** Hosts of the members that are part of a majority; empty without a quorum. */
  readonly inQuorum: ReadonlySet<number>;
  /** How many more members may be lost before the quorum is; -1 without one. */
  readonly tolerance: number;
}

/**
 * Which members of an etcd cluster form a quorum.
 *
 * A raft leader needs direct connections with a majority, itself included: members do not pass messages on. Where a partial partition
 * leaves several members that could lead, everything that one of them reaches counts as part of the quorum: with pre-vote and
 * check-quorum (etcd 3.4 and later) whichever leads keeps leading, and clients try every endpoint.
 */
export function etcdQuorum(hosts: readonly number[], damage: Damage): EtcdState {
  const alive = hosts.filter((host) => damage.runs(host, 'etcd'));
  const majority = Math.floor(hosts.length / 2) + 1;
  const inQuorum = new Set<number>();
  if (hosts.length > 0 && alive.length >= majority) {
    if (!damage.cutOff) for (const host of alive) inQuorum.add(host);
    else
      for (const leader of alive) {
        const followers = alive.filter((host) => damage.reach(leader, host));
        if (followers.length >= majority) for (const host of followers) inQuorum.add(host);
      }
  }
  const tolerance = inQuorum.size === 0 ? -1 : inQuorum.size - majority;
  return { total: hosts.length, running: alive.length, majority, inQuorum, tolerance };
}

/** Whether a host's Patroni reaches a member with a quorum: it tries every endpoint. */
export function reachesQuorum(etcd: EtcdState, damage: Damage, host: number): boolean {
  if (!damage.dcsOpen(host)) return false;
  if (!damage.cutOff) return etcd.inQuorum.size > 0 && damage.up(host);
  for (const member of etcd.inQuorum) if (damage.reach(host, member)) return true;
  return false;
}
