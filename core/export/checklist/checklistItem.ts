/**
 * `passed`, `warning`, `failed`: a machine looked, and this is what it found. `unchecked`: a machine can look and has not.
 * `person`: only people can tell.
 */
export type ItemState = 'passed' | 'warning' | 'failed' | 'unchecked' | 'person';

export interface ChecklistItem {
  readonly id: string;
  readonly text: string;
  readonly state: ItemState;
  /** The values that were found; of an item that was not checked, how to check it. */
  readonly found: string;
  /** ISO 8601 in UTC; undefined for what follows from the plan alone, and for what was not checked. */
  readonly checkedAt?: string | undefined;
}

export interface ChecklistSection {
  readonly title: string;
  readonly items: readonly ChecklistItem[];
}
