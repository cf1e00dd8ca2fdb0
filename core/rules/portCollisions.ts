import type { Plan } from '../plan/plan.ts';
import type { HostRole } from '../plan/schema.ts';
import { type PhraseValue, say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import type { PlanPath } from './finding.ts';

interface Service {
  readonly name: PhraseValue;
  readonly port: number;
  readonly path: PlanPath;
  readonly role: HostRole | 'any';
  readonly usual: number;
}

/** Services on one host listen on different ports, those without root above 1023. */
export const portCollisions = defineRule(
  {
    id: 'port-collisions',
    title: 'Services on one host have different ports',
    reference: 'Ports of the reference architecture; Linux: ports below 1024 need root or CAP_NET_BIND_SERVICE',
  },
  (plan, report) => {
    const services = servicesOf(plan);
    const taken = new Set(services.map((service) => service.port));
    for (const [index, service] of services.entries()) {
      if (service.port < 1024 && service.role !== 'haproxy' && service.role !== 'any')
        report(
          'error',
          service.path,
          say`${service.name} does not run as root and cannot listen on port ${service.port}, which is below 1024.`,
          [fixOf(say`Set port ${freePort(service.usual, taken)}`, [service.path, freePort(service.usual, taken)])],
        );
      const other = services
        .slice(0, index)
        .find((earlier) => earlier.port === service.port && meet(plan, earlier, service));
      if (other === undefined) continue;
      const free = freePort(service.usual, taken);
      taken.add(free);
      const host = plan.hosts.find((candidate) => has(candidate.roles, other) && has(candidate.roles, service));
      report(
        'error',
        service.path,
        say`${service.name} and ${other.name} both want port ${service.port}, for example on ${host?.name ?? ''}.`,
        [fixOf(say`Set port ${free}`, [service.path, free])],
      );
    }
  },
);

function servicesOf(plan: Plan): readonly Service[] {
  const { ports } = plan.haproxy;
  const service = (
    name: PhraseValue,
    role: Service['role'],
    port: number,
    usual: number,
    ...path: PlanPath
  ): Service => ({
    name,
    role,
    port,
    usual,
    path,
  });
  const sshPorts = [...new Set(plan.hosts.map((host) => host.ssh.port))];
  return [
    ...sshPorts.map((port) => service('SSH', 'any', port, 22, 'ssh', 'port')),
    service('PostgreSQL', 'postgres', plan.postgres.port, 5432, 'postgres', 'port'),
    service(say`Patroni's REST API`, 'postgres', plan.patroni.port, 8008, 'patroni', 'port'),
    service('PgBouncer', 'postgres', plan.pgbouncer.port, 6432, 'pgbouncer', 'port'),
    service(say`etcd for clients`, 'etcd', plan.etcd.clientPort, 2379, 'etcd', 'clientPort'),
    service(say`etcd for its members`, 'etcd', plan.etcd.peerPort, 2380, 'etcd', 'peerPort'),
    service(say`HAProxy's service primary`, 'haproxy', ports.primary, 5433, 'haproxy', 'ports', 'primary'),
    service(say`HAProxy's service replica`, 'haproxy', ports.replica, 5434, 'haproxy', 'ports', 'replica'),
    service(say`HAProxy's service default`, 'haproxy', ports.default, 5436, 'haproxy', 'ports', 'default'),
    service(say`HAProxy's service offline`, 'haproxy', ports.offline, 5438, 'haproxy', 'ports', 'offline'),
    service(say`HAProxy's statistics`, 'haproxy', ports.stats, 9101, 'haproxy', 'ports', 'stats'),
  ];
}

function has(roles: readonly HostRole[], service: Service): boolean {
  return service.role === 'any' || roles.includes(service.role);
}

/** Whether some host runs both. SSH is on every host, each on its own port. */
function meet(plan: Plan, one: Service, other: Service): boolean {
  return plan.hosts.some(
    (host) =>
      has(host.roles, one) &&
      has(host.roles, other) &&
      [one, other].every((service) => service.role !== 'any' || service.port === host.ssh.port),
  );
}

function freePort(usual: number, taken: ReadonlySet<number>): number {
  let port = usual;
  while (taken.has(port)) port = port >= 65_535 ? 1024 : port + 1;
  return port;
}
