import type { InstanceAnswer, MemberState } from '../patroni/answers.ts';
import { isLeading } from '../patroni/answers.ts';
import { etcdHosts, type Plan } from '../plan/plan.ts';
import { say } from '../wording/phrase.ts';
import type { HaproxyServer } from './haproxyStats.ts';
import { reason } from './reason.ts';
import { deadServices, reasonsOf } from './reasons.ts';
import { type ReturnedHost, returnedNext, returnedSaid } from './returned.ts';
import type { ProbedService } from './serviceProbe.ts';
import { type HostStatus, type Reason, type StatusDocument, type StatusMember, services } from './statusDocument.ts';
import type { Stranger } from './strangers.ts';

/** More than any cluster has. */
const maxStrangers = 20;

/**
 * Puts what the hosts said together; what only the project knows is added by whoever has it. A member's own Patroni is believed before what others say of it in `/cluster`; a member for
 * which neither speaks is offline.
 * @param probed what came of trying the services that clients use
 */
export function assembleStatus(
  plan: Plan,
  hosts: readonly HostStatus[],
  probed?: readonly ProbedService[],
): StatusDocument {
  const byHost = new Map(hosts.map((host) => [host.host, host]));
  const strangers: Stranger[] = [];
  const clusters = plan.clusters.map((cluster) => {
    const believed = believedAnswers(cluster.members.flatMap(({ host }) => byHost.get(host) ?? []));
    const answers = [...believed.values()];
    // The leader's own view of the others first: a cut-off replica may still show a stale one.
    const fresh = answers.filter((answer) => !isLate(answer));
    const view = [...fresh.filter(saysItLeads), ...fresh, ...answers].find((one) => one.cluster !== undefined)?.cluster;
    const members = cluster.members.map((member): StatusMember => {
      const answer = believed.get(member.host);
      const instance = answer?.instance;
      const seen = view?.members.get(member.name);
      const others = answer !== undefined && (answer.unreachable !== undefined || isLate(answer));
      const running = instance !== undefined || (seen !== undefined && others);
      const role = instance?.role ?? seen?.role;
      return {
        name: member.name,
        host: member.host,
        role: running && role !== undefined ? role : 'offline',
        own: instance !== undefined && answer !== undefined && !isLate(answer),
        state:
          instance === undefined ? (running ? (seen?.state ?? 'unreachable') : 'unreachable') : stateOf(instance, seen),
        timeline: instance?.timeline ?? seen?.timeline ?? null,
        lagBytes: role === 'primary' ? 0 : (seen?.lagBytes ?? null),
        synchronous: seen?.synchronous ?? false,
        postgres: versionText(instance?.postgresVersion ?? null),
        patroni: instance?.patroniVersion ?? null,
      };
    });
    const leader = members.find(isLeading)?.name ?? null;
    const others = [...(view?.members ?? [])]
      .filter(([name]) => !cluster.members.some((member) => member.name === name))
      .slice(0, maxStrangers)
      .map(([name, { address, role }]): Stranger => ({ cluster: cluster.name, name, address, role }));
    strangers.push(...others);
    return { name: cluster.name, leader, paused: view?.paused ?? false, members };
  });
  const etcdNames = new Set(plan.clusters.flatMap((cluster) => etcdHosts(plan, cluster).map((host) => host.name)));
  const etcd = plan.hosts
    .filter((host) => etcdNames.has(host.name))
    .map((host) => {
      const answer = byHost.get(host.name)?.etcd;
      return {
        name: host.name,
        healthy: answer !== undefined && answer.errors.length === 0,
        leader: answer?.leader ?? false,
        version: answer?.version ?? null,
        clusterId: answer?.clusterId ?? null,
      };
    });
  const haproxy = plan.hosts
    .filter((host) => host.roles.includes('haproxy'))
    .map((host) => ({
      host: host.name,
      reachable: byHost.get(host.name)?.haproxy !== undefined,
      services: haproxyServices(byHost.get(host.name)?.haproxy ?? []),
    }));
  const certificates = hosts
    .flatMap(({ host, certificates: found = [] }) => found.map((one) => ({ host, ...one })))
    .sort((a, b) => a.endsAt.localeCompare(b.endsAt));
  const document = {
    hosts: hosts.length,
    clusters,
    etcd,
    haproxy,
    unreachable: hosts.flatMap((host) =>
      host.unreachable === undefined
        ? []
        : [
            {
              host: host.host,
              reason: host.unreachable,
              ...(host.trouble === undefined ? {} : { trouble: host.trouble }),
            },
          ],
    ),
    certificates,
    ...(hosts.some(({ loose }) => loose !== undefined)
      ? { notHeld: hosts.flatMap(({ host, loose = [] }) => (loose.length === 0 ? [] : [{ host, packages: loose }])) }
      : {}),
    ...(hosts.some(({ silent }) => silent !== undefined)
      ? { silent: hosts.flatMap(({ host, silent = [] }) => (silent.length === 0 ? [] : [{ host, services: silent }])) }
      : {}),
    ...(strangers.length > 0 ? { strangers } : {}),
    troubles: hosts.flatMap(({ host, troubles = {} }) =>
      services.flatMap((service) => {
        const trouble = troubles[service];
        return trouble === undefined ? [] : [{ host, service, trouble }];
      }),
    ),
    leftOut: [],
    services: probed,
  };
  const reasons = reasonsOf(plan, document);
  return { healthy: reasons.length === 0, reasons, ...document };
}

