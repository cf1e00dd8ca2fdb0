import { desiredState } from '../../../core/deployment/desiredState.ts';
import { checkLeftOutNames, leaveBehindRefusals } from '../../../core/deployment/leaveOut.ts';
import { planDestroy } from '../../../core/deployment/planDestroy.ts';
import { stateCheck } from '../../../core/deployment/stateCheck.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { nextOfRemoval, type RemovalWorld } from '../../../core/procedures/removal.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import type { Door } from '../procedures/door.ts';
import type { VerifyCheck } from '../procedures/procedureEvent.ts';
import { runProcedure } from '../procedures/runProcedure.ts';
import { forgetDeployedPlan } from '../projects/deployedPlan.ts';
import { settleFormerPlans } from '../projects/formerPlans.ts';
import { refusedHosts } from '../tls/refuseHosts.ts';
import type { DeploymentOptions, DeployResult } from './deployment.ts';
import { deploymentGather } from './deploymentGather.ts';
import { unreachedOf, visitedHosts } from './formerHosts.ts';
import { deployResult } from './runDeployment.ts';

/**
 * Takes a deployment away from its hosts again, by the notes that it left there: services, data, files, packages. Whether that is
 * wanted must have been asked before. Running it again after an interruption goes on where it stopped.
 * @throws as `runDeployment`
 */
export async function runDestroy(options: DeploymentOptions): Promise<DeployResult> {
  const { without = [] } = options;
  // Also what left the plan and is still there.
  const visited = await visitedHosts(options);
  const plan = visited.whole;
  checkLeftOutNames(plan, without);
  const run = await runProcedure<HostFacts, RemovalWorld, undefined>(
    { ...options, targets: visited.targets },
    {
      id: 'destroy',
      hosts: plan.hosts.map((host) => host.name),
      unreachable: 'refuse',
      judgesOwners: true,
      mayBeMissing: visited.leaving,
      gather: deploymentGather({ ...options, plan }),
      look: async (door, facts) => {
        const state = desiredState(
          { ...options, plan, projectId: door.projectId, refused: refusedHosts(options.secrets) },
          facts,
        );
        const { steps, refusals } = planDestroy(state, facts);
        return { steps, refusals: [...leaveBehindRefusals(plan, without), ...refusals] };
      },
      next: nextOfRemoval,
      // Where nothing of ours is, what runs there is somebody else's.
      prove: async (door, { steps }) => (steps.length === 0 ? [] : checkGone(door)),
      keep: async ({ facts }) => {
        // What could not be reached is not removed: it stays known.
        await settleFormerPlans(options.directory, unreachedOf(visited, facts));
        await forgetDeployedPlan(options.directory);
      },
    },
  );
  return deployResult(options, run);
}

async function checkGone(door: Door<HostFacts>): Promise<readonly VerifyCheck[]> {
  const facts = await door.look();
  const taken = (host: string) => door.facts.get(host)?.state.directories ?? [];
  return [...facts].map(([host, known]): VerifyCheck => {
    const left = [
      ...known.state.files,
      // What was not ours stays, such as the data of a server that was adopted and given back.
      ...[...known.directories]
        .filter(([path, { entries }]) => entries > 0 && taken(host).includes(path))
        .map(([path]) => path),
      ...[...known.units].filter(([, unit]) => unit.active === 'active').map(([name]) => name),
    ];
    const ok = known.state.project === undefined && left.length === 0;
    if (ok) return stateCheck(`gone/${host}`, true, say`${host} is as it was`);
    const what = left.length === 0 ? say`its mark` : listOf(left, 'comma');
    return stateCheck(`gone/${host}`, false, say`${host} still has ${what}`);
  });
}
