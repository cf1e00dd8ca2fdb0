import { z } from 'zod';

/*
 * Regions that part number their timelines apart: the next of both has the same number, and neither Patroni nor pg_rewind, which compare
 * numbers, can tell one from the other. Whoever went through a timeline that began in the reign of the other region is therefore copied anew.
 */

const historySchema = z.array(z.object({ TL: z.number().int().positive(), 'New Leader': z.string().max(200) }));

/** What is known of the timelines of a cluster that leads. */
export type Reign =
  /** The number of the first timeline that began since the cluster leads: smaller ones are common to all that followed it before. */
  | { readonly kind: 'known'; readonly since: number }
  /** Patroni writes its history after its first cycle as the leader. */
  | { readonly kind: 'not-yet' }
  | { readonly kind: 'unknown' };

/**
 * Reads from Patroni's history of a cluster since which timeline its members have led it without a break.
 * @param json of `patronictl history -f json`: each line the timeline that ended, and who leads since
 * @param members names of the cluster's members
 * @param timeline on which the cluster's primary is
 */
export function reignOf(json: string, members: readonly string[], timeline: number): Reign {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { kind: 'unknown' };
  }
  const lines = historySchema.safeParse(value);
  if (!lines.success) return { kind: 'unknown' };
  if (lines.data.at(-1)?.TL !== timeline - 1) return { kind: 'not-yet' };
  const before = lines.data.findLastIndex((line) => !members.includes(line['New Leader']));
  const first = lines.data[before + 1];
  return first === undefined ? { kind: 'not-yet' } : { kind: 'known', since: first.TL + 1 };
}

/**
 * Reads the highest timeline that a data directory knows of, from what `timelineScript` prints.
 * @returns undefined for a directory without WAL
 */
export function highestTimeline(output: string): number | undefined {
  const found = /^\s*([0-9]{1,10})\s*$/.exec(output);
  return found?.[1] === undefined ? undefined : Number(found[1]);
}
