import type { Operation } from '../operations/operation.ts';

/** An operation with its place in the order: it starts when every step named in `after` has been done. */
export interface Step extends Operation {
  readonly after: readonly string[];
}

/** `unknown`: it began, and the connection was lost before the host told how it ended. */
export type StepResult = 'done' | 'failed' | 'skipped' | 'unknown';
