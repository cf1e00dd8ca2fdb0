import { distributions } from '../plan/distributions.ts';
import { type Host, memberOn, type Plan } from '../plan/plan.ts';
import { postgresMajor } from '../plan/postgresOf.ts';
import type { Release } from '../plan/schema.ts';

/** The major version of PostgreSQL that a host of this release is to have. */
export function hostMajor(plan: Plan, host: Host, release: Release): number {
  const member = memberOn(plan, host.name);
  return member === undefined ? distributions[release].postgresMajor : postgresMajor(plan, member.cluster, release);
}
