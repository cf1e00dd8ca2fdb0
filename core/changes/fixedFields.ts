import { componentPorts } from '../components/components.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlanPath } from '../plan/planPath.ts';

/** A field of the plan that a deployment cannot change once its services run. */
export interface FixedField {
  readonly path: PlanPath;
  /** Its value; undefined where the plan leaves it out, which is a value of its own. */
  of(plan: Plan): string | number | boolean | undefined;
}

/**
 * Ports, because the parts of a cluster find each other by them and change at different moments; TLS, because members that speak it and
 * members that do not cannot talk; data directories, because nothing moves what is in them; the virtual IP, because the host that holds it would keep the old one.
 */
export const fixedFields: readonly FixedField[] = [
  ...componentPorts.filter(({ fixed }) => fixed),
  { path: ['postgres', 'dataDirectory'], of: ({ postgres }) => postgres.dataDirectory },
  { path: ['postgres', 'walDirectory'], of: ({ postgres }) => postgres.walDirectory },
  { path: ['etcd', 'dataDirectory'], of: ({ etcd }) => etcd.dataDirectory },
  { path: ['security', 'tls'], of: ({ security }) => security.tls },
  { path: ['access', 'vip', 'address'], of: ({ access }) => access.vip?.address },
  { path: ['access', 'vip', 'interface'], of: ({ access }) => access.vip?.interface },
];
