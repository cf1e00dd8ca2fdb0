import type { Refusal } from '../changes/refusal.ts';
import type { AdoptionPlan } from '../deployment/adoption/planAdoption.ts';
import type { DeploymentPlan } from '../deployment/planDeployment.ts';
import type { PortMoves } from '../deployment/planMoves.ts';
import type { Passage } from '../deployment/planPassage.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { listOf, say } from '../wording/phrase.ts';
import { handOverStage, nobodyTakesOver } from './leaderGoes.ts';
import { nextMove } from './portMoves.ts';
import type { ForeseenStage, Next, Past, Stage } from './procedure.ts';

/** The hosts of a plan, and how they differ from it. */
export interface DeploymentWorld {
  readonly facts: ReadonlyMap<string, HostFacts>;
  readonly refusals: readonly Refusal[];
  /** Undefined where the plan is refused before anything is computed. */
  readonly differences:
    | (Pick<DeploymentPlan, 'steps' | 'planAgain'> & Partial<Pick<DeploymentPlan, 'foreseen'>>)
    | undefined;
  /** What members that come and go ask for. */
  readonly passage?: Passage | undefined;
  /** Undefined where every member listens where it is to. */
  readonly moves?: PortMoves | undefined;
  /** The plan with everything that leaves still in it. */
  readonly between?: Plan | undefined;
  /** The PostgreSQL that becomes the first member, where one is adopted. */
  readonly adoption?: AdoptionPlan | undefined;
}

type DeploymentStage = Stage<DeploymentWorld>;

/** Each stage brings the hosts nearer; a deployment that needs more goes round in circles. */
const maxStages = 6;

/**
 * The stages of a deployment. What differs is done, and what depends on what that brings about comes after it. Where members go: dead ones are
 * taken out of etcd (`bury`), new ones come while the old ones are still there (`grow-N`), whoever leads and goes hands over (`hand-over`), the hosts
 * that stay become what the plan says (`converge-N`), and only then the others leave, one by one (`leave-HOST`). Where members get other ports:
 * see `nextMove`.
 * @throws Problem `no-candidate` (no) when nobody could take over from a leader that goes
 */
export function nextOfDeployment(
  world: DeploymentWorld,
  past: Past<DeploymentWorld>,
): Next<DeploymentWorld, undefined> {
  const { refusals, differences, passage } = world;
  const { steps = [], planAgain = [], foreseen = [] } = differences ?? {};
  if (refusals.length > 0) return { kind: 'refused', refusals, steps };
  const turns = (prefix: string) => past.stages.filter(({ id }) => id.startsWith(prefix)).length + 1;
  const before = nextMove(world, past) ?? beforeStage(world, past, turns('grow-'));
  if (before !== undefined) return before;
  const leaves = (passage?.leaves ?? []).filter(({ leaving }) => !past.has(`leave-${leaving.host.name}`));
  const turn = turns('converge-');
  if (turn <= maxStages && steps.length + planAgain.length > 0) {
    const settled = planAgain.length === 0 && leaves.length === 0;
    return {
      kind: 'stage',
      stage: {
        id: `converge-${turn}`,
        title:
          past.stages.length === 0
            ? say`Bringing the hosts to what the plan says`
            : say`Going on from what the hosts are now`,
        steps,
        ...foreseenOf([
          ...(foreseen.length === 0
            ? []
            : [{ id: `converge-${turn + 1}`, title: say`Going on from what the hosts are now`, steps: foreseen }]),
          ...leaves.map(leaveStage),
        ]),
        ...(settled || (turn === maxStages && leaves.length === 0) ? { last: true } : { again: planAgain }),
      },
    };
  }
  const [next] = leaves;
  if (next === undefined) return { kind: 'done', result: undefined };
  return {
    kind: 'stage',
    stage: {
      ...leaveStage(next),
      ...foreseenOf(leaves.slice(1).map(leaveStage)),
      again: [],
    },
  };
}

function leaveStage({ leaving, steps }: Passage['leaves'][number]): ForeseenStage {
  const { host, whole, components } = leaving;
  return {
    id: `leave-${host.name}`,
    title: whole
      ? say`${host.name} leaves: its services stop, and everything that was deployed there is removed`
      : say`${host.name} gives up ${listOf(components)}`,
    steps,
  };
}

function foreseenOf(stages: readonly ForeseenStage[]): { readonly foreseen?: readonly ForeseenStage[] } {
  return stages.length === 0 ? {} : { foreseen: stages };
}

/** What must be done before the hosts of the plan may become what it says. */
function beforeStage(
  { passage, between }: DeploymentWorld,
  past: Past<DeploymentWorld>,
  growth: number,
): Next<DeploymentWorld, undefined> | undefined {
  if (passage === undefined) return undefined;
  const stage = (one: DeploymentStage): Next<DeploymentWorld, undefined> => ({ kind: 'stage', stage: one });
  if (passage.burial.length > 0 && !past.has('bury'))
    return stage({
      id: 'bury',
      title: say`Taking the hosts that are gone out of etcd`,
      steps: passage.burial,
      again: [],
    });
  const grown = passage.growth;
  if (grown !== undefined && grown.steps.length + grown.planAgain.length > 0 && growth <= maxStages)
    return grown.refusals.length > 0
      ? { kind: 'refused', refusals: grown.refusals, steps: grown.steps }
      : stage({
          id: `grow-${growth}`,
          title: say`Bringing what is new, beside what is to leave`,
          steps: grown.steps,
          ...foreseenOf(passage.leaves.map(leaveStage)),
          again: grown.planAgain,
        });
  if (passage.handOvers.length === 0 || between === undefined) return undefined;
  const stuck = passage.handOvers.flatMap((one) => (one.candidate === undefined ? [nobodyTakesOver(one)] : []));
  const [first] = stuck;
  if (first !== undefined) {
    if (past.stages.length === 0) return { kind: 'refused', refusals: stuck };
    throw new Problem('no-candidate', 'no', first.said);
  }
  return past.has('hand-over') ? undefined : stage(handOverStage(between, passage.handOvers));
}
