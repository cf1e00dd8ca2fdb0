import type { ClusterAnswer, InstanceAnswer, MemberState } from '../patroni/answers.ts';
import { etcdHosts, type Plan } from '../plan/plan.ts';
import type { HostCertificate } from './certificates.ts';
import type { HaproxyServer } from './haproxyStats.ts';
import type { LeftOutHost } from './leftOut.ts';
import { deadServices, type Reason, reasonsOf } from './reasons.ts';
import type { ProbedService } from './serviceProbe.ts';
import type { Trouble, TroubleId } from './trouble.ts';

/** What is asked on a host. */
export const services = ['patroni', 'etcd', 'haproxy'] as const;
export type Service = (typeof services)[number];

/** What could be read from one host; parts that did not answer are undefined. */
export interface HostStatus {
  readonly host: string;
  /** Why the host as a whole could not be asked; undefined when it answered SSH. */
  readonly unreachable?: string | undefined;
  /** The same for a program, as far as it is known. */
  readonly trouble?: Trouble | undefined;
  /** Why a service of the host did not answer. */
  readonly troubles?: Readonly<Partial<Record<Service, TroubleId>>> | undefined;
  /** Services whose answers are from an earlier question, because the latest one is still to be answered. */
  readonly late?: readonly Service[] | undefined;
  readonly cluster?: ClusterAnswer | undefined;
  readonly instance?: InstanceAnswer | undefined;
  readonly etcd?:
    | {
        readonly leader: boolean;
        readonly version: string;
        readonly errors: readonly string[];
        /** 64 bits, in decimal. */
        readonly clusterId?: string | undefined;
      }
    | undefined;
  readonly haproxy?: readonly HaproxyServer[] | undefined;
  /** Those that its services read; none where nobody asked. */
  readonly certificates?: readonly HostCertificate[] | undefined;
  /** Packages of the plan that it has and nobody holds at their versions; undefined where nobody asked. */
  readonly loose?: readonly string[] | undefined;
  /** Services that were asked whether they do their work and do not; undefined where nobody asked. */
  readonly silent?: readonly string[] | undefined;
}

export interface StatusMember {
  readonly name: string;
  readonly host: string;
  readonly role: MemberState['role'];
  /** Its own Patroni says this now; otherwise it is what others say, or what it said before. */
  readonly own: boolean;
  readonly state: string;
  readonly timeline: number | null;
  readonly lagBytes: number | null;
  readonly synchronous: boolean;
  readonly postgres: string | null;
  readonly patroni: string | null;
}

/** The state of everything that a plan describes, as `quorate status --json` prints it. */
export interface StatusDocument {
  /** Nothing speaks against it: see `reasons`. */
  readonly healthy: boolean;
  /** Everything that keeps it from being healthy, the worst first. */
  readonly reasons: readonly Reason[];
  /** How many hosts were asked. */
  readonly hosts: number;
  readonly clusters: readonly {
    readonly name: string;
    readonly leader: string | null;
    readonly paused: boolean;
    readonly members: readonly StatusMember[];
  }[];
  readonly etcd: readonly {
    readonly name: string;
    readonly healthy: boolean;
    readonly leader: boolean;
    readonly version: string | null;
    /** Members of one etcd cluster agree on it. */
    readonly clusterId: string | null;
  }[];
  readonly haproxy: readonly {
    readonly host: string;
    readonly reachable: boolean;
    readonly services: readonly {
      readonly name: string;
      readonly up: readonly string[];
      readonly down: readonly string[];
    }[];
  }[];
  readonly unreachable: readonly { readonly host: string; readonly reason: string; readonly trouble?: Trouble }[];
  /** The services that clients use, tried as a client would; undefined where none was tried. */
  readonly services?: readonly ProbedService[] | undefined;
  /** Certificates of the hosts, the one that ends first at first. */
  readonly certificates: readonly (HostCertificate & { readonly host: string })[];
  /** Packages of the plan that are not on hold any more: an upgrade of the system would restart their services. Absent where nobody asked. */
  readonly notHeld?: readonly { readonly host: string; readonly packages: readonly string[] }[];
  /** Services that tell nothing by themselves and, when asked, do not do their work. Absent where nobody asked. */
  readonly silent?: readonly { readonly host: string; readonly services: readonly string[] }[];
  /** Services that do not answer on hosts that do. */
  readonly troubles: readonly { readonly host: string; readonly service: Service; readonly trouble: TroubleId }[];
  /** Hosts that were left out of a deployment or a removal and are still to be made good, by the project's journal. */
  readonly leftOut: readonly LeftOutHost[];
}

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
    const leader =
      members.find((member) => member.role === 'primary' || member.role === 'standby_leader')?.name ?? null;
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

/** A standby cluster that does has parted from the one it should follow. */
export function takesWrites(cluster: StatusDocument['clusters'][number]): boolean {
  return cluster.members.some((member) => member.role === 'primary');
}
