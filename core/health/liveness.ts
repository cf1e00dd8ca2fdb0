import { isDefinite, type Trouble } from './trouble.ts';

/** What is heard of one host that is asked again and again. */
export interface Liveness {
  /** When it was asked first and, later, when it answered last; milliseconds since the epoch. */
  readonly since: number;
  readonly everAnswered: boolean;
  /** Answers missed since the last one that came. */
  readonly missed: number;
  /** It has missed an answer and has not answered in time since: not to go back and forth with every slow answer. */
  readonly slow: boolean;
  /** Set when the host is lost: why, as well as it is known. */
  readonly trouble: Trouble | undefined;
}

/** `late`: what is shown of it is its last answer, which is older than usual. `waiting`: it was asked and has not answered yet. */
export type LivenessState = 'answers' | 'late' | 'lost' | 'waiting';

/**
 * So many answers may be missed before a host is lost. One is missed by every busy host now and then; a second one costs as much time again
 * until the loss is told, and no failover is that fast.
 */
const missedWhenLost = 2;

export function firstAsked(at: number): Liveness {
  return { since: at, everAnswered: false, missed: 0, slow: false, trouble: undefined };
}

/** @param inTime whether no answer was missed while it was waited for */
export function hasAnswered(before: Liveness, at: number, inTime: boolean): Liveness {
  return { since: at, everAnswered: true, missed: 0, slow: before.slow && !inTime, trouble: undefined };
}

/** An answer did not come in time, or never will: one that was counted already does not count again, unless the reason is definite. */
export function hasMissed(before: Liveness, trouble: Trouble, counted = false): Liveness {
  const missed = before.missed + (counted ? 0 : 1);
  const lost = before.trouble !== undefined || missed >= missedWhenLost || isDefinite(trouble.id);
  // That nothing was heard again says less than what is known already.
  const known = trouble.id === 'silent' ? (before.trouble ?? trouble) : trouble;
  return { ...before, missed, slow: true, trouble: lost ? known : undefined };
}

export function livenessState({ everAnswered, slow, trouble }: Liveness): LivenessState {
  if (trouble !== undefined) return 'lost';
  if (!everAnswered) return 'waiting';
  return slow ? 'late' : 'answers';
}
