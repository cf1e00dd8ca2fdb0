import { standbySettings } from '../facts/sqlState.ts';
import type { DesiredMember } from '../render/desiredHost.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { type Phrase, say } from '../wording/phrase.ts';
import { plainOperation } from './hostOperations.ts';
import { type MemberTask, memberProbe, type ProbedMember } from './memberProbe.ts';
import type { Operation } from './operation.ts';

/** Waits until the member's Patroni works with the dynamic configuration in etcd: before, nobody knows what it asks for. */
export function awaitConfig(host: string, member: DesiredMember): Operation {
  return plainOperation({
    id: `${host}/patroni/read`,
    host,
    title: say`Wait until ${member.member.name} has read the dynamic configuration`,
    apply: memberProbe(taskOf('read', member)),
    verify: 'true',
    weight: 1,
    journals: ['patroni'],
  });
}

/** Has Patroni read its changed files, and waits until PostgreSQL has done so too. */
export function reloadPatroni(host: string, member: DesiredMember, paths: readonly string[]): Operation {
  return plainOperation({
    id: `${host}/patroni/reload`,
    host,
    title: say`Reload ${'patroni'} with its new files`,
    apply: `${memberProbe(taskOf('reload', member))}
applied patroni ${paths.map(shellQuote).join(' ')}`,
    verify: 'systemctl -q is-active patroni',
    weight: 2,
    journals: ['patroni'],
  });
}

export interface RestartOrder {
  /** Who leads, by name of the member. */
  readonly leader: string;
  /** The other members of the cluster that must follow. */
  readonly others: readonly ProbedMember[];
  readonly delayed: boolean;
  readonly mayRemain: boolean;
  /** How synchronous replication is set; undefined: it is off. */
  readonly synchronous: { readonly strict: boolean } | undefined;
  /** Whether another replica could take over while this member restarts. */
  readonly covered: boolean;
}

/** What is to be known of the others when a whole member restarts. */
export type ServiceOrder = Pick<RestartOrder, 'leader' | 'others' | 'delayed' | 'synchronous'>;

/**
 * Restarts PostgreSQL under Patroni's control, for settings that a reload cannot change: when everybody else could take over, and done when the
 * member follows and replays again, or leads and is followed.
 */
export function restartMember(host: string, member: DesiredMember, order: RestartOrder): Operation {
  return plainOperation({
    id: `${host}/postgres/restart`,
    host,
    title: restartTitle(member.member.name, order),
    apply: memberProbe({ ...orderedTask('restart', member, order), mayRemain: order.mayRemain }),
    verify: 'true',
    weight: 5,
    journals: ['patroni'],
  });
}

/**
 * Restarts Patroni with its PostgreSQL, for new programs on the disk: when everybody else could take over, and done when the member follows and
 * replays again, or leads and is followed.
 */
export function restartPatroni(host: string, member: DesiredMember, order: ServiceOrder): Operation {
  const { name } = member.member;
  return restartService(
    host,
    say`Restart Patroni and PostgreSQL of ${name} with their new version`,
    memberProbe(orderedTask('service', member, order)),
  );
}

/**
 * Restarts Patroni with its PostgreSQL on other ports than it has, when everybody else could take over, and done when the member follows and replays
 * again, or leads and is followed.
 * @param files of Patroni, which it then has read
 * @param restUrlBefore where its REST API is reached until then
 */
export function moveMember(
  host: string,
  member: DesiredMember,
  files: readonly string[],
  restUrlBefore: string,
  order: ServiceOrder,
): Operation {
  const { name } = member.member;
  return restartService(
    host,
    name === order.leader
      ? say`Restart Patroni and PostgreSQL of ${name}, which leads, on their new ports: writes stop until it is back`
      : say`Restart Patroni and PostgreSQL of ${name} on their new ports`,
    `${memberProbe({ ...orderedTask('service', member, order), restUrlBefore })}
applied patroni ${files.map(shellQuote).join(' ')}`,
  );
}

function restartService(host: string, title: Phrase, apply: string): Operation {
  return plainOperation({
    id: `${host}/patroni/restart`,
    host,
    title,
    apply,
    verify: 'systemctl -q is-active patroni',
    weight: 6,
    journals: ['patroni'],
  });
}

/** What clients notice is said before it happens. */
function restartTitle(name: string, { leader, covered, synchronous }: RestartOrder): Phrase {
  if (name === leader)
    return say`Restart PostgreSQL of ${name}, which leads: writes stop until it is back, 1 to 5 seconds as a rule`;
  if (covered) return say`Restart PostgreSQL of ${name} for settings that need it`;
  return synchronous?.strict === true
    ? say`Restart PostgreSQL of ${name} for settings that need it: it is the only synchronous standby, so commits wait until it is back`
    : say`Restart PostgreSQL of ${name} for settings that need it: until it is back nobody could take over`;
}

function orderedTask(
  what: MemberTask['what'],
  member: DesiredMember,
  { leader, others, delayed, synchronous }: ServiceOrder,
): MemberTask {
  return { ...taskOf(what, member), leader, others, delayed, synchronous: synchronous !== undefined };
}

function taskOf(what: MemberTask['what'], member: DesiredMember): MemberTask {
  return {
    what,
    cluster: member.cluster.name,
    name: member.member.name,
    restUrl: member.restUrl,
    sockets: member.sockets,
    port: member.port,
    directory: member.dataDirectory,
    settings: standbySettings,
    leader: '',
    others: [],
    delayed: false,
    synchronous: false,
    mayRemain: false,
  };
}
