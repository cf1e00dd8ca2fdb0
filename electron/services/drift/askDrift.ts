import { recordOf } from '../../../core/changes/recordOf.ts';
import { desiredState } from '../../../core/deployment/desiredState.ts';
import { findDrift } from '../../../core/drift/findDrift.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { Drift } from '../../../core/health/drift.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { PackageSource } from '../../../core/render/desiredHost.ts';
import type { Templates } from '../../../core/render/renderedFile.ts';
import { deploymentGather } from '../deploy/deploymentGather.ts';
import { readHostsSeen } from '../deploy/hostsSeen.ts';
import { fileTools } from '../deploy/runDeployment.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import { readDeployedPlan } from '../projects/deployedPlan.ts';
import { projectId } from '../projects/projectId.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import { refusedHosts } from '../tls/refuseHosts.ts';

/** Nothing is installed by who only looks. */
const nothingOffered: PackageSource = { bundles: undefined, install: () => '' };

/**
 * Looks how the hosts differ from the plan, by the facts that a deployment gathers: one round trip to each, and nothing is changed.
 * @param directory the project's folder
 * @returns undefined where nothing of the plan was deployed yet
 */
export async function askDrift(
  plan: Plan,
  { pool, targets }: Pick<PlanHosts, 'pool' | 'targets'>,
  secrets: SecretStore,
  templates: Templates,
  directory: string,
): Promise<readonly Drift[] | undefined> {
  const deployed = await readDeployedPlan(directory);
  if (deployed === undefined) return undefined;
  const outcomes = await deploymentGather({ plan, templates, pool })(targets, () => '');
  const facts = new Map(outcomes.flatMap((one): [string, HostFacts][] => (one.ok ? [[one.host, one.value]] : [])));
  const state = desiredState(
    {
      plan,
      projectId: await projectId(directory),
      templates,
      packages: nothingOffered,
      remembered: await readHostsSeen(directory),
      deployed: recordOf(deployed),
      refused: refusedHosts(secrets),
    },
    facts,
  );
  return findDrift(state, facts, fileTools(secrets));
}
