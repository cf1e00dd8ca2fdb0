import type { Phrase } from '../wording/phrase.ts';
import type { Failure } from './failure.ts';
import type { ReasonCode } from './reasons.ts';

/** How bad it is for writes, from best to worst. */
export const writesInOrder = ['unaffected', 'automatic', 'manual', 'lost'] as const;
/**
 * `unaffected` writes go on; `automatic` they stop and come back without anybody; `manual` they stop until a person acts (starts
 * something, promotes, decides); `lost` no copy of the data is left on a host that is up.
 */
export type Writes = (typeof writesInOrder)[number];
export type Reads = 'all' | 'partial' | 'none';

export interface SecondsRange {
  readonly min: number;
  readonly typical: number;
  readonly worst: number;
}

/** The runbook for what a person has to do. */
export type RunbookId =
  | 'two-of-three-recovery'
  | 'two-node-promotion'
  | 'split-brain'
  | 'etcd-member-replacement'
  | 'dr-promote'
  | 'troubleshooting';

/** Why a member may not be promoted, in the order in which the causes are looked at. */
export type Refusal =
  | 'host-dead'
  | 'postgres-dead'
  | 'patroni-dead'
  | 'nofailover'
  | 'no-quorum'
  | 'no-dcs'
  | 'lagging'
  | 'not-synchronous'
  | 'perhaps-not-synchronous';

export interface MemberOutcome {
  readonly name: string;
  readonly host: string;
  /** `orphan`: PostgreSQL goes on without a Patroni in charge of it. `stranded`: it runs, without a leader to follow. */
  readonly state: 'leader' | 'replica' | 'offline' | 'stranded' | 'orphan' | 'down';
  /** Whether it may be promoted in this situation, or could be if the leader were lost as well. */
  readonly promotable: boolean;
  /** Why it may not be promoted; null for the leader and for promotable members. */
  readonly refusal: Refusal | null;
}

/** What a client reaches through the HAProxy of one host, port by service: 5433, 5434, 5436, 5438 by default. */
export interface ClientLocation {
  readonly host: string;
  readonly primary: boolean;
  readonly replica: boolean;
  readonly default: boolean;
  readonly offline: boolean;
}

export interface Degradation {
  readonly code:
    | 'etcd-no-more-loss'
    | 'etcd-fewer-losses'
    | 'etcd-no-quorum'
    | 'no-failover-candidate'
    | 'no-synchronous-standby'
    | 'fewer-client-locations'
    | 'single-copy'
    | 'replication-between-regions-stopped';
  readonly text: string;
  /** The text with its values apart, for another language. */
  readonly said: Phrase;
}

/** A sentence, and the same with its values apart for another language. */
export interface Explained {
  readonly reason: string;
  readonly said: Phrase;
}

export interface ClusterOutcome extends Explained {
  readonly name: string;
  readonly kind: 'primary' | 'standby';
  /** The member that leads once everything has settled; null where nobody leads for certain. Of several that may, one that fewest clients reach. */
  readonly leader: string | null;
  readonly leaderHost: string | null;
  /** Every member that may win the election: which of equals wins depends on who has received the most WAL. */
  readonly possibleLeaders: readonly string[];
  /** For a standby cluster: of its leadership and of what it follows, since nobody writes into it. */
  readonly writes: Writes;
  /** What it may be with luck, where the outcome depends on which standby is the synchronous one. */
  readonly writesAtBest: Writes;
  readonly reads: Reads;
  readonly clients: readonly ClientLocation[];
  /** Until writes work again through HAProxy; null when nothing makes them work by itself. */
  readonly secondsToWritable: SecondsRange | null;
  /**
   * Acknowledged WAL that may be lost, in bytes; null when nothing bounds it. A number above 0 is `maximum_lag_on_failover`, which
   * Patroni checks against a position that may be up to `ttl` seconds old: a good estimate, not a guarantee.
   */
  readonly lossBytes: number | null;
  readonly reasonCode: ReasonCode;
  readonly runbook: RunbookId | null;
  readonly failsafe: { readonly state: 'off' | 'idle' | 'holds' | 'cannot-hold' } & Explained;
  readonly watchdog: { readonly mode: string; readonly effect: 'none' | 'resets-host' } & Explained;
  readonly splitBrain: { readonly exposed: boolean } & Explained;
  /** Where the virtual IP is bound in the end; null when the cluster has none. */
  readonly vip: ({ readonly holders: readonly string[] } & Explained) | null;
  readonly degraded: readonly Degradation[];
  readonly members: readonly MemberOutcome[];
  /** Whether the cluster's etcd has a quorum anywhere. */
  readonly etcdQuorum: boolean;
}

export interface EtcdOutcome {
  /** The etcd member, called like its host. */
  readonly name: string;
  readonly running: boolean;
  /** Whether it is part of a majority. */
  readonly quorum: boolean;
}

export interface SimulationResult {
  /** As on the command line. */
  readonly failed: readonly string[];
  readonly failures: readonly Failure[];
  readonly clusters: readonly ClusterOutcome[];
  readonly etcd: readonly EtcdOutcome[];
  /** The worst of all clusters that clients write to. */
  readonly writes: Writes;
}
