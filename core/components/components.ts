import type { Host, Plan } from '../plan/plan.ts';
import type { Component, ComponentPort, Service } from './component.ts';
import { etcd } from './etcd.ts';
import { exporter } from './exporter.ts';
import { haproxy } from './haproxy.ts';
import { patroni } from './patroni.ts';
import { pgbouncer } from './pgbouncer.ts';
import { system } from './system.ts';
import { vip } from './vip.ts';

/** In the order in which their files are written and their services start. */
const ordered = [system, etcd, patroni, pgbouncer, haproxy, vip, exporter] as const satisfies readonly Component[];

export type ComponentId = (typeof ordered)[number]['id'];
export type KnownComponent = Component & { readonly id: ComponentId };
/** One that runs a service. */
export type ServiceComponent = KnownComponent & { readonly service: Service };

/** Everything that a deployment may consist of. */
export const components: readonly KnownComponent[] = ordered;

export const serviceComponents: readonly ServiceComponent[] = components.flatMap((one) =>
  one.service === undefined ? [] : [{ ...one, service: one.service }],
);

/** The components of a host. */
export function componentsOn(plan: Plan, host: Host): readonly KnownComponent[] {
  return components.filter((component) => component.runsOn(plan, host));
}

/** The service components among those that a host is to have. */
export function servicesOf(desired: { readonly components: readonly string[] }): readonly ServiceComponent[] {
  return serviceComponents.filter(({ id }) => desired.components.includes(id));
}

/** The systemd unit of a component. */
export function unitOf({ service }: ServiceComponent): string {
  return `${service.name}.service`;
}

/** The systemd units that a host runs, in the order in which they start. */
export function unitsOf(desired: { readonly components: readonly string[] }): readonly string[] {
  return servicesOf(desired).map(unitOf);
}

/** What the names of services begin with that the packages of some components start by themselves. */
export function startedByPackages(of: readonly ServiceComponent[]): readonly string[] {
  return of.flatMap(({ service }) => [service.name, ...(service.alsoStarts === undefined ? [] : [service.alsoStarts])]);
}

/** A port with the component that listens on it. */
export type PortOfComponent = ComponentPort & { readonly component: KnownComponent };

/** Every port of the components. */
export const componentPorts: readonly PortOfComponent[] = components.flatMap((component) =>
  (component.ports ?? []).map((port) => ({ ...port, component })),
);
