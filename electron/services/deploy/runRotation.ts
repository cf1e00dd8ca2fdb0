import { recordOf } from '../../../core/changes/recordOf.ts';
import { checkState } from '../../../core/deployment/checkState.ts';
import { type DesiredInput, desiredState, routesOf } from '../../../core/deployment/desiredState.ts';
import { passwordArrivals } from '../../../core/deployment/passwordOrder.ts';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { settingOfFacts } from '../../../core/impact/setting.ts';
import { Problem } from '../../../core/problem.ts';
import { nextOfRotation, type RotationKind, type RotationWorld } from '../../../core/procedures/rotation.ts';
import type { Routes } from '../../../core/render/hostNetwork.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import { runProcedure } from '../procedures/runProcedure.ts';
import { readDeployedPlan, writeDeployedPlan } from '../projects/deployedPlan.ts';
import { refusedHosts } from '../tls/refuseHosts.ts';
import type { DeploymentOptions, DeployResult, Note } from './deployment.ts';
import { deploymentGather } from './deploymentGather.ts';
import { DeploymentNotes } from './deploymentNotes.ts';
import { keepHostsSeen, readHostsSeen } from './hostsSeen.ts';
import { deployResult, fileTools } from './runDeployment.ts';
import { verifyDeployment } from './verifyDeployment.ts';

/** A kind of rotation with what it keeps on this machine. */
export interface Rotation<Position> {
  readonly kind: RotationKind<Position>;
  position(routes: Routes): Promise<Position>;
  /** Takes a turn of the kind: all of it is on the disk when this resolves, or none. */
  turn(id: string, routes: Routes): Promise<void>;
  /** What to say once it is done. */
  notes(): Promise<readonly Note[]>;
}

type World<Position> = RotationWorld<Position> & {
  readonly routes: Routes;
  readonly facts: ReadonlyMap<string, HostFacts>;
};

/**
 * Rotates what the files of a deployed plan hold of secrets, turn after turn, by the steps that a deployment has. Killed anywhere and run again it
 * goes on.
 * @throws Problem `rotate-needs-every-host` (usage) where hosts are left out; SshError when one cannot be reached; what `runProcedure` and
 * `nextOfRotation` throw
 */
export async function runRotation<Position>(
  options: DeploymentOptions,
  rotation: Rotation<Position>,
): Promise<DeployResult> {
  const { plan, directory, secrets, without = [] } = options;
  if (without.length > 0)
    throw new Problem(
      'rotate-needs-every-host',
      'usage',
      say`${listOf(without, 'comma')} would be left with what the others take for false. Rotate when every host can be reached; one that is dead for good has to leave the plan first.`,
    );
  const remembered = await readHostsSeen(directory);
  const before = await readDeployedPlan(directory);
  const known = { remembered, deployed: before && recordOf(before) };
  const notes = new DeploymentNotes(options);
  const run = await runProcedure<HostFacts, World<Position>, undefined>(options, {
    id: 'rotate',
    hosts: plan.hosts.map((host) => host.name),
    unreachable: 'refuse',
    gather: deploymentGather(options),
    look: async (door, facts, earlier) => {
      const { projectId } = door;
      const others = earlier === undefined ? await notes.others(facts, projectId) : [];
      // Each turn brings other secrets: hosts say so before they have them.
      const note = others.length > 0 ? undefined : await notes.begin(door, facts);
      const world = await rotationWorld({ ...options, ...known, note, projectId }, facts, rotation);
      return { ...world, refusals: [...others, ...world.refusals] };
    },
    next: (world, past) => nextOfRotation(world, past, rotation.kind),
    setting: ({ facts }) => settingOfFacts(plan, facts, before),
    turn: (id, { routes }) => rotation.turn(id, routes),
    prove: (door) =>
      verifyDeployment({
        ...options,
        ...known,
        id: door.projectId,
        watch: door,
        tools: fileTools(secrets),
        facts: undefined,
      }),
    keep: async (door) => {
      await keepHostsSeen(directory, door.facts);
      await notes.takeIn(door.facts);
      await writeDeployedPlan(directory, options.planText);
    },
  });
  return deployResult(options, run, run.end === 'done' ? await rotation.notes() : []);
}

/** The hosts beside what is kept for them now: the store may be another one since the last look. */
export async function rotationWorld<Position>(
  input: Omit<DesiredInput, 'refused'> & Pick<DeploymentOptions, 'secrets'>,
  facts: ReadonlyMap<string, HostFacts>,
  rotation: Pick<Rotation<Position>, 'position'>,
): Promise<World<Position>> {
  const tools = fileTools(input.secrets);
  const state = desiredState({ ...input, refused: refusedHosts(input.secrets) }, facts);
  const routes = routesOf(facts, input.remembered);
  const { refusals, steps, planAgain } = planDeployment(state, facts, tools);
  return {
    refusals,
    steps,
    planAgain,
    unwell: checkState(state, facts).flatMap(({ ok, said }) => (ok ? [] : [said])),
    arrivals: passwordArrivals(state, tools),
    position: await rotation.position(routes),
    routes,
    facts,
  };
}
