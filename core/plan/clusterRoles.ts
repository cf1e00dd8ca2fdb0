import { type Phrase, say } from '../wording/phrase.ts';
import type { Plan } from './plan.ts';

/** The role that initdb makes; Patroni uses it, and `postgres` on a host logs in as it through the socket without a password. */
export const superuserRole = 'postgres';
export const replicationRole = 'replicator';
export const rewindRole = 'quorate_rewind';
/** Looks up the passwords of others for PgBouncer, and may do nothing else. */
export const poolRole = 'quorate_pool';
/** Reads statistics (pg_monitor) and writes in a schema of its own, to prove that writes work. */
export const monitorRole = 'quorate_monitor';
/** Belongs to the monitoring role, in the database `postgres`. */
export const probeSchema = 'quorate_probe';
/** Holds PgBouncer's lookup function, in every database. */
export const poolSchema = 'quorate';

/** A role that a program on the members' hosts logs in as, through the socket alone: PostgreSQL asks the kernel for its system account, of the same name. */
export interface SocketRole {
  readonly name: string;
  /** The only database that it gets into. */
  readonly database: string;
  /** A role of PostgreSQL's own, whose rights it has. */
  readonly memberOf: string;
  readonly purpose: Phrase;
}

/** The system account of Debian's exporters of metrics, and the role that it logs in as. */
export const exporterRole = 'prometheus';

/** The socket roles of a plan. */
export function socketRoles(plan: Plan): readonly SocketRole[] {
  if (!plan.monitoring.exporter) return [];
  return [
    {
      name: exporterRole,
      database: 'postgres',
      memberOf: 'pg_monitor',
      purpose: say`the exporter of metrics reads statistics by it`,
    },
  ];
}

/** Roles that every cluster needs for itself, with what for: where they log in from is the program's to say. */
const neededRoles: ReadonlyMap<string, Phrase> = new Map([
  [superuserRole, say`Patroni and administrators on the hosts use it`],
  [replicationRole, say`replicas copy and follow by it`],
  [rewindRole, say`members that led before come back by it (pg_rewind)`],
  [poolRole, say`PgBouncer looks passwords up by it`],
  [monitorRole, say`checks and the dashboard use it`],
]);

/** Names of the roles that every cluster needs for itself. */
export const neededRoleNames: readonly string[] = [...neededRoles.keys()];

/** The roles of the clusters of a plan that no user of it may be, with what they are for. */
export function ownRoles(plan: Plan): ReadonlyMap<string, Phrase> {
  return new Map([...neededRoles, ...socketRoles(plan).map(({ name, purpose }) => [name, purpose] as const)]);
}
