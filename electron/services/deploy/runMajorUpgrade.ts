import { recordOf } from '../../../core/changes/recordOf.ts';
import { impactOf } from '../../../core/impact/impact.ts';
import { settingOfFacts } from '../../../core/impact/setting.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { Cluster, Plan } from '../../../core/plan/plan.ts';
import { postgresOf } from '../../../core/plan/postgresOf.ts';
import { Problem } from '../../../core/problem.ts';
import {
  foreseeMajor,
  type MajorForesight,
  type MajorResult,
  nextOfMajor,
  nextOfMajorReturn,
} from '../../../core/procedures/majorUpgrade/majorUpgrade.ts';
import {
  type MajorRequest,
  type MajorWorld,
  noteIn,
  withMajor,
} from '../../../core/procedures/majorUpgrade/majorWorld.ts';
import { stagePrediction } from '../../../core/procedures/stagePrediction.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import type { Door } from '../procedures/door.ts';
import type { ProcedureRun, RoundTrips } from '../procedures/procedureRun.ts';
import { reportOfRun } from '../procedures/resultOfRun.ts';
import { runProcedure } from '../procedures/runProcedure.ts';
import { writeFileAtomic } from '../projects/atomicFile.ts';
import { readDeployedText, writeDeployedPlan } from '../projects/deployedPlan.ts';
import { readPlanFile } from '../projects/openProject.ts';
import { refusedHosts } from '../tls/refuseHosts.ts';
import type { DeploymentOptions } from './deployment.ts';
import { DeploymentNotes } from './deploymentNotes.ts';
import { keepHostsSeen, readHostsSeen } from './hostsSeen.ts';
import { type MajorHostFacts, type MajorPlans, majorGather, majorWorld } from './majorLook.ts';
import { fileTools } from './runDeployment.ts';
import { verifyDeployment } from './verifyDeployment.ts';

export interface MajorUpgradeOptions extends DeploymentOptions {
  readonly planFile: string;
  /** The major version to go to. */
  readonly to: number;
  /** Takes back what was begun of it. */
  readonly back?: boolean | undefined;
  readonly method: MajorRequest['method'];
}

/** What a major upgrade came to. */
export interface MajorUpgradeResult extends MajorResult, RoundTrips {
  readonly message: string;
  readonly steps: ProcedureRun<unknown>['steps'];
  readonly stages: ProcedureRun<unknown>['stages'];
  readonly probe: ProcedureRun<unknown>['probe'];
  readonly seconds: number;
}

/**
 * Converts the cluster of a deployed plan to another major version, or takes back what was begun of it. Killed anywhere and run again it goes on.
 * @throws Problem `major-nothing-deployed`, `major-unproved` (no), `major-plan` (usage); what `runProcedure`, `nextOfMajor`, `nextOfMajorReturn` and `resultOfRun` throw
 */
export async function runMajorUpgrade(options: MajorUpgradeOptions): Promise<MajorUpgradeResult> {
  const run = await carryOut(options, options.back === true ? nextOfMajorReturn : nextOfMajor);
  const report = reportOfRun(run);
  const missed = run.checks.filter(({ ok }) => !ok);
  if (missed.length > 0)
    throw new Problem(
      'major-unproved',
      'no',
      say`The upgrade came to its end, and not everything works: ${listOf(
        missed.map(({ said }) => said),
        'comma',
      )}. Mend that, then run this again: it looks again.`,
    );
  return { ...report, roundTripsPerHost: run.roundTripsPerHost };
}

/** What an upgrade would do. Nothing is changed, and nothing locked. @throws as `runMajorUpgrade` does */
export async function foreseeMajorUpgrade(options: MajorUpgradeOptions) {
  let seen: { readonly foresight: MajorForesight; readonly world: MajorWorld } | undefined;
  await carryOut({ ...options, dryRun: true }, (world) => {
    seen = { foresight: foreseeMajor(world), world };
    const said = say`Nothing was changed.`;
    return { kind: 'done', result: { changed: false, said, outcome: 'nothing', stoppedSeconds: null } };
  });
  if (seen === undefined) throw new Error('nobody looked');
  const { foresight, world } = seen;
  const setting = settingOfFacts(world.old.plan, world.facts);
  return {
    ...foresight,
    stages: foresight.stages.map((stage) => {
      const { predicted, whatIf } = impactOf(stage.steps, setting);
      return { stage, impact: { predicted: stagePrediction(stage, predicted) ?? predicted, whatIf } };
    }),
  };
}

