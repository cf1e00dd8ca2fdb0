import type { Predicted } from '../impact/predicted.ts';
import type { SecondsRange } from '../quorum/simulationResult.ts';
import type { Interruption, Stage } from './procedure.ts';

const none: SecondsRange = { min: 0, typical: 0, worst: 0 };

/**
 * What clients will notice of a stage: what it says of itself counts before what its steps tell.
 * @param ofSteps undefined where nothing is known of the deployment
 * @returns undefined where neither says anything
 */
export function stagePrediction(
  { writesStop, readsStop }: Pick<Stage<never>, 'writesStop' | 'readsStop'>,
  ofSteps: Predicted | undefined,
): Predicted | undefined {
  const [writes, reads] = [rangeOf(writesStop), rangeOf(readsStop)];
  return writes === undefined ? ofSteps : { writes, reads: reads ?? ofSteps?.reads ?? none };
}

function rangeOf(stop: Interruption | undefined): SecondsRange | undefined {
  return stop && { min: stop.minSeconds, typical: stop.typicalSeconds, worst: stop.worstSeconds };
}
