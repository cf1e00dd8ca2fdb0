import { StepList } from '../deployment/stepList.ts';
import { fenceMember } from '../dr/regionOperations.ts';
import { memberHosts, type RegionWorld, runningHosts } from '../dr/regionWorld.ts';
import type { Cluster } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { listOf, say } from '../wording/phrase.ts';
import type { Stage } from './procedure.ts';

/** Stops every member of a cluster that can be reached, and waits until nothing of it runs. @throws from its gate Problem `dr-not-fenced` */
export function fenceStage(world: RegionWorld, cluster: Cluster): Stage<RegionWorld> {
  const running = runningHosts(world, cluster);
  const steps = new StepList();
  // Also those that are down: they must not start by themselves at the next boot.
  for (const host of memberHosts(cluster)) if (world.running.has(host)) steps.add(fenceMember(host, cluster.name));
  return {
    id: 'fence',
    title:
      running.length === 0
        ? say`Keeping ${cluster.name} from starting again`
        : say`Stopping ${cluster.name} on ${listOf(running, 'comma')}`,
    steps: steps.all(),
    gate: {
      waitsFor: say`nothing of ${cluster.name} runs on a host that can be reached`,
      seconds: 20,
      open: (now) => runningHosts(now, cluster).length === 0,
      problem: (now) =>
        new Problem(
          'dr-not-fenced',
          'no',
          say`${cluster.name} runs again on ${listOf(runningHosts(now, cluster), 'comma')} although it was stopped: something on these hosts starts it. Find out what, then run this again.`,
          { details: { running: runningHosts(now, cluster) } },
        ),
    },
  };
}
