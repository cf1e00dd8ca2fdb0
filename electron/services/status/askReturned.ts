import { setTimeout as sleep } from 'node:timers/promises';
import { transitionTo } from '../../../core/changes/transition.ts';
import { unitsOf } from '../../../core/components/components.ts';
import { hostOwner } from '../../../core/facts/hostOwner.ts';
import { postgresRole } from '../../../core/facts/postgresRole.ts';
import { units } from '../../../core/facts/units.ts';
import type { ReturnedHost } from '../../../core/health/returned.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { paths } from '../../../core/systems/debian/paths.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import { readDeployedPlan } from '../projects/deployedPlan.ts';
import { readFormerPlans } from '../projects/formerPlans.ts';
import { projectId } from '../projects/projectId.ts';
import { gatherFacts } from '../ssh/gatherFacts.ts';

/** A host that is not there keeps nobody waiting: nearly all of those that are asked here are off. */
const patienceMilliseconds = 4000;

/**
 * Looks whether hosts that left the plan, and could not be reached then, answer again and still hold what was deployed there.
 * @param directory the project's folder, which knows them
 */
export async function askReturned(
  plan: Plan,
  { pool, targetFor }: Pick<PlanHosts, 'pool' | 'targetFor'>,
  directory: string,
): Promise<readonly ReturnedHost[]> {
  const deployed = await readDeployedPlan(directory);
  const former = await readFormerPlans(directory);
  // What is deployed and not in the plan is still to be taken out: that is a change, and no return.
  const left = (transitionTo(plan, former)?.leaving ?? []).filter(
    ({ host, whole }) => whole && deployed?.hosts.some(({ name }) => name === host.name) !== true,
  );
  if (left.length === 0) return [];
  const project = await projectId(directory);
  const asked = await Promise.all(
    left
      .map(async (leaving): Promise<ReturnedHost | undefined> => {
        const { host } = leaving;
        const session = await pool.session(targetFor(host));
        const names = unitsOf(leaving);
        const facts = {
          owner: hostOwner,
          units: units(names),
          postgres: postgresRole(paths.postgresSockets, plan.postgres.port),
        };
        const { values } = await gatherFacts(session, facts, { timeoutSeconds: 10 });
        if (values.owner?.project !== project) return undefined;
        return {
          host: host.name,
          address: host.address,
          running: names
            .filter((name) => values.units.get(name)?.active === 'active')
            .map((name) => name.split('.')[0] ?? name),
          postgres: values.postgres?.role ?? null,
          streamsFrom: values.postgres?.streamsFrom ?? null,
        };
      })
      .map((answer) =>
        Promise.race([answer.catch(() => undefined), sleep(patienceMilliseconds, undefined, { ref: false })]),
      ),
  );
  return asked.filter((one) => one !== undefined);
}
