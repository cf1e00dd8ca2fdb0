import { dirname, resolve } from 'node:path';
import type { PreflightInput } from '../../core/preflight/observation.ts';
import { resolveTiming } from '../../core/timing/resolveTiming.ts';
import { readManifests } from '../services/bundle/readManifest.ts';
import { projectId } from '../services/deploy/projectId.ts';
import { type PreflightEvent, type PreflightOutcome, runPreflight } from '../services/preflight/runPreflight.ts';
import type { OpenedPlan } from './openedPlan.ts';

/** Checks the hosts of an opened plan. @throws Problem as `readManifests` when the plan's bundle cannot be read */
export async function preflight(
  { plan, project, hosts, templates }: OpenedPlan,
  options: {
    readonly again?: { readonly hosts: readonly string[]; readonly before: PreflightInput } | undefined;
    readonly signal?: AbortSignal;
    readonly onEvent?: (event: PreflightEvent) => void;
  },
): Promise<PreflightOutcome> {
  const { source, file } = plan.packages;
  // Paths in the plan are relative to its folder.
  const bundles =
    source === 'bundle' && file !== undefined
      ? await readManifests(resolve(dirname(project.planFile), file))
      : undefined;
  return runPreflight({
    plan,
    hosts,
    templates,
    projectId: await projectId(project.directory),
    timing: resolveTiming(plan),
    bundles,
    ...options,
  });
}
