import type { StatusDocument } from './status.ts';

/** One change of a cluster's leader, as it was seen. */
export interface LeaderChange {
  readonly cluster: string;
  /** Member names. */
  readonly from: string;
  readonly to: string;
  /** When the new leader was seen first; milliseconds since the epoch. */
  readonly at: number;
  /** Time from the old leader's last answer to the new one's first, in seconds: at most this long nobody led. */
  readonly seconds: number;
  /** Whether the old leader's host was silent then: a failover, otherwise a switchover or a failover of the service alone. */
  readonly hostLost: boolean;
  readonly timeline: number | null;
}

/** What is remembered of a cluster's leader between two looks. */
export interface LeaderMemory {
  readonly leader: string;
  /** When the leader itself answered last. */
  readonly answeredAt: number;
}

export interface LeaderHistory {
  readonly memory: ReadonlyMap<string, LeaderMemory>;
  /** Oldest first. */
  readonly changes: readonly LeaderChange[];
}

export const noLeaderHistory: LeaderHistory = { memory: new Map(), changes: [] };

const mostChanges = 100;

/**
 * Takes another look at the leaders. A leader that is only known from its lease, its host being silent, counts as not answering.
 * @param at of the look, milliseconds since the epoch
 * @param heardAt when a host answered last, which may be a while ago
 */
export function lookAtLeaders(
  history: LeaderHistory,
  status: StatusDocument,
  at: number,
  heardAt: (host: string) => number = () => at,
): LeaderHistory {
  const silent = new Set(status.unreachable.map(({ host }) => host));
  const memory = new Map(history.memory);
  const changes = [...history.changes];
  for (const cluster of status.clusters) {
    const leader = cluster.members.find((member) => member.name === cluster.leader);
    if (leader === undefined || silent.has(leader.host)) continue;
    const before = memory.get(cluster.name);
    if (before !== undefined && before.leader !== leader.name) {
      const old = cluster.members.find((member) => member.name === before.leader);
      changes.push({
        cluster: cluster.name,
        from: before.leader,
        to: leader.name,
        at,
        seconds: Math.round((at - before.answeredAt) / 100) / 10,
        hostLost: old !== undefined && silent.has(old.host),
        timeline: leader.timeline,
      });
    }
    memory.set(cluster.name, { leader: leader.name, answeredAt: heardAt(leader.host) });
  }
  return { memory, changes: changes.slice(-mostChanges) };
}
