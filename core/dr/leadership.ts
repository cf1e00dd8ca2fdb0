import { z } from 'zod';

/*
 * Two regions that part give their timelines numbers of their own: the next timeline of both has the same number, and neither Patroni nor
 * pg_rewind, which compare numbers, can tell one from the other. A member that knows a timeline which began after the other region took the
 * lead is therefore copied anew.
 */

const historySchema = z.array(z.tuple([z.number().int().positive()]).rest(z.unknown()));

/** Since when a cluster leads, in timelines. */
export type LeadershipStart =
  /** The number of the first timeline that began since the cluster leads: smaller ones are common to all that followed it before. */
  | { readonly kind: 'known'; readonly since: number }
  /** Patroni writes its history after its first cycle as the leader. */
  | { readonly kind: 'not-yet' }
  | { readonly kind: 'unknown' };

/**
 * Reads from Patroni's history of a cluster since which timeline its members have led it without a break.
 * @param history the answer of Patroni's `GET /history`: each line the timeline that ended, its last position, why, when, and who leads since.
 * Untrusted
 * @param members names of the cluster's members
 * @param timeline on which the cluster's primary is
 */
export function leadershipStart(history: unknown, members: readonly string[], timeline: number): LeadershipStart {
  const lines = historySchema.safeParse(history);
  if (!lines.success) return { kind: 'unknown' };
  if (lines.data.at(-1)?.[0] !== timeline - 1) return { kind: 'not-yet' };
  const before = lines.data.findLastIndex((line) => typeof line[4] !== 'string' || !members.includes(line[4]));
  const first = lines.data[before + 1];
  return first === undefined ? { kind: 'not-yet' } : { kind: 'known', since: first[0] + 1 };
}
