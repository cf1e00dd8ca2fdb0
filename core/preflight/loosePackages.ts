import type { HostFacts } from '../facts/deploymentFacts.ts';
import { hostPackages } from '../plan/hostPackages.ts';
import type { Plan } from '../plan/plan.ts';
import { releases } from '../plan/schema.ts';

/** Packages of the plan that a host has and nobody holds at their versions; none on a release that nobody supports. */
export function loosePackages(
  plan: Plan,
  name: string,
  { platform, packages }: Pick<HostFacts, 'platform' | 'packages'>,
): readonly string[] {
  const host = plan.hosts.find((one) => one.name === name);
  const release = releases.find((one) => one === platform.codename);
  if (host === undefined || release === undefined) return [];
  return hostPackages(plan, host, release).filter((one) => packages.versions.has(one) && !packages.held.has(one));
}
