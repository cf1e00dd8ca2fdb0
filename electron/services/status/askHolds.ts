import { randomBytes } from 'node:crypto';
import { gatherScript, parseGathered } from '../../../core/facts/gather.ts';
import { installedPackages } from '../../../core/facts/installedPackages.ts';
import { platform } from '../../../core/facts/platform.ts';
import { hostPackages } from '../../../core/plan/hostPackages.ts';
import type { Host, Plan } from '../../../core/plan/plan.ts';
import { releases } from '../../../core/plan/schema.ts';
import { loosePackages } from '../../../core/preflight/loosePackages.ts';
import type { HostSession } from '../ssh/hostSession.ts';

/**
 * Reads which packages of the plan a host has and nobody holds at their versions: an upgrade of the system would restart their services.
 * @returns none for a host of a release that nobody supports
 * @throws SshError when the connection is lost
 */
export async function askHolds(plan: Plan, host: Host, session: HostSession): Promise<readonly string[]> {
  const nonce = randomBytes(16).toString('hex');
  const names = [...new Set(releases.flatMap((release) => hostPackages(plan, host, release)))];
  const facts = { platform, packages: installedPackages(names) };
  const { stdout } = await session.run(gatherScript(facts, nonce), { timeoutSeconds: 20 });
  const { values } = parseGathered(stdout, nonce, facts);
  return loosePackages(plan, host.name, values);
}
