type Parameters = Readonly<Record<string, string | number>>;

/** The English sentence of each reason. Another language translates the code with the same parameters. */
const sentences = {
  'leader-keeps':
    '{leader} on {leaderHost} keeps its lease in etcd ({etcdRunning} of {etcdTotal} members) and goes on taking writes.',
  'standby-leader-keeps': '{leader} on {leaderHost} goes on following {upstream}.',
  'standby-leader-without-dcs':
    '{leader} on {leaderHost} goes on following {upstream}, but without etcd nobody could take over from it.',
  restarts:
    'Patroni on {leaderHost} starts PostgreSQL again and keeps the lease; only past {startSeconds} s without success does another member take over.',
  'failsafe-holds':
    '{leader} on {leaderHost} cannot renew its lease, but every other member answers it, so failsafe mode lets it go on; nothing can fail over until etcd is back.',
  failover:
    '{old} on {oldHost} {fate}; once its lease has run out, {candidates} is promoted by a majority of etcd ({etcdQuorum} of {etcdTotal}).',
  'failover-one-of':
    '{old} on {oldHost} {fate}; once its lease has run out, one of {candidates} is promoted by a majority of etcd ({etcdQuorum} of {etcdTotal}).',
  'standby-leader-elected':
    '{old} on {oldHost} {fate}; once its lease has run out, one of {candidates} follows {upstream} in its place.',
  'sync-replaced':
    '{leader} on {leaderHost} goes on; commits that wait for a lost synchronous standby go through once Patroni counts on the standbys that are left.',
  'sync-dropped':
    '{leader} on {leaderHost} goes on alone once Patroni has given up the lost synchronous standby; until one is back nobody could take over without loss.',
  'sync-blocked':
    '{leader} on {leaderHost} leads, but in strict synchronous mode its commits wait until a standby is back.',
  'sync-blocked-without-dcs':
    '{leader} on {leaderHost} leads by failsafe mode, but without etcd it cannot give up the lost synchronous standby, so commits may wait until one of the two is back.',
  'no-route':
    '{leader} on {leaderHost} takes writes, but no client reaches it through HAProxy and PgBouncer on the primary port.',
  'no-quorum-read-only':
    'etcd has no quorum ({etcdRunning} of {etcdTotal} members run, {majority} must reach each other) and {leader} on {leaderHost} {failsafe}, so it goes on read-only until etcd is back or a person decides.',
  'only-etcd-lost-read-only':
    'The only etcd member, on {etcdHost}, is out of reach and {leader} on {leaderHost} {failsafe}, so it goes on read-only until etcd is back or a person decides.',
  'only-etcd-lost':
    '{old} on {oldHost} {fate} and the only etcd member, on {etcdHost}, is out of reach, so nobody may be promoted without a person.',
  'no-dcs-read-only':
    '{leader} on {leaderHost} cannot reach a majority of etcd and {failsafe}, so it goes on read-only; {rest}.',
  'no-quorum':
    '{old} on {oldHost} {fate} and etcd has no quorum ({etcdRunning} of {etcdTotal} members run, {majority} must reach each other), so nobody may be promoted without a person.',
  'no-candidate': '{old} on {oldHost} {fate} and no other member may be promoted: {refusals}.',
  'sync-standby-lost':
    '{old} on {oldHost} {fate} and no synchronous standby is left, so Patroni promotes nobody rather than lose commits: {refusals}.',
  'sync-standby-perhaps-lost':
    '{old} on {oldHost} {fate}; {candidates} is promoted only if it was the synchronous standby, otherwise Patroni promotes nobody rather than lose commits.',
  'region-lost':
    'Every host of {cluster} is lost; {copies} still holds a copy, which a person promotes after fencing the lost region.',
  'standby-region-lost':
    'Every host of {cluster} is lost; {copies} still holds the data, so the standby cluster is built again from it.',
  'upstream-gone':
    '{cluster} stays readable but {upstream} does not come back by itself: promoting it is the decision of a person.',
  'all-copies-lost': 'Every host with a copy of {cluster} is lost: bring one back, or restore a backup.',
} as const;

export type ReasonCode = keyof typeof sentences;
export const reasonCodes = Object.keys(sentences) as readonly ReasonCode[];

/** Writes the sentence of a reason. */
export function reasonText(code: ReasonCode, parameters: Parameters): string {
  return sentences[code].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(parameters[name] ?? ''));
}
