import { distributions } from '../plan/distributions.ts';
import type { Plan } from '../plan/plan.ts';
import { extraPackages, postgresMajor } from '../plan/postgresOf.ts';
import type { Release } from '../plan/schema.ts';
import { components } from './components.ts';
import { packagesOf } from './hostPackages.ts';

/** What a bundle holds unless it is told otherwise: the packages of every component that is nobody's choice. @param major of PostgreSQL; default: the release's own */
export function bundledPackages(
  release: Release,
  major: number = distributions[release].postgresMajor,
): readonly string[] {
  return packagesOf(
    components.filter(({ choice }) => choice === undefined),
    major,
  );
}

/** What a bundle for the hosts of a plan holds: as any bundle, in the major version of each cluster, and what the plan chooses or names. */
export function bundlePackages(plan: Plan, release: Release): readonly string[] {
  const majors = plan.clusters.map((cluster) => postgresMajor(plan, cluster, release));
  const chosen = components.filter(
    ({ choice, runsOn }) => choice !== undefined && plan.hosts.some((host) => runsOn(plan, host)),
  );
  const names = majors.flatMap((major) => [
    ...bundledPackages(release, major),
    ...packagesOf(chosen, major),
    ...extraPackages(plan, major),
  ]);
  return [...new Set(names)].sort();
}
