import { renderHost } from '../../../core/components/renderHost.ts';
import { factRequest } from '../../../core/deployment/factRequest.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { releases } from '../../../core/plan/schema.ts';
import type { PackageSource } from '../../../core/render/desiredHost.ts';
import { anyRefused } from '../../../core/render/refusedHosts.ts';
import type { Templates } from '../../../core/render/renderedFile.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import type { Gather } from '../procedures/hostLocks.ts';
import type { HostPool } from '../ssh/hostPool.ts';
import { askOffers } from './askOffers.ts';
import { gatherHosts } from './gatherHosts.ts';

export interface GatherOptions {
  readonly plan: Plan;
  readonly templates: Templates;
  readonly pool: HostPool;
  /** Hosts that lack packages are asked what their sources offer, where packages come from there. */
  readonly packages?: PackageSource;
}

/** Makes what reads the facts that a deployment of the plan is computed from. */
export function deploymentGather(
  options: GatherOptions,
  purpose: 'deployment' | 'preflight' = 'deployment',
): Gather<HostFacts> {
  const { plan, pool } = options;
  const questions = new Map(
    plan.hosts.map((host) => [host.name, factRequest(plan, host, possibleFiles(options, host.name))]),
  );
  return async (targets, before) =>
    askOffers(options, targets, await gatherHosts(pool, targets, questions, before, purpose));
}

/** The files that a host could have, whatever release it runs: their paths are what matters. */
export function possibleFiles({ plan, templates }: GatherOptions, host: string) {
  const timing = resolveTiming(plan);
  const files = releases.flatMap((release) =>
    renderHost(plan, host, {
      environment: { release, cores: 2, memoryBytes: 2 ** 31, diskBytes: 2 ** 40 },
      timing,
      templates,
      refused: anyRefused,
    }),
  );
  return [...new Map(files.map((file) => [file.path, file])).values()];
}
