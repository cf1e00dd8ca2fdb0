import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { Plan } from '../plan/plan.ts';
import { plannedPackages } from './plannedPackages.ts';

/** Packages of the plan that a host has and nobody holds at their versions; none on a release that nobody supports. */
export function loosePackages(
  plan: Plan,
  name: string,
  { platform, packages }: Pick<HostFacts, 'platform' | 'packages'>,
): readonly string[] {
  const planned = plannedPackages(plan, name, platform) ?? [];
  return planned.filter((one) => packages.versions.has(one) && !packages.held.has(one));
}
