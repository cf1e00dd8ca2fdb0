import type { Timing } from './timing.ts';

/** The usual rule of thumb for losing a primary, for comparison. */
export interface ClassicEstimate {
  readonly minSeconds: number;
  readonly worstSeconds: number;
  readonly formula: string;
  /** Why the budget differs from it. */
  readonly why: readonly string[];
}

/** RTO as the classic chart adds it up: ttl + election + promotion + HAProxy's way down and up. */
export function classicEstimate({ patroni, haproxy }: Timing): ClassicEstimate {
  const { ttlSeconds: ttl, loopWaitSeconds: loop } = patroni;
  const checks = haproxy.fall * haproxy.interSeconds + haproxy.rise * haproxy.fastinterSeconds;
  return {
    minSeconds: ttl + 2 + checks,
    worstSeconds: ttl + 7 + checks,
    formula: `ttl + 1 to 2 (election) + 1 to 5 (promotion) + fall * inter + rise * fastinter = ${ttl} + 2 to 7 + ${haproxy.fall} * ${haproxy.interSeconds} + ${haproxy.rise} * ${haproxy.fastinterSeconds}`,
    why: [
      `It adds the ${haproxy.fall * haproxy.interSeconds} s in which HAProxy sees the old primary die; they pass while the lease runs out and cost nothing more.`,
      `It takes the lease as ttl from the failure on; its last renewal was up to loop_wait (${loop} s) earlier, and a replica may notice up to loop_wait later.`,
      `It counts rise * fastinter for the way up; HAProxy's first check of a server that was down comes after up to downinter (${haproxy.downinterSeconds} s), and rise - 1 faster ones follow.`,
    ],
  };
}
