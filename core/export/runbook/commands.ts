import { memberAuthority, restUrl } from '../../deployment/factRequest.ts';
import { emptyScript, timelineScript } from '../../dr/scripts.ts';
import type { Cluster, Member, Plan } from '../../plan/plan.ts';
import { postgresMajor } from '../../plan/postgresOf.ts';
import type { Release } from '../../plan/schema.ts';
import { checkedName } from '../../render/checkedText.ts';
import type { DesiredMember } from '../../render/desiredHost.ts';
import { findHost } from '../../render/hostContext.ts';
import { shellQuote } from '../../shell/shellQuote.ts';
import { dataDirectory, paths, postgresPrograms } from '../../systems/debian/paths.ts';
import type { ProcedureStep } from './procedure.ts';

/** What the commands of a runbook are made from. */
export interface RunbookInput {
  readonly plan: Plan;
  /** The release that the hosts are taken to run: it decides the version of PostgreSQL where the plan leaves it open. */
  readonly release: Release;
}

/** A member of a cluster with what commands name of it. */
export type MemberPlace = Pick<DesiredMember, 'cluster' | 'member' | 'dataDirectory' | 'restUrl' | 'authority'> & {
  readonly programs: string;
};

/** @throws Problem `render.unsafe-value` for a name that cannot be part of a path */
export function memberPlace({ plan, release }: RunbookInput, cluster: Cluster, member: Member): MemberPlace {
  const version = postgresMajor(plan, cluster, release);
  return {
    cluster,
    member,
    dataDirectory: dataDirectory(plan, version, checkedName('cluster', cluster.name, 'clusters: name')),
    restUrl: restUrl(plan, findHost(plan, member.host)),
    authority: memberAuthority(plan),
    programs: postgresPrograms(version),
  };
}

export function patronictl(words: string): string {
  return `patronictl -c ${paths.patroniConfig} ${words}`;
}

/** psql as the superuser through the socket of the member on the host: needs no password. */
export function psql({ postgres }: Plan, sql: string): string {
  return `runuser -u postgres -- psql -h ${paths.postgresSockets} -p ${postgres.port} -d postgres -XAt -c ${shellQuote(sql)}`;
}

/** Tries once a second until it succeeds. The parentheses keep `exit` from ending the shell of the person who pastes it. */
export function waitUntil(seconds: number, check: string): string {
  return `( for second in $(seq ${seconds}); do\n  ${check} && exit 0\n  sleep 1\ndone; echo "not within ${seconds} s"; exit 1 )`;
}

/** A script that ends with `exit` or stops at its first error, safe to paste. */
export function subshell(script: string): string {
  return `(\n${script.trim()}\n)`;
}

/** Waits until the member on the host takes writes. */
export function waitUntilPrimary(plan: Plan, seconds: number): string {
  return waitUntil(seconds, `${psql(plan, 'select pg_is_in_recovery()')} 2>/dev/null | grep -qx f`);
}

/** Waits until the member on the host receives WAL as it is written. */
export function waitUntilStreaming(plan: Plan, seconds: number): string {
  return waitUntil(
    seconds,
    `${psql(plan, 'select status from pg_stat_wal_receiver')} 2>/dev/null | grep -qx streaming`,
  );
}

export const listMembers = patronictl('list');

/**
 * Right after a promotion that not all members saw. Two that were promoted apart number their timelines alike, and neither Patroni nor
 * pg_rewind, which compare numbers, can be relied on to tell one from the other.
 */
export function sinceStep(plan: Plan, { name, host }: Member): ProcedureStep {
  return {
    id: 'since',
    host,
    title: `Note on which timeline ${name} is now`,
    command: psql(plan, "select ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int"),
    expect: 'A number: keep it. The timelines from it on began with this promotion.',
  };
}

/** Whether what a stopped member has is from before that promotion; otherwise it is emptied, and copied anew when it starts. */
export function apartSteps(member: Member): readonly ProcedureStep[] {
  const { name, host } = member;
  return [
    {
      id: `timeline/${host}`,
      host,
      title: `See which timelines ${name} knows`,
      command: subshell(timelineScript),
      expect: `A number below the one kept before: what ${name} has is from before the promotion.`,
    },
    emptyStep(
      member,
      `the number of ${name} is not below the one kept before: it took writes by itself, on a timeline that has the number of another one`,
    ),
  ];
}

/** Empties the data directory of a stopped member: nothing of what it has counts any more. */
export function emptyStep({ name, host }: Member, onlyIf: string): ProcedureStep {
  return {
    id: `empty/${host}`,
    host,
    title: `Empty ${name}, so that it is copied anew`,
    command: subshell(emptyScript),
    expect: 'No output, and status 0.',
    onlyIf,
  };
}

/** Patroni comes back with the member; which copies what it lacks by itself. */
export function rejoinSteps(
  plan: Plan,
  { cluster, member }: Pick<MemberPlace, 'cluster' | 'member'>,
  seconds = 120,
): readonly ProcedureStep[] {
  return [
    {
      id: `patroni/${member.host}`,
      host: member.host,
      title: `Start the Patroni of ${member.name}`,
      command: 'systemctl enable -q --now patroni',
      expect:
        'No output. Patroni compares itself with the leader and takes back by pg_rewind what only this member has.',
    },
    {
      id: `streaming/${member.host}`,
      host: member.host,
      title: `Wait until ${member.name} streams`,
      command: `${waitUntilStreaming(plan, seconds)} && ${listMembers}`,
      expect: `${member.name} is a Replica, running or streaming, on the leader's timeline.`,
    },
    reinitStep(cluster.name, member.name, member.host),
  ];
}

/** Copies a member anew: the way out when pg_rewind cannot. */
export function reinitStep(cluster: string, member: string, host: string): ProcedureStep {
  return {
    id: `reinit/${host}`,
    host,
    title: `Copy ${member} anew from the leader`,
    command: patronictl(`reinit --force ${shellQuote(cluster)} ${shellQuote(member)}`),
    expect: `"Success: reinitialize for member ${member}". Its whole data directory is copied: watch it with ${listMembers}.`,
    onlyIf: `${member} does not stream, and journalctl -u patroni on ${host} shows that pg_rewind failed or that WAL is missing`,
  };
}
