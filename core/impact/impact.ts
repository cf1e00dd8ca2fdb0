import type { Step } from '../deployment/step.ts';
import type { Plan } from '../plan/plan.ts';
import { type Predicted, predictedOf } from './predicted.ts';
import type { Setting } from './setting.ts';
import { type WhatIf, whatIfOf } from './whatIf.ts';

/** What a stage means for clients, and what the loss of a host would mean meanwhile. */
export interface Impact {
  readonly predicted: Predicted;
  /** Empty where nothing runs yet. */
  readonly whatIf: readonly WhatIf[];
}

/**
 * The impact of a stage.
 * @param between the deployment as it is while the stage is under way, where that is not what it was at its beginning
 */
export function impactOf(steps: readonly Step[], setting: Setting, between?: Plan): Impact {
  const during = between === undefined ? setting : { ...setting, plan: between };
  return { predicted: predictedOf(steps, during), whatIf: whatIfOf(steps, during) };
}
