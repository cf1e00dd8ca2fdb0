import type { StatusDocument } from './statusDocument.ts';

/** One change of a cluster's leader. */
export interface LeaderChange {
  readonly cluster: string;
  /** Member names; null where it is not known who led before. */
  readonly from: string | null;
  readonly to: string;
  /** When the new leader was seen first, or promoted; milliseconds since the epoch. */
  readonly at: number;
  /** Time from the old leader's last answer to the new one's first, in seconds: at most this long nobody led. Null when nobody looked. */
  readonly seconds: number | null;
  /** Whether the old leader's host was silent then: a failover, otherwise a switchover or a failover of the service alone. */
  readonly hostLost: boolean | null;
  readonly timeline: number | null;
  /** `seen` by this program, or told by `patroni` of a time when this program did not look. */
  readonly source: 'seen' | 'patroni';
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

const maxChanges = 100;

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
        source: 'seen',
      });
    }
    memory.set(cluster.name, { leader: leader.name, answeredAt: heardAt(leader.host) });
  }
  return { memory, changes: changes.slice(-maxChanges) };
}

/** By how much the looks of two programs at one change differ at most, and by how much the clocks of this machine and the host. */
const betweenLooksMilliseconds = 5000;
const betweenClocksMilliseconds = 60_000;
const sameTimelineMilliseconds = 3_600_000;

/**
 * Puts two records together, oldest first, each change once: as it is known already. Timelines begin anew with a cluster
 * that is made again, so that they count only within an hour.
 * @returns `known` itself when there is nothing to add
 */
export function mergeChanges(known: readonly LeaderChange[], found: readonly LeaderChange[]): readonly LeaderChange[] {
  const fresh = found.filter((one) => !known.some((other) => isSame(one, other)));
  if (fresh.length === 0) return known;
  return [...known, ...fresh].sort((one, other) => one.at - other.at).slice(-maxChanges);
}

function isSame(one: LeaderChange, other: LeaderChange): boolean {
  if (one.cluster !== other.cluster || one.to !== other.to) return false;
  const apart = Math.abs(one.at - other.at);
  if (apart < (one.source === other.source ? betweenLooksMilliseconds : betweenClocksMilliseconds)) return true;
  return one.timeline !== null && one.timeline === other.timeline && apart < sameTimelineMilliseconds;
}
