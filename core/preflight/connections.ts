import { componentPorts, components } from '../components/components.ts';
import type { NeededConnection } from '../components/connection.ts';
import type { Plan } from '../plan/plan.ts';

/** A TCP port that a host will serve. */
export interface ServedPort {
  readonly service: string;
  readonly port: number;
  /** By what names `ss` shows who listens. */
  readonly programs: readonly string[];
}

/** The ports that a host will serve, by what runs there. */
export function servedPorts(plan: Plan, hostName: string): readonly ServedPort[] {
  const host = plan.hosts.find((candidate) => candidate.name === hostName);
  if (host === undefined) return [];
  return componentPorts
    .filter(({ component }) => component.runsOn(plan, host))
    .map(({ service, of, programs }) => ({ service, port: of(plan), programs }));
}

/** Every connection between two different hosts that the components of the plan need, each once. */
export function neededConnections(plan: Plan): readonly NeededConnection[] {
  const needed = components.flatMap(({ connects }) => connects?.(plan) ?? []).filter(({ from, to }) => from !== to);
  return [...new Map(needed.map((one) => [`${one.from} ${one.to} ${one.port}`, one])).values()];
}
