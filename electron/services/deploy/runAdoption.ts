import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { settingOfFacts } from '../../../core/impact/setting.ts';
import { Problem } from '../../../core/problem.ts';
import {
  type AdoptionResult,
  nextOfReturn,
  nextOfSettling,
  type ReturnWorld,
} from '../../../core/procedures/adoption.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import { reportOfRun } from '../procedures/resultOfRun.ts';
import { runProcedure } from '../procedures/runProcedure.ts';
import type { DeploymentOptions, DeployResult } from './deployment.ts';
import { deploymentGather } from './deploymentGather.ts';
import { runDeployment } from './runDeployment.ts';

export type AdoptionOptions = DeploymentOptions & {
  /** Name of the host whose PostgreSQL is adopted. */
  readonly adopt: string;
};

/**
 * Makes a PostgreSQL that runs on a host the first member of the plan's cluster, and deploys the rest of the plan around it. Killed anywhere and run again it goes on.
 * @throws Problem `adoption-host`, `adoption-unconfirmed` (usage); what `runDeployment` throws
 */
export async function runAdoption(options: AdoptionOptions): Promise<DeployResult> {
  checkHost(options);
  const { plan, adopt, confirmed, dryRun } = options;
  if (dryRun !== true && confirmed !== plan.name)
    throw new Problem(
      'adoption-unconfirmed',
      'usage',
      say`PostgreSQL on ${adopt} stops once for this. Look at what it comes to with --check, then go on with the plan's name: --confirm ${plan.name}`,
    );
  return runDeployment({ ...options, procedure: 'adopt' });
}

/**
 * Lets an adopted PostgreSQL run by itself again, or gives that way up.
 * @throws Problem `adoption-host`, `adoption-unconfirmed` (usage); what `runProcedure`, `nextOfReturn` and `nextOfSettling` throw
 */
export async function endAdoption(options: AdoptionOptions & { readonly how: 'back' | 'final' }) {
  checkHost(options);
  const { plan, adopt: host, how, confirmed } = options;
  if (confirmed !== plan.name)
    throw new Problem(
      'adoption-unconfirmed',
      'usage',
      say`This is confirmed by the plan's name: --confirm ${plan.name}`,
    );
  const run = await runProcedure<HostFacts, ReturnWorld, AdoptionResult>(options, {
    id: 'adopt',
    hosts: plan.hosts.map(({ name }) => name),
    unreachable: 'refuse',
    gather: deploymentGather(options),
    look: (_door, facts) => Promise.resolve({ plan, host, facts }),
    next: how === 'back' ? nextOfReturn : nextOfSettling,
    setting: ({ facts }) => settingOfFacts(plan, facts),
  });
  return reportOfRun(run);
}

function checkHost({ plan, adopt }: AdoptionOptions): void {
  const names = plan.hosts.map(({ name }) => name);
  if (names.includes(adopt)) return;
  throw new Problem(
    'adoption-host',
    'usage',
    say`The plan has no host ${JSON.stringify(adopt.slice(0, 63))}; it has ${listOf(names, 'comma')}.`,
  );
}
