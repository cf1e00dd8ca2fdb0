import { type Phrase, type PhraseValue, say } from '../wording/phrase.ts';

/** What the sentences of reasons name. */
export interface ReasonValues {
  readonly cluster: string;
  /** The member that leads, with its host. */
  readonly leader: Phrase;
  readonly leaderHost: string;
  /** The member that led, with its host, and what has become of it. */
  readonly old: Phrase;
  readonly fate: Phrase;
  /** Why failsafe mode does not help. */
  readonly failsafe: Phrase;
  readonly candidates: PhraseValue;
  /** Who may not be promoted, and why. */
  readonly refusals: PhraseValue;
  /** Members of other clusters that have the data. */
  readonly copies: PhraseValue;
  readonly upstream: string;
  readonly etcdHost: string;
  readonly etcdRunning: number;
  readonly etcdTotal: number;
  readonly etcdQuorum: number;
  readonly majority: number;
  readonly startSeconds: number;
}

const sentences = {
  'leader-keeps': (is: ReasonValues) =>
    say`${is.leader} keeps its lease in etcd (${is.etcdRunning} of ${is.etcdTotal} members) and goes on taking writes.`,
  'standby-leader-keeps': (is: ReasonValues) => say`${is.leader} goes on following ${is.upstream}.`,
  'standby-leader-without-dcs': (is: ReasonValues) =>
    say`${is.leader} goes on following ${is.upstream}, but without etcd nobody could take over from it.`,
  restarts: (is: ReasonValues) =>
    say`Patroni on ${is.leaderHost} starts PostgreSQL again and keeps the lease; only past ${is.startSeconds} s without success does another member take over.`,
  'failsafe-holds': (is: ReasonValues) =>
    say`${is.leader} cannot renew its lease, but every other member answers it, so failsafe mode lets it go on; nothing can fail over until etcd is back.`,
  failover: (is: ReasonValues) =>
    say`${is.old} ${is.fate}; once its lease has run out, ${is.candidates} is promoted by a majority of etcd (${is.etcdQuorum} of ${is.etcdTotal}).`,
  'failover-one-of': (is: ReasonValues) =>
    say`${is.old} ${is.fate}; once its lease has run out, one of ${is.candidates} is promoted by a majority of etcd (${is.etcdQuorum} of ${is.etcdTotal}).`,
  'standby-leader-elected': (is: ReasonValues) =>
    say`${is.old} ${is.fate}; once its lease has run out, one of ${is.candidates} follows ${is.upstream} in its place.`,
  'sync-replaced': (is: ReasonValues) =>
    say`${is.leader} goes on; commits that wait for a lost synchronous standby go through once Patroni counts on the standbys that are left.`,
  'sync-dropped': (is: ReasonValues) =>
    say`${is.leader} goes on alone once Patroni has given up the lost synchronous standby; until one is back nobody could take over without loss.`,
  'sync-blocked': (is: ReasonValues) =>
    say`${is.leader} leads, but in strict synchronous mode its commits wait until a standby is back.`,
  'sync-blocked-without-dcs': (is: ReasonValues) =>
    say`${is.leader} leads by failsafe mode, but without etcd it cannot give up the lost synchronous standby, so commits may wait until one of the two is back.`,
  'no-route': (is: ReasonValues) =>
    say`${is.leader} takes writes, but no client reaches it through HAProxy and PgBouncer on the primary port.`,
  'no-quorum-read-only': (is: ReasonValues) =>
    say`etcd has no quorum (${is.etcdRunning} of ${is.etcdTotal} members run, ${is.majority} must reach each other) and ${is.leader} ${is.failsafe}, so it goes on read-only until etcd is back or a person decides.`,
  'only-etcd-lost-read-only': (is: ReasonValues) =>
    say`The only etcd member, on ${is.etcdHost}, is out of reach and ${is.leader} ${is.failsafe}, so it goes on read-only until etcd is back or a person decides.`,
  'only-etcd-lost': (is: ReasonValues) =>
    say`${is.old} ${is.fate} and the only etcd member, on ${is.etcdHost}, is out of reach, so nobody may be promoted without a person.`,
  'no-dcs-read-only': (is: ReasonValues) =>
    say`${is.leader} cannot reach a majority of etcd and ${is.failsafe}, so it goes on read-only; nobody else may be promoted: ${is.refusals}.`,
  'no-quorum': (is: ReasonValues) =>
    say`${is.old} ${is.fate} and etcd has no quorum (${is.etcdRunning} of ${is.etcdTotal} members run, ${is.majority} must reach each other), so nobody may be promoted without a person.`,
  'no-candidate': (is: ReasonValues) => say`${is.old} ${is.fate} and no other member may be promoted: ${is.refusals}.`,
  'sync-standby-lost': (is: ReasonValues) =>
    say`${is.old} ${is.fate} and no synchronous standby is left, so Patroni promotes nobody rather than lose commits: ${is.refusals}.`,
  'sync-standby-perhaps-lost': (is: ReasonValues) =>
    say`${is.old} ${is.fate}; ${is.candidates} is promoted only if it was the synchronous standby, otherwise Patroni promotes nobody rather than lose commits.`,
  'region-lost': (is: ReasonValues) =>
    say`Every host of ${is.cluster} is lost; ${is.copies} still holds a copy, which a person promotes after fencing the lost region.`,
  'standby-region-lost': (is: ReasonValues) =>
    say`Every host of ${is.cluster} is lost; ${is.copies} still holds the data, so the standby cluster is built again from it.`,
  'upstream-gone': (is: ReasonValues) =>
    say`${is.cluster} stays readable but ${is.upstream} does not come back by itself: promoting it is the decision of a person.`,
  'all-copies-lost': (is: ReasonValues) =>
    say`Every host with a copy of ${is.cluster} is lost: bring one back, or restore a backup.`,
} as const;

export type ReasonCode = keyof typeof sentences;
export const reasonCodes = Object.keys(sentences) as readonly ReasonCode[];

/** Why a cluster ends up as it does. */
export function reasonOf(code: ReasonCode, values: ReasonValues): Phrase {
  return sentences[code](values);
}
