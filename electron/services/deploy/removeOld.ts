import type { FactValues } from '../../../core/facts/fact.ts';
import { hostLock } from '../../../core/facts/hostLock.ts';
import { hostOwner } from '../../../core/facts/hostOwner.ts';
import { hostState } from '../../../core/facts/hostState.ts';
import { asideDirectories } from '../../../core/facts/majorState.ts';
import {
  type AsideWorld,
  nextOfRemoveOld,
  type RemoveOldResult,
} from '../../../core/procedures/majorUpgrade/removeOld.ts';
import { gatherOf } from '../procedures/gatherLocks.ts';
import type { ProcedureContext, ProcedureRun, RoundTrips } from '../procedures/procedureRun.ts';
import { reportOfRun } from '../procedures/resultOfRun.ts';
import { runProcedure } from '../procedures/runProcedure.ts';

const facts = { lock: hostLock, owner: hostOwner, state: hostState, aside: asideDirectories };

/** What came of it, as every procedure tells it. */
export interface RemovedOld
  extends RemoveOldResult,
    Pick<ProcedureRun<unknown>, 'steps' | 'stages' | 'probe' | 'seconds'>,
    Pick<RoundTrips, 'roundTrips'> {
  readonly message: string;
}

/** Takes away what major upgrades have left on the hosts of a plan. @throws what `runProcedure`, `nextOfRemoveOld` and `resultOfRun` throw */
export async function removeOld(options: ProcedureContext): Promise<RemovedOld> {
  const run = await runProcedure<FactValues<typeof facts>, AsideWorld, RemoveOldResult>(options, {
    id: 'upgrade',
    hosts: options.plan.hosts.map(({ name }) => name),
    unreachable: 'refuse',
    gather: gatherOf(options.pool, facts),
    look: (_door, found) =>
      Promise.resolve(
        new Map(
          [...found].map(([host, { state, aside }]) => [host, { aside, underWay: state.majorUpgrade !== undefined }]),
        ),
      ),
    next: nextOfRemoveOld,
  });
  return reportOfRun(run);
}
