import type { Cluster, Plan } from '../plan/plan.ts';
import type { RegionPair } from './regionPair.ts';

/** What the Patroni of one member says of its PostgreSQL. */
export interface MemberAnswer {
  readonly host: string;
  /** Patroni's word: `primary` (before 4: `master`), `replica`, `standby_leader`. */
  readonly role: string;
  readonly state: string;
  readonly timeline?: number | undefined;
  /** Its cluster is paused: Patroni changes nothing by itself. */
  readonly pause?: boolean | undefined;
  /** Who streams from it. */
  readonly replication?: readonly { readonly application_name: string; readonly state: string }[] | undefined;
  readonly xlog?:
    | {
        /** Positions in the WAL, in bytes from its beginning. */
        readonly location?: number | undefined;
        readonly received_location?: number | undefined;
        readonly replayed_location?: number | undefined;
        readonly replayed_timestamp?: string | null | undefined;
      }
    | undefined;
}

/** Two regions as their hosts and their Patronis describe them. */
export interface RegionWorld {
  readonly plan: Plan;
  readonly pair: RegionPair;
  /** Hosts that could be reached when the run began; the others are treated as dark until its end. */
  readonly reached: ReadonlySet<string>;
  /** What members of both clusters say; those that do not answer are left out. */
  readonly answers: readonly MemberAnswer[];
  /** Of hosts of the members: whether Patroni or PostgreSQL of the deployment runs there. Hosts that do not answer are left out. */
  readonly running: ReadonlyMap<string, boolean>;
}

/** Patroni 3 says `master` where 4 says `primary`. */
export function isPrimary({ role }: MemberAnswer): boolean {
  return role === 'master' || role === 'primary';
}

/** The answers of a cluster's members. */
export function answersOf({ answers }: RegionWorld, cluster: Cluster): readonly MemberAnswer[] {
  return answers.filter(({ host }) => cluster.members.some((member) => member.host === host));
}

/** Names of the members that stream from this one. */
export function streamingFrom(answer: MemberAnswer | undefined): readonly string[] {
  return (answer?.replication ?? [])
    .filter(({ state }) => state === 'streaming')
    .map(({ application_name }) => application_name);
}

/** Hosts of a cluster on which Patroni or PostgreSQL runs. */
export function runningHosts({ running }: RegionWorld, cluster: Cluster): readonly string[] {
  return memberHosts(cluster).filter((host) => running.get(host) === true);
}

/** Hosts of a cluster of which nobody knows what runs there. */
export function darkHosts({ running }: RegionWorld, cluster: Cluster): readonly string[] {
  return memberHosts(cluster).filter((host) => !running.has(host));
}

export function memberHosts(cluster: Cluster): readonly string[] {
  return cluster.members.map(({ host }) => host);
}
