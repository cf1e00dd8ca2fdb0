import { say } from '../../../core/wording/phrase.ts';
import { gatherLocks } from '../../../electron/services/procedures/gatherLocks.ts';
import { runProcedure } from '../../../electron/services/procedures/runProcedure.ts';
import { SecretStore } from '../../../electron/services/secrets/secretStore.ts';
import { planText, readPlan } from '../../core/planFixture.ts';
import { localHosts } from './localHosts.ts';
import { localStep } from './localSteps.ts';

// A run that never ends: whoever started this program kills it. It prints its secret when everything is told.
const [, , directory = ''] = process.argv;
const secrets = await SecretStore.open(directory);
const secret = (await secrets.getOrCreate('p')).reveal();
const hosts = localHosts(['n1']);
await runProcedure(
  {
    plan: readPlan(planText()),
    directory,
    secrets,
    pool: hosts.pool,
    targets: new Map(hosts.targets.map((target) => [target.name, target])),
  },
  {
    id: 'switchover',
    hosts: ['n1'],
    unreachable: 'refuse',
    gather: gatherLocks(hosts.pool),
    look: async (door) => {
      door.tell({ code: 'output', id: 's', host: 'n1', lines: [`the password is ${secret}`] });
      setTimeout(() => process.stdout.write(secret), 1000);
      return {};
    },
    next: () => ({
      kind: 'stage',
      stage: { id: 'wait', title: say`Waiting`, steps: [localStep('n1', 'slow', 'sleep 20')] },
    }),
  },
);
