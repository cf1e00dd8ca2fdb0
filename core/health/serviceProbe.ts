import { type Cluster, memberOn, type Plan } from '../plan/plan.ts';
import { servedCluster } from '../render/hostContext.ts';
import { listOf, type Phrase, type PhraseValue, say } from '../wording/phrase.ts';

/** The ways to PostgreSQL that clients use. */
export const clientServices = ['primary', 'default', 'replica', 'offline', 'pgbouncer', 'postgres'] as const;
export type ClientService = (typeof clientServices)[number];

/** What is asked of a service: a row goes in, a row that went in comes out, or it only answers. */
export type ProbeKind = 'write' | 'read' | 'answer';

export interface ServiceToProbe {
  readonly cluster: Cluster;
  readonly host: string;
  readonly service: ClientService;
  readonly port: number;
  readonly kind: ProbeKind;
}

/** What came of it. */
export interface ProbedService {
  readonly host: string;
  readonly service: ClientService;
  readonly port: number;
  readonly ok: boolean;
  /** Why it did not answer. */
  readonly reason?: PhraseValue;
}

/**
 * Every service of a plan that clients use, with what must work on it. A standby cluster takes no writes, so that its services that write
 * have no route, and it need not hold a row that was written here a moment ago.
 */
export function servicesToProbe(plan: Plan): readonly ServiceToProbe[] {
  return plan.hosts.flatMap((host): ServiceToProbe[] => {
    const member = memberOn(plan, host.name);
    const probed = (cluster: Cluster, service: ClientService, port: number, kind: ProbeKind): ServiceToProbe => ({
      cluster,
      host: host.name,
      service,
      port,
      kind: kind === 'read' && cluster.standbyOf !== undefined ? 'answer' : kind,
    });
    const found: ServiceToProbe[] = [];
    if (host.roles.includes('haproxy')) {
      const cluster = servedCluster(plan, host);
      const { ports } = plan.haproxy;
      if (cluster.standbyOf === undefined)
        found.push(
          probed(cluster, 'primary', ports.primary, 'write'),
          probed(cluster, 'default', ports.default, 'write'),
        );
      found.push(probed(cluster, 'replica', ports.replica, 'read'));
      // The only member of a cluster is no replica.
      if (cluster.members.length > 1) found.push(probed(cluster, 'offline', ports.offline, 'read'));
    }
    if (member !== undefined)
      found.push(
        probed(member.cluster, 'pgbouncer', plan.pgbouncer.port, 'read'),
        probed(member.cluster, 'postgres', plan.postgres.port, 'read'),
      );
    return found;
  });
}

/** What runs the service, as people call it. */
const programs: Readonly<Record<ClientService, string>> = {
  primary: 'HAProxy',
  default: 'HAProxy',
  replica: 'HAProxy',
  offline: 'HAProxy',
  pgbouncer: 'PgBouncer',
  postgres: 'PostgreSQL',
};

/** Says of services with one name and one reason which of them do not answer, and why. */
export function deadServicesPhrase(services: readonly ProbedService[]): Phrase {
  const [first] = services;
  if (first === undefined) return say`every service answers`;
  const hosts = listOf(services.map(({ host }) => host));
  const program = programs[first.service];
  const why = first.reason ?? say`no answer`;
  return program === 'HAProxy'
    ? say`the service ${first.service} of HAProxy (port ${String(first.port)}) does not work through ${hosts}: ${why}`
    : say`${program} on ${hosts} (port ${String(first.port)}) does not work: ${why}`;
}
