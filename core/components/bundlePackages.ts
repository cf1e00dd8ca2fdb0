import { distributions } from '../plan/distributions.ts';
import type { Plan } from '../plan/plan.ts';
import { extraPackages, postgresMajor } from '../plan/postgresOf.ts';
import type { Release } from '../plan/schema.ts';
import { components } from './components.ts';
import { packagesOf } from './hostPackages.ts';

/** What a bundle holds unless it is told otherwise: the packages of every component. @param major of PostgreSQL; default: the release's own */
export function bundledPackages(
  release: Release,
  major: number = distributions[release].postgresMajor,
): readonly string[] {
  return packagesOf(components, major);
}

/** What a bundle for the hosts of a plan holds: the packages of every component, in the major version of each cluster, and those that the plan names. */
export function bundlePackages(plan: Plan, release: Release): readonly string[] {
  const majors = plan.clusters.map((cluster) => postgresMajor(plan, cluster, release));
  const names = majors.flatMap((major) => [...bundledPackages(release, major), ...extraPackages(plan, major)]);
  return [...new Set(names)].sort();
}
