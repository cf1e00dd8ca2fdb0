import { hostPackages } from '../components/hostPackages.ts';
import type { Platform } from '../facts/platform.ts';
import type { Plan } from '../plan/plan.ts';
import { releases } from '../plan/schema.ts';

/** The packages that the plan wants on a host, by the release that it has; undefined on a release that nobody supports. */
export function plannedPackages(plan: Plan, name: string, { codename }: Platform): readonly string[] | undefined {
  const host = plan.hosts.find((one) => one.name === name);
  const release = releases.find((one) => one === codename);
  return host === undefined || release === undefined ? undefined : hostPackages(plan, host, release);
}
