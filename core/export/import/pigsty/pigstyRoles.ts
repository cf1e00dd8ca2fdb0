import { monitorRole, poolRole, replicationRole, rewindRole, superuserRole } from '../../../plan/clusterRoles.ts';

/** A role of a plan, as a plan file writes it. */
export interface RoleEntry {
  readonly name: string;
  readonly login?: boolean;
  readonly memberOf?: readonly string[];
}

/**
 * Groups of rights that every cluster of Pigsty has, and that its users are granted.
 * @see Pigsty's documentation of the access control model, pg_default_roles
 */
export const shippedRoles: readonly RoleEntry[] = [
  { name: 'dbrole_readonly', login: false },
  { name: 'dbrole_offline', login: false },
  { name: 'dbrole_readwrite', login: false, memberOf: ['dbrole_readonly'] },
  { name: 'dbrole_admin', login: false, memberOf: ['pg_monitor', 'dbrole_readwrite'] },
];

/** Roles that Pigsty needs for itself, and in whose place the program has its own. */
export const serviceRoles: ReadonlySet<string> = new Set([
  superuserRole,
  replicationRole,
  rewindRole,
  poolRole,
  monitorRole,
  'dbuser_dba',
  'dbuser_monitor',
]);

/** The shipped roles that are used and not made yet, with those that they are members of, in the order in which they can be made. */
export function neededRoles(used: Iterable<string>, made: ReadonlySet<string>): readonly RoleEntry[] {
  const wanted = new Set(used);
  for (const role of shippedRoles.toReversed())
    if (wanted.has(role.name) && !made.has(role.name)) for (const one of role.memberOf ?? []) wanted.add(one);
  return shippedRoles.filter(({ name }) => wanted.has(name) && !made.has(name));
}
