import { join } from 'node:path';
import { type RegionPair, regionPair, swapRegions } from '../../../core/dr/regionPair.ts';
import type { RegionWorld } from '../../../core/dr/regionWorld.ts';
import { editPlan } from '../../../core/plan/edit.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import { nextOfPromotion, type PromotionInput, type PromotionResult } from '../../../core/procedures/promotion.ts';
import { unfinishedRuns } from '../../../core/procedures/unfinished.ts';
import { say } from '../../../core/wording/phrase.ts';
import type { Door } from '../procedures/door.ts';
import { readJournal } from '../procedures/journal.ts';
import type { ProcedureContext } from '../procedures/procedureRun.ts';
import { resultOfRun } from '../procedures/resultOfRun.ts';
import { runProcedure } from '../procedures/runProcedure.ts';
import { writeFileAtomic } from '../projects/atomicFile.ts';
import { type Project, readPlanFile } from '../projects/openProject.ts';
import { gatherRegions, lookAtRegions, type RegionFacts } from './regions.ts';

export interface PromoteOptions extends ProcedureContext, Omit<PromotionInput, 'rolesWritten'> {
  readonly project: Project;
  /** The standby cluster; may be left out when there is only one. */
  readonly cluster: string | undefined;
}

/**
 * Makes a standby cluster writable, and writes the new roles into the plan file, so that the next deployment agrees.
 * @throws what `runProcedure`, `nextOfPromotion` and `resultOfRun` throw; Problem `dr-no-standby`
 */
export async function promoteStandby(options: PromoteOptions): Promise<PromotionResult> {
  const written = await promotionCutOff(options);
  const pair = written ?? regionPair(options.plan, options.cluster);
  const input: PromotionInput = { ...options, rolesWritten: written !== undefined };
  const run = await runProcedure<RegionFacts, RegionWorld, PromotionResult>(options, {
    id: 'promote',
    cluster: pair.standby.name,
    hosts: options.plan.hosts.map(({ name }) => name),
    // A dark region must not keep the other one from taking its place.
    unreachable: 'leave-out',
    gather: gatherRegions(options),
    look: (door, facts) => lookAtRegions(options, pair, door, facts),
    next: (world, past) => nextOfPromotion(world, past, input),
    keep: async (door) => {
      if (written === undefined) await writeNewRoles(options, pair, door);
    },
  });
  return resultOfRun(run);
}

/** The regions as they were when a promotion was killed after it had written the new roles into the plan, and before its end. */
async function promotionCutOff({ plan, directory, cluster }: PromoteOptions): Promise<RegionPair | undefined> {
  const last = unfinishedRuns(await readJournal(join(directory, 'journal.jsonl'))).at(-1)?.begun;
  if (last?.event !== 'run' || last.what !== 'promote') return undefined;
  const promoted = plan.clusters.find(({ name }) => name === last.cluster);
  const formerPrimary = plan.clusters.find(({ standbyOf }) => standbyOf?.cluster === promoted?.name);
  if (promoted === undefined || promoted.standbyOf !== undefined || formerPrimary === undefined) return undefined;
  return cluster === undefined || cluster === promoted.name
    ? { standby: promoted, upstream: formerPrimary }
    : undefined;
}

/** Into the file as it is now: it may have been changed since the plan was read. */
async function writeNewRoles(
  { project }: PromoteOptions,
  { standby, upstream }: RegionPair,
  door: Door<RegionFacts>,
): Promise<void> {
  const { planFile } = project;
  const text = await readPlanFile(planFile);
  const parsed = parsePlan(text);
  if (!parsed.ok) {
    const said = say`${planFile} cannot be read any more: write into it that ${upstream.name} follows ${standby.name}`;
    door.tell({ code: 'noted', host: undefined, said });
    return;
  }
  const { plan } = parsed.parsed;
  await writeFileAtomic(planFile, editPlan(text, swapRegions(plan, regionPair(plan, standby.name))), 0o644);
  const said = say`${planFile} says so now: ${upstream.name} follows ${standby.name}`;
  door.tell({ code: 'noted', host: undefined, said });
}
