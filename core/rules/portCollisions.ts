import { componentPorts } from '../components/components.ts';
import type { Host, Plan } from '../plan/plan.ts';
import { type PhraseValue, say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import type { PlanPath } from './finding.ts';

interface Service {
  readonly name: PhraseValue;
  readonly port: number;
  readonly path: PlanPath;
  readonly usual: number;
  readonly privileged: boolean;
  readonly hosts: readonly Host[];
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
      if (service.port < 1024 && !service.privileged)
        report(
          'error',
          service.path,
          say`${service.name} does not run as root and cannot listen on port ${service.port}, which is below 1024.`,
          [fixOf(say`Set port ${freePort(service.usual, taken)}`, [service.path, freePort(service.usual, taken)])],
        );
      const other = services
        .slice(0, index)
        .find((earlier) => earlier.port === service.port && meeting(earlier, service) !== undefined);
      if (other === undefined) continue;
      const free = freePort(service.usual, taken);
      taken.add(free);
      report(
        'error',
        service.path,
        say`${service.name} and ${other.name} both want port ${service.port}, for example on ${meeting(other, service)?.name ?? ''}.`,
        [fixOf(say`Set port ${free}`, [service.path, free])],
      );
    }
  },
);

function servicesOf(plan: Plan): readonly Service[] {
  const sshPorts = [...new Set(plan.hosts.map((host) => host.ssh.port))];
  return [
    ...sshPorts.map(
      (port): Service => ({
        name: 'SSH',
        port,
        usual: 22,
        path: ['ssh', 'port'],
        privileged: true,
        hosts: plan.hosts.filter((host) => host.ssh.port === port),
      }),
    ),
    ...componentPorts.map(
      ({ title, path, usual, of, privileged = false, component }): Service => ({
        name: title,
        port: of(plan),
        usual,
        path,
        privileged,
        hosts: plan.hosts.filter((host) => component.runsOn(plan, host)),
      }),
    ),
  ];
}

function freePort(usual: number, taken: ReadonlySet<number>): number {
  let port = usual;
  while (taken.has(port)) port = port >= 65_535 ? 1024 : port + 1;
  return port;
}

/** A host that runs both. */
function meeting(one: Service, other: Service): Host | undefined {
  return one.hosts.find((host) => other.hosts.includes(host));
}
