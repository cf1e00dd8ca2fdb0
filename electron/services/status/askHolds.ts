import { hostPackages } from '../../../core/components/hostPackages.ts';
import { installedPackages } from '../../../core/facts/installedPackages.ts';
import { platform } from '../../../core/facts/platform.ts';
import type { Host, Plan } from '../../../core/plan/plan.ts';
import { releases } from '../../../core/plan/schema.ts';
import { loosePackages } from '../../../core/preflight/loosePackages.ts';
import { gatherFacts } from '../ssh/gatherFacts.ts';
import type { HostSession } from '../ssh/hostSession.ts';

/**
 * Reads which packages of the plan a host has and nobody holds at their versions: an upgrade of the system would restart their services.
 * @returns none for a host of a release that nobody supports
 * @throws SshError when the connection is lost
 */
export async function askHolds(plan: Plan, host: Host, session: HostSession): Promise<readonly string[]> {
  const names = [...new Set(releases.flatMap((release) => hostPackages(plan, host, release)))];
  const facts = { platform, packages: installedPackages(names) };
  const { values } = await gatherFacts(session, facts, { timeoutSeconds: 20 });
  return loosePackages(plan, host.name, values);
}