async function carryOut(
  options: MajorUpgradeOptions,
  next: typeof nextOfMajor,
): Promise<ProcedureRun<MajorResult> & RoundTrips> {
  const { directory, secrets, method, planFile } = options;
  const remembered = await readHostsSeen(directory);
  const read = await readDeployedText(directory);
  if (read === undefined)
    throw new Problem(
      'major-nothing-deployed',
      'no',
      say`Nothing was deployed from this project folder, so there is nothing to upgrade: quorate deploy makes a cluster, with the version of the plan.`,
    );
  const { plans, targetText, oldText } = plansOf(options, read.plan);
  // Hosts learn of the new plan once its file says it, and not before.
  let written = options.planText === targetText && targetText !== oldText;
  let telling: Pick<Door<MajorHostFacts>, 'tell'> | undefined;
  const tools = fileTools(secrets);
  const known = { remembered, deployed: recordOf(read.plan) };
  const current = new DeploymentNotes(options);
  const notes = new DeploymentNotes({ ...options, plan: plans.target, planText: targetText });
  const context = { ...options, plan: plans.target };
  const request: MajorRequest = { to: plans.to, method, confirmed: options.confirmed === plans.target.name };
  return runProcedure<MajorHostFacts, MajorWorld, MajorResult>(context, {
    id: 'upgrade',
    cluster: plans.cluster.name,
    hosts: plans.target.hosts.map(({ name }) => name),
    unreachable: 'refuse',
    gather: majorGather(options, plans),
    look: async (door, facts, earlier) => {
      const others = earlier === undefined ? await current.others(facts, door.projectId) : [];
      const [other] = others;
      if (other !== undefined) throw new Problem('major-refused', 'no', other.said);
      telling = door;
      const note = written && options.dryRun !== true ? await notes.begin(door, facts) : undefined;
      const refused = refusedHosts(secrets);
      return majorWorld(
        { ...options, ...known, plans, request, tools, note, refused, projectId: door.projectId },
        facts,
      );
    },
    next,
    setting: ({ facts }) => settingOfFacts(plans.target, facts, read.plan),
    turn: async (turn, world) => {
      const forward = turn === 'plan';
      if (forward !== written)
        await writeVersion(planFile, world, forward ? plans.to : versionOf(plans.old, plans.cluster), telling);
      written = forward;
    },
    prove: (door, world) => {
      if (!written || noteIn(world) !== undefined) return Promise.resolve([]);
      return verifyDeployment({ ...context, ...known, id: door.projectId, watch: door, tools, facts: undefined });
    },
    keep: async (door, result) => {
      if (result?.outcome !== 'upgraded') return;
      await keepHostsSeen(directory, door.facts);
      await notes.takeIn(await door.look());
      await writeDeployedPlan(directory, targetText);
    },
  });
}

/**
 * Both versions of the plan. The file says the old one until the new one is started, and the new one from then on; which of them was deployed last is kept in
 * the project's folder.
 */
function plansOf(
  { plan, planText, to }: MajorUpgradeOptions,
  deployed: Plan,
): { readonly plans: MajorPlans; readonly targetText: string; readonly oldText: string } {
  const [cluster] = plan.clusters;
  if (cluster === undefined) throw new Problem('major-plan', 'usage', say`The plan has no cluster.`);
  const before = versionOf(deployed, cluster);
  const says = versionOf(plan, cluster) === to;
  const targetText = says ? planText : withMajor(planText, plan, cluster, to);
  const oldText = says && before !== to ? withMajor(planText, plan, cluster, before) : planText;
  return { plans: { cluster, old: parsed(oldText), target: parsed(targetText), to }, targetText, oldText };
}

function versionOf(plan: Plan, { name }: Cluster): number | undefined {
  const cluster = plan.clusters.find((one) => one.name === name);
  return cluster === undefined ? undefined : postgresOf(plan, cluster).version;
}

/** Into the file as it is now: it may have been changed since the plan was read, and what is not about the version stays. */
async function writeVersion(
  planFile: string,
  { target, cluster }: MajorWorld,
  version: number | undefined,
  door: Pick<Door<never>, 'tell'> | undefined,
): Promise<void> {
  const text = await readPlanFile(planFile);
  await writeFileAtomic(planFile, withMajor(text, target.plan, cluster, version), 0o644);
  const said =
    version === undefined
      ? say`${planFile} names no version of PostgreSQL any more, as before`
      : say`${planFile} says so now: PostgreSQL ${version}`;
  door?.tell({ code: 'noted', host: undefined, said });
}

/** @throws Problem `major-plan` (usage) for a version that the plan cannot have */
function parsed(text: string): Plan {
  const result = parsePlan(text);
  if (result.ok) return result.parsed.plan;
  throw new Problem('major-plan', 'usage', say`The plan cannot have that version: ${result.problems[0]?.said ?? ''}`);
}
