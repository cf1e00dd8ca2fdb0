import { regionPair } from '../../../core/dr/regionPair.ts';
import { nextOfReturn, type ReturnResult, type ReturnWorld } from '../../../core/procedures/regionReturn.ts';
import type { ProcedureContext } from '../procedures/procedureRun.ts';
import { resultOfRun } from '../procedures/resultOfRun.ts';
import { runProcedure } from '../procedures/runProcedure.ts';
import { gatherRegions, lookAtRegions, type RegionFacts } from './regions.ts';

export interface ReturnOptions extends ProcedureContext {
  /** The cluster that shall follow again; may be left out when the plan has one standby cluster only. */
  readonly cluster: string | undefined;
}

/**
 * Makes a region that was the primary one the standby of the other, as the plan says since the promotion.
 * @throws what `runProcedure`, `nextOfReturn` and `resultOfRun` throw; Problem `dr-no-standby`
 */
export async function returnRegion(options: ReturnOptions): Promise<ReturnResult> {
  const pair = regionPair(options.plan, options.cluster);
  const run = await runProcedure<RegionFacts, ReturnWorld, ReturnResult>(options, {
    id: 'return',
    cluster: pair.standby.name,
    hosts: options.plan.hosts.map(({ name }) => name),
    // Of the region that leads some may be dark; of the one that returns nobody may, which is asked where it matters.
    unreachable: 'leave-out',
    gather: gatherRegions(options),
    look: (door, facts) => lookAtRegions(options, pair, door, facts),
    next: nextOfReturn,
  });
  return resultOfRun(run);
}
