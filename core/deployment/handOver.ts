import type { HostFacts } from '../facts/deploymentFacts.ts';
import { serves } from '../patroni/answers.ts';
import type { Cluster, Host, Member } from '../plan/plan.ts';

/** A cluster whose leader is not to lead any more. */
export interface HandOver {
  readonly cluster: Cluster;
  readonly leader: string;
  readonly host: Host;
  /** Undefined: nobody who stays could take over now. */
  readonly candidate: string | undefined;
}

/**
 * Who is to lead next: of those that may, the one that follows best now, a synchronous standby before one that streams, and these before others.
 * @param able members that may lead, the present leader not among them
 * @param leaderHost name of the host of the present leader
 */
export function candidateOf(
  able: readonly Member[],
  leaderHost: string,
  facts: ReadonlyMap<string, HostFacts>,
): string | undefined {
  const { patroni, sql } = facts.get(leaderHost) ?? {};
  const seen = patroni?.members ?? [];
  const streaming = sql?.streaming ?? [];
  const rank = (name: string) =>
    Number(seen.some((one) => one.name === name && one.synchronous === true)) * 2 + Number(streaming.includes(name));
  const [candidate] = able
    .filter(({ host }) => serves(facts.get(host)?.patroni) && facts.get(host)?.patroni?.role === 'replica')
    .sort((one, other) => rank(other.name) - rank(one.name));
  return candidate?.name;
}
