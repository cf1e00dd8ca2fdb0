import type { Plan } from '../plan/plan.ts';
import type { Failure } from './failure.ts';
import { quorumModel, type SimulationOptions } from './model.ts';
import { simulateModel } from './simulate.ts';
import { failureCandidates } from './simulateAll.ts';
import { type Writes, writesInOrder } from './simulationResult.ts';

/** One further failure that makes writes worse than they are. */
export interface NextFailure {
  readonly failure: Failure;
  readonly writes: Writes;
}

/** What a cluster that has already lost something cannot afford to lose as well: hosts and sites, the worst first, in the order of the plan. */
export function nextFailures(
  plan: Plan,
  failures: readonly Failure[],
  options: SimulationOptions = {},
): readonly NextFailure[] {
  const model = quorumModel(plan, options);
  const rank = (writes: Writes) => writesInOrder.indexOf(writes);
  const now = rank(simulateModel(model, failures).writes);
  return failureCandidates(plan)
    .map((failure) => ({ failure, writes: simulateModel(model, [...failures, failure]).writes }))
    .filter(({ writes }) => rank(writes) > now)
    .sort((one, other) => rank(other.writes) - rank(one.writes));
}
