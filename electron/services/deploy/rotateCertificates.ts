import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { FileTools } from '../../../core/operations/writeFiles.ts';
import { Problem } from '../../../core/problem.ts';
import type { DesiredState } from '../../../core/render/desiredHost.ts';
import { listOf, type PhraseValue, say } from '../../../core/wording/phrase.ts';
import type { Door } from '../procedures/door.ts';
import type { DeploymentOptions, DeployResult } from './deployment.ts';
import { prepareSecrets } from './prepareSecrets.ts';
import { fileTools, runDeployment } from './runDeployment.ts';

export interface RotateOptions extends DeploymentOptions {
  /** Clients have `tls/ca.crt` as it is now: sign what they see with their own authority from now on. */
  readonly separate?: boolean | undefined;
}

/**
 * Renews every certificate of a deployed plan and brings them to the hosts, by the same way as a deployment, whose steps it has: nothing is restarted.
 * @throws Problem `rotate-without-tls` (usage), `rotate-not-settled` (no) when hosts differ from the plan, which nobody asked to change here;
 * everything that `runDeployment` throws
 */
export async function rotateCertificates(options: RotateOptions): Promise<DeployResult> {
  const { plan, secrets, separate } = options;
  if (!plan.security.tls)
    throw new Problem(
      'rotate-without-tls',
      'usage',
      say`The plan has security.tls off: there are no certificates to renew.`,
    );
  return runDeployment({
    ...options,
    procedure: 'rotate',
    prepare: async (state, door, routes) => {
      refuseUnlessSettled(state, door, fileTools(secrets));
      await prepareSecrets(plan, secrets, routes, { renew: true, separate });
    },
  });
}

function refuseUnlessSettled(state: DesiredState, door: Door<HostFacts>, tools: FileTools): void {
  const strangers = [...door.facts]
    .filter(([, { state: own }]) => own.project !== door.projectId)
    .map(([host]) => host);
  if (strangers.length > 0) throw notSettled(say`${listOf(strangers, 'comma')} are not deployed by this project`);
  const { steps, refusals } = planDeployment(state, door.facts, tools);
  const ids = steps.map((step) => step.id);
  if (ids.length > 0) throw notSettled(say`there is more to change: ${listOf(ids, 'comma')}`);
  const [refusal] = refusals;
  if (refusal !== undefined) throw notSettled(refusal.said);
}

function notSettled(why: PhraseValue): Problem {
  return new Problem(
    'rotate-not-settled',
    'no',
    say`The certificates were not renewed, because the hosts are not as the plan says: ${why}. Run quorate deploy first.`,
  );
}
