import type { Refusal } from '../changes/refusal.ts';
import type { DeploymentPlan } from '../deployment/planDeployment.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import { say } from '../wording/phrase.ts';
import type { Next, Past } from './procedure.ts';

/** The hosts of a plan, and how they differ from it. */
export interface DeploymentWorld {
  readonly facts: ReadonlyMap<string, HostFacts>;
  readonly refusals: readonly Refusal[];
  /** Undefined where the plan is refused before anything is computed. */
  readonly differences:
    | (Pick<DeploymentPlan, 'steps' | 'planAgain'> & Partial<Pick<DeploymentPlan, 'foreseen'>>)
    | undefined;
}

/** Each stage brings the hosts nearer; a deployment that needs more goes round in circles. */
const maxStages = 6;

/** The stages of a deployment: what differs is done, and what depends on what that brings about comes after it. */
export function nextOfDeployment(
  { refusals, differences }: DeploymentWorld,
  past: Past<DeploymentWorld>,
): Next<DeploymentWorld, undefined> {
  const { steps = [], planAgain = [], foreseen = [] } = differences ?? {};
  if (refusals.length > 0) return { kind: 'refused', refusals, steps };
  if (steps.length === 0 && planAgain.length === 0) return { kind: 'done', result: undefined };
  const turn = past.stages.length + 1;
  return {
    kind: 'stage',
    stage: {
      id: `converge-${turn}`,
      title: turn === 1 ? say`Bringing the hosts to what the plan says` : say`Going on from what the hosts are now`,
      steps,
      ...(foreseen.length === 0
        ? {}
        : {
            foreseen: [
              { id: `converge-${turn + 1}`, title: say`Going on from what the hosts are now`, steps: foreseen },
            ],
          }),
      ...(planAgain.length === 0 || turn >= maxStages ? { last: true } : { again: planAgain }),
    },
  };
}
