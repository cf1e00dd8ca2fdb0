import type { Step } from '../../../core/deployment/step.ts';
import type { FileDiff } from '../../../core/operations/operation.ts';
import type { Phrase } from '../../../core/wording/phrase.ts';
import type { ProcedureEvent } from './procedureEvent.ts';

/** A step as a person sees it: without its scripts. */
export interface ShownStep {
  readonly id: string;
  readonly host: string;
  readonly title: string;
  readonly said: Phrase;
  readonly after: readonly string[];
  readonly weight: number;
  /** Only in a rehearsal that is followed. */
  readonly diffs: readonly FileDiff[];
}

export type ShownDeployEvent =
  | Exclude<ProcedureEvent, { code: 'planned' }>
  | (Omit<Extract<ProcedureEvent, { code: 'planned' }>, 'steps'> & { readonly steps: readonly ShownStep[] });

/** A deployment's event as it is shown and kept. @param withDiffs whether the changes of files go with the steps */
export function shownEvent(event: ProcedureEvent, withDiffs: boolean): ShownDeployEvent {
  return event.code === 'planned' ? { ...event, steps: event.steps.map((step) => shownStep(step, withDiffs)) } : event;
}

function shownStep({ id, host, title, said, after, weight, diffs }: Step, withDiffs: boolean): ShownStep {
  return { id, host, title, said, after, weight, diffs: withDiffs ? diffs : [] };
}
