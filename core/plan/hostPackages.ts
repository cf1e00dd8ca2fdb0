import { distributions, packagesForRoles } from './distributions.ts';
import { type Host, memberOn, type Plan } from './plan.ts';
import { postgresMajor } from './postgresOf.ts';
import type { Release } from './schema.ts';

/** Where the major version stands in a name of `postgres.packages`. */
export const majorPlaceholder = '{version}';

/** The packages of a host: those of its roles in the plan's major version, what a virtual IP needs, and on members those that the plan names. */
export function hostPackages(plan: Plan, host: Host, release: Release): readonly string[] {
  const major = hostMajor(plan, host, release);
  const extra = memberOn(plan, host.name) === undefined ? [] : extraPackages(plan, major);
  const names = [
    ...packagesForRoles(release, host.roles, major),
    ...(wantsVip(plan, host) ? distributions[release].packages.vip : []),
    ...extra,
  ];
  return [...new Set(names)];
}

/** The major version of PostgreSQL that a host of this release is to have. */
export function hostMajor(plan: Plan, host: Host, release: Release): number {
  const member = memberOn(plan, host.name);
  return member === undefined ? distributions[release].postgresMajor : postgresMajor(plan, member.cluster, release);
}

/** The names of `postgres.packages` for one major version. */
export function extraPackages(plan: Plan, major: number): readonly string[] {
  return plan.postgres.packages.map((name) => name.replace(majorPlaceholder, String(major)));
}

/** Whether the host takes part in the virtual IP: members of the plan's VIP do. */
export function wantsVip(plan: Plan, host: Host): boolean {
  return plan.access.vip !== undefined && memberOn(plan, host.name) !== undefined;
}
