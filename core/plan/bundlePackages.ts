import { bundledPackages } from './distributions.ts';
import { extraPackages } from './hostPackages.ts';
import type { Plan } from './plan.ts';
import { postgresMajor } from './postgresOf.ts';
import type { Release } from './schema.ts';

/** What a bundle for the hosts of a plan holds: the packages of every role, in the major version of each cluster, and those that the plan names. */
export function bundlePackages(plan: Plan, release: Release): readonly string[] {
  const majors = plan.clusters.map((cluster) => postgresMajor(plan, cluster, release));
  const names = majors.flatMap((major) => [...bundledPackages(release, major), ...extraPackages(plan, major)]);
  return [...new Set(names)].sort();
}
