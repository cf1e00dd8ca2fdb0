import type { Phrase } from '../wording/phrase.ts';
import type { Predicted } from './predicted.ts';
import type { WhatIf } from './whatIf.ts';

/** What was measured while a stage was under way: the longest time in which nothing was written, and nothing read, in seconds. */
export interface Observed {
  readonly writes: number | null;
  readonly reads: number | null;
}

/** A stage as whoever asked for the change is told of it. */
export interface StageReport {
  readonly id: string;
  /** In English; `said` has its values apart. */
  readonly title: string;
  readonly said: Phrase;
  /** Null where nobody can tell. */
  readonly predicted: Predicted | null;
  /** Null where nobody measured. */
  readonly observed: Observed | null;
  readonly whatIf: readonly WhatIf[];
  /** Its steps are not known yet: it is what will probably follow. */
  readonly foreseen?: true;
}
