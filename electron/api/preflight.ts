import type { PreflightInput } from '../../core/preflight/observation.ts';
import { resolveTiming } from '../../core/timing/resolveTiming.ts';
import { openPackageSource } from '../services/deploy/packageSource.ts';
import { type PreflightEvent, type PreflightOutcome, runPreflight } from '../services/preflight/runPreflight.ts';
import { projectId } from '../services/projects/projectId.ts';
import type { OpenedPlan } from './openedPlan.ts';

/** Checks the hosts of an opened plan. @throws Problem as `openPackageSource`: a bundle or a key that a deployment would refuse */
export async function preflight(
  { plan, project, hosts, templates }: OpenedPlan,
  options: {
    readonly again?: { readonly hosts: readonly string[]; readonly before: PreflightInput } | undefined;
    readonly signal?: AbortSignal;
    readonly onEvent?: (event: PreflightEvent) => void;
  },
): Promise<PreflightOutcome> {
  return runPreflight({
    plan,
    hosts,
    templates,
    projectId: await projectId(project.directory),
    timing: resolveTiming(plan),
    packages: (await openPackageSource(plan, project.planFile)).packages,
    ...options,
  });
}
