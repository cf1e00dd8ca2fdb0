import { componentPorts } from '../components/components.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlanPath } from '../plan/planPath.ts';

/** A field of the plan that hosts record, since a deployment cannot simply change it once services run or clients know it. */
export interface FixedField {
  readonly path: PlanPath;
  /** Its value; undefined where the plan leaves it out, which is a value of its own. */
  of(plan: Plan): string | number | boolean | undefined;
  /** Whether a deployment can change it all the same: it is recorded because clients know it. */
  readonly moves?: true;
}

/**
 * Ports, because the parts of a cluster find each other by them and change at different moments; TLS, because members that speak it and
 * members that do not cannot talk; data directories, because nothing moves what is in them. The virtual IP moves: keepalived gives the old address up when it
 * reads its new files.
 */
export const fixedFields: readonly FixedField[] = [
  ...componentPorts.filter(({ fixed }) => fixed),
  { path: ['postgres', 'dataDirectory'], of: ({ postgres }) => postgres.dataDirectory },
  { path: ['postgres', 'walDirectory'], of: ({ postgres }) => postgres.walDirectory },
  { path: ['etcd', 'dataDirectory'], of: ({ etcd }) => etcd.dataDirectory },
  { path: ['security', 'tls'], of: ({ security }) => security.tls },
  { path: ['access', 'vip', 'address'], of: ({ access }) => access.vip?.address, moves: true },
  { path: ['access', 'vip', 'interface'], of: ({ access }) => access.vip?.interface, moves: true },
];
