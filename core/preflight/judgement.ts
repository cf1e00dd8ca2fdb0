import { type Refusal, refusal } from '../changes/refusal.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { Plan } from '../plan/plan.ts';
import type { Timing } from '../timing/timing.ts';
import { say } from '../wording/phrase.ts';
import { coveredBy } from './checks/deployable.ts';
import { replacedFiles } from './checks/replacedFiles.ts';
import { checks } from './checks.ts';
import type { CheckResult, HostObservation, PreflightInput } from './observation.ts';

/** A host as the checks see it, by the facts that a deployment is computed from. */
export function observationOf(host: string, facts: HostFacts, projectId: string): HostObservation {
  return {
    host,
    reached: true,
    facts,
    clockOffset: facts.clockOffset,
    deployedPlan: facts.state.planName,
    ours: facts.state.project === projectId,
  };
}

export interface JudgedInput {
  readonly plan: Plan;
  readonly timing: Timing;
  readonly projectId: string;
  readonly facts: ReadonlyMap<string, HostFacts>;
  /** What the deployment refuses by itself. */
  readonly refusals: readonly Refusal[];
  /** Checks that a person accepts to fail, by their names. */
  readonly accept: readonly string[];
}

export interface Judged {
  /** What fails and was not accepted: the deployment ends here. */
  readonly refusals: readonly Refusal[];
  /** What fails, and is accepted. */
  readonly accepted: readonly CheckResult[];
  /** What a person is told before anything is changed: files of others that are replaced. */
  readonly notices: readonly CheckResult[];
}

/**
 * Judges the hosts of a deployment as preflight judges them: what fails there is refused here, or accepted by name. Connections between hosts
 * are not made again.
 */
export function judgeDeployment({ plan, timing, projectId, facts, refusals, accept }: JudgedInput): Judged {
  const hosts = [...facts].map(([host, known]) => observationOf(host, known, projectId));
  const input: PreflightInput = { plan, timing, hosts, pairs: [], refusals, bundles: undefined };
  const all = checks.filter(({ scope }) => scope !== 'network').flatMap((check) => check.run(input));
  const failed = all
    .filter(({ result }) => result === 'fail')
    .filter((one) => !refusals.some(({ host, code }) => host === one.host && coveredBy(code).includes(one.id)));
  return {
    refusals: failed.filter(({ id }) => !accept.includes(id)).map(refusalOf),
    accepted: failed.filter(({ id }) => accept.includes(id)),
    notices: all.filter(({ id, result }) => id === replacedFiles.id && result === 'warn'),
  };
}

function refusalOf({ id, host, said: { message, fix } }: CheckResult): Refusal {
  const what =
    fix === null
      ? say`${message} To go on all the same: --accept ${id}`
      : say`${message} Mend it, or go on all the same with --accept ${id}:\n    ${fix}`;
  return { ...refusal(host, 'check-failed', what), check: id };
}
