import { say } from '../../../core/wording/phrase.ts';
import type { EndedBadly } from '../procedures/runProcedure.ts';
import type { DeployResult } from './runDeployment.ts';

/** Why a deployment or a removal did not come to a good end, in one sentence for the journal: the first of what is in its way. */
export function whyNot(
  { refusals, failures, checks }: Pick<DeployResult, 'refusals' | 'failures' | 'checks'>,
  stopped: boolean,
): EndedBadly {
  const [refusal] = refusals;
  if (refusal !== undefined) return { how: 'refused', said: refusal.said };
  const [failure] = failures;
  if (failure !== undefined) return { said: say`${failure.host}: "${failure.said}" did not work` };
  if (stopped) return { how: 'stopped' };
  const check = checks.find(({ ok }) => !ok);
  return check === undefined ? {} : { said: check.said };
}
