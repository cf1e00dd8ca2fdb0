import type { PlanEdit } from '../plan/edit.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlanPath } from '../plan/planPath.ts';
import type { Phrase } from '../wording/phrase.ts';

export type { PlanPath } from '../plan/planPath.ts';

export type Severity = 'error' | 'warning' | 'info';

/** A change to the plan file that resolves a finding: the value to set at a path, or its removal when value is undefined. */
export interface Fix {
  /** What the change does, for a button or a list. */
  readonly title: string;
  /** The title with its values apart, for another language. */
  readonly said: Phrase;
  readonly edits: readonly PlanEdit[];
}

/** What a rule says of one place in a plan. */
export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  readonly path: PlanPath;
  /** What is wrong, with the measured values, and what to do. */
  readonly message: string;
  /** The message with its values apart, for another language. */
  readonly said: Phrase;
  readonly fixes: readonly Fix[];
  /** Where the rule comes from: component, version, document. */
  readonly reference: string;
}

/** One validation rule: a file of its own, pure, and listed in `rules.ts`. */
export interface Rule {
  readonly id: string;
  /** One line for a catalogue of rules. */
  readonly title: string;
  readonly reference: string;
  /** Finds every breach in a complete plan; an empty array means that the plan keeps the rule. */
  check(plan: Plan): readonly Finding[];
}
