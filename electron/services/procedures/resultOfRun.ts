import { Problem } from '../../../core/problem.ts';
import { type Phrase, phraseText, say } from '../../../core/wording/phrase.ts';
import { SshError } from '../ssh/sshError.ts';
import type { ProcedureRun, RoundTrips } from './procedureRun.ts';

/**
 * What a procedure says at its end, for those who wait for nothing else.
 * @throws Problem `change-failed` (no) with what the step printed, `run-refused`, `run-stopped` (no); SshError when the connection was lost in a step:
 * then nobody knows how far it came
 */
export function resultOfRun<Result>(run: ProcedureRun<Result>): Result {
  const [refusal] = run.refusals;
  if (refusal !== undefined)
    throw new Problem('run-refused', 'no', refusal.said, { details: { refusals: run.refusals } });
  const [failure] = run.failures;
  if (failure !== undefined) {
    const { host, said, output, explained, phase } = failure;
    if (phase === 'connection')
      throw new SshError(
        'lost',
        host,
        say`${host}: the connection was lost during "${said}", so nobody knows how far it came: ${explained ?? output}. Run this again: it looks first.`,
      );
    throw new Problem(
      'change-failed',
      'no',
      say`${host}: "${said}" did not work: ${explained ?? output.trim()}. Mend the cause, then run this again: what was done stays done.`,
      { details: { host, causes: failure.causes } },
    );
  }
  if (run.end === 'stopped')
    throw new Problem('run-stopped', 'no', say`Stopped as asked, between two stages. Run this again to go on.`);
  if (run.result === undefined) throw new Error('the procedure ended without a result');
  return run.result;
}

/** What a procedure says at its end, with what its run did. @throws as `resultOfRun` does */
export function reportOfRun<Result extends { readonly said: Phrase }>(run: ProcedureRun<Result> & RoundTrips) {
  const result = resultOfRun(run);
  const { steps, stages, probe, seconds, roundTrips } = run;
  return { ...result, message: phraseText(result.said), steps, stages, probe, seconds, roundTrips };
}
