import type { Plan } from '../plan/plan.ts';

/** A connection that the cluster needs between two hosts. */
export interface NeededConnection {
  readonly from: string;
  readonly to: string;
  /** What preflight calls the port. */
  readonly service: string;
  readonly port: number;
}

/** Connections from each of some hosts to each of others, to each of the ports there. */
export function connections(
  plan: Plan,
  from: readonly string[],
  to: readonly string[],
  ports: readonly { readonly service: string; of(plan: Plan): number }[],
): readonly NeededConnection[] {
  return from.flatMap((one) =>
    to.flatMap((other) => ports.map((port) => ({ from: one, to: other, service: port.service, port: port.of(plan) }))),
  );
}
