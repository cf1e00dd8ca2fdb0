import type { PlanPath } from '../plan/planPath.ts';
import type { Phrase } from '../wording/phrase.ts';

export type DriftKind = 'file' | 'dynamic-config' | 'pending-restart' | 'alter-system' | 'etcd-member' | 'package';

/** How a plan takes in what the hosts have: where it goes, and the value. */
export interface Taking {
  readonly path: PlanPath;
  readonly value: string | number | boolean;
}

/** One thing that runs otherwise than the plan says. It is no fault by itself: the cluster may be healthy. */
export interface Drift {
  /** `KIND/HOST/SUBJECT`: the same as long as the difference is. */
  readonly id: string;
  readonly kind: DriftKind;
  readonly host: string;
  /** The file, setting, member or package. */
  readonly subject: string;
  /** What the plan has; null where it says nothing. */
  readonly expected: string | null;
  /** What is there, shortened; null where nothing is, or where it may be a secret. Text of a host. */
  readonly found: string | null;
  readonly message: string;
  /** The message with its values apart, for another language. */
  readonly said: Phrase;
  /** What to do about it. */
  readonly next: Phrase;
  /** How the plan would take it in, what the difference is about first; empty where it cannot. */
  readonly take: readonly Taking[];
}
