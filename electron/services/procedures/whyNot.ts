import { Problem } from '../../../core/problem.ts';
import { type PhraseValue, say } from '../../../core/wording/phrase.ts';
import type { ProcedureRun } from './procedureRun.ts';

/** Why a run did not come to a good end: what was refused or failed, or that it was stopped. */
export interface EndedBadly {
  readonly how?: 'refused' | 'stopped';
  readonly said?: PhraseValue;
}

/** Why a run did not come to a good end, in one sentence for the journal: the first of what is in its way. */
export function whyNot({
  end,
  refusals,
  failures,
  checks,
}: Pick<ProcedureRun<unknown>, 'end' | 'refusals' | 'failures' | 'checks'>): EndedBadly {
  const [refusal] = refusals;
  if (refusal !== undefined) return { how: 'refused', said: refusal.said };
  const [failure] = failures;
  if (failure !== undefined) return { said: say`${failure.host}: "${failure.said}" did not work` };
  if (end === 'stopped') return { how: 'stopped' };
  const check = checks.find(({ ok }) => !ok);
  return check === undefined ? {} : { said: check.said };
}

/** The same for what a run threw. */
export function thrownEnd(error: unknown): EndedBadly {
  const said = error instanceof Problem ? error.said : error instanceof Error ? error.message : String(error);
  return error instanceof Problem && error.kind === 'no' ? { how: 'refused', said } : { said };
}