/** The state with the hosts that are back, asked for at another time. */
export function withReturned<D extends StatusDocument>(status: D, returned: readonly ReturnedHost[]): D {
  const reasons: readonly Reason[] = [
    ...status.reasons.filter(({ id }) => id !== 'host-returned'),
    ...returned.map((one) => reason('host-returned', one.host, say`${returnedSaid(one)}. ${returnedNext}`)),
  ];
  return { ...status, returned, reasons, healthy: reasons.length === 0 };
}

/** What came of a look at how hosts differ from their plan. */
export type DriftLook = Pick<StatusDocument, 'drift' | 'driftUnread'>;

/** The state with that, asked for at another time. */
export function withDrift<D extends StatusDocument>(status: D, { drift, driftUnread }: DriftLook): D {
  return {
    ...status,
    ...(drift === undefined ? {} : { drift }),
    ...(driftUnread === undefined ? {} : { driftUnread }),
  };
}

/** The state with what came of trying the services at another time. */
export function withServices<D extends StatusDocument>(status: D, probed: StatusDocument['services']): D {
  const reasons = [...status.reasons.filter(({ id }) => id !== 'service-dead'), ...deadServices(probed ?? [])];
  return { ...status, services: probed, reasons, healthy: reasons.length === 0 };
}

/** Without the late answers of members that say they lead, while another one says now that it does: they were told before it took over. */
function believedAnswers(answers: readonly HostStatus[]): ReadonlyMap<string, HostStatus> {
  const ledNow = answers.some((answer) => saysItLeads(answer) && !isLate(answer));
  const believe = (answer: HostStatus): HostStatus =>
    ledNow && saysItLeads(answer) && isLate(answer) ? { ...answer, instance: undefined, cluster: undefined } : answer;
  return new Map(answers.map((answer) => [answer.host, believe(answer)]));
}

function saysItLeads({ instance }: HostStatus): boolean {
  return instance !== undefined && instance.role !== 'replica';
}

function isLate({ late }: HostStatus): boolean {
  return late?.includes('patroni') === true;
}

/** A replica's own Patroni says only `running`; whether it streams is in `/cluster` (since Patroni 3.0.2). */
function stateOf(instance: InstanceAnswer, seen: MemberState | undefined): string {
  return instance.state === 'running' && instance.role !== 'primary' && seen?.state === 'streaming'
    ? 'streaming'
    : instance.state;
}

/** PostgreSQL's `server_version_num`, such as 150020, as people write it: 15.20. */
function versionText(version: number | null): string | null {
  return version === null ? null : `${Math.floor(version / 10_000)}.${version % 10_000}`;
}

/** The servers that a service may use now: backups count only while no other server is up, as HAProxy itself does it. */
function haproxyServices(servers: readonly HaproxyServer[]): { name: string; up: string[]; down: string[] }[] {
  return [...new Set(servers.map((server) => server.service))].flatMap((name) => {
    const all = servers.filter((server) => server.service === name && server.status !== 'no check');
    const isUp = (server: HaproxyServer) => server.status.startsWith('UP');
    const active = all.filter((server) => !server.backup);
    const used = active.some(isUp) ? active : all;
    if (used.length === 0) return [];
    return [
      {
        name,
        up: used.filter(isUp).map((one) => one.server),
        down: used.filter((one) => !isUp(one)).map((one) => one.server),
      },
    ];
  });
}
