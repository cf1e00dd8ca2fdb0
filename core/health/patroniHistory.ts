import { z } from 'zod';
import { printable } from '../shell/printable.ts';
import type { LeaderChange } from './leaderChanges.ts';

/** The end of one timeline, as Patroni remembers it. */
export interface TimelineEnd {
  /** The timeline that began then. */
  readonly timeline: number;
  /** By the clock of the new leader's host; milliseconds since the epoch. */
  readonly at: number;
  /** The member that was promoted. */
  readonly leader: string;
}

// [ended timeline, position, PostgreSQL's reason, time, new leader]; the last two only where Patroni saw it (2.1 and later).
const rowSchema = z.array(z.union([z.number(), z.string().max(1000), z.null()])).max(10);

/**
 * Reads the answer of Patroni's `GET /history`.
 * @param answer parsed JSON from the host: untrusted
 * @returns oldest first; lines without a time or a leader are left out
 */
export function readPatroniHistory(answer: unknown): readonly TimelineEnd[] {
  const parsed = z.array(rowSchema).max(10_000).safeParse(answer);
  if (!parsed.success) return [];
  return parsed.data.flatMap(([ended, , , time, leader]) => {
    const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
    if (typeof ended !== 'number' || typeof leader !== 'string' || leader === '' || Number.isNaN(at)) return [];
    return [{ timeline: ended + 1, at, leader: printable(leader, 100) }];
  });
}

/** The changes of the leader that follow from it. A member that was promoted again after itself is none. */
export function changesToldByPatroni(cluster: string, ends: readonly TimelineEnd[]): readonly LeaderChange[] {
  return ends.flatMap(({ timeline, at, leader }, index) => {
    const from = ends[index - 1]?.leader ?? null;
    if (from === leader) return [];
    return [{ cluster, from, to: leader, at, seconds: null, hostLost: null, timeline, source: 'patroni' as const }];
  });
}
