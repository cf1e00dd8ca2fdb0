import type { Step } from '../deployment/step.ts';
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
 * @param setting the deployment at its beginning; what the steps change of it meanwhile is computed from them
 */
export function impactOf(steps: readonly Step[], setting: Setting): Impact {
  return { predicted: predictedOf(steps, setting), whatIf: whatIfOf(steps, setting) };
}
