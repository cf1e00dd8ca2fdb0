import { bundledPackages } from './distributions.ts';
import { extraPackages } from './hostPackages.ts';
import type { Plan } from './plan.ts';
import type { Release } from './schema.ts';

/** What a bundle for the hosts of a plan holds: the packages of every role in the plan's major version, and those that the plan names. */
export function bundlePackages(plan: Plan, release: Release): readonly string[] {
  const major = plan.postgres.version;
  const names = bundledPackages(release, major);
  const server = names.flatMap((name) => /^postgresql-(\d+)$/.exec(name)?.[1] ?? [])[0];
  return [...new Set([...names, ...extraPackages(plan, Number(server))])].sort();
}
