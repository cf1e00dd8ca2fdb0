import { hostPackages } from '../../../core/components/hostPackages.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { releases } from '../../../core/plan/schema.ts';
import type { PackageSource } from '../../../core/render/desiredHost.ts';
import type { HostOutcome, HostPool } from '../ssh/hostPool.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';

interface OffersOptions {
  readonly plan: Plan;
  readonly pool: HostPool;
  readonly packages?: PackageSource;
}

/** apt reads the lists of every source of the host anew. */
const maxSeconds = 180;

/**
 * Asks hosts that lack packages of the plan what apt there would find and do, and adds the answers to their facts. Nothing is asked of hosts that have everything,
 * nor where packages come from a bundle.
 */
export async function askOffers(
  { plan, pool, packages }: OffersOptions,
  targets: readonly SshTarget[],
  outcomes: readonly HostOutcome<HostFacts>[],
): Promise<readonly HostOutcome<HostFacts>[]> {
  const { offers } = packages ?? {};
  if (offers === undefined) return outcomes;
  return Promise.all(
    outcomes.map(async (outcome) => {
      const target = targets.find(({ name }) => name === outcome.host);
      if (!outcome.ok || target === undefined) return outcome;
      const missing = missingPackages(plan, outcome.host, outcome.value);
      if (missing.length === 0) return outcome;
      const fact = offers(missing);
      const [answer] = await pool.all([target], (session) => session.run(fact.command, { timeoutSeconds: maxSeconds }));
      if (answer === undefined || !answer.ok) return answer ?? outcome;
      return { ...outcome, value: { ...outcome.value, offers: fact.parse(answer.value.stdout) } };
    }),
  );
}

/** A host of a release that nobody supports is refused for that. */
function missingPackages(plan: Plan, name: string, facts: HostFacts): readonly string[] {
  const host = plan.hosts.find((one) => one.name === name);
  const release = releases.find((one) => one === facts.platform.codename);
  if (host === undefined || release === undefined) return [];
  return hostPackages(plan, host, release).filter((one) => !facts.packages.versions.has(one));
}
