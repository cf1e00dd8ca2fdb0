import { hostPackages } from '../../../core/components/hostPackages.ts';
import { automaticUpgrades } from '../../../core/facts/automaticUpgrades.ts';
import { hostLock } from '../../../core/facts/hostLock.ts';
import { hostState } from '../../../core/facts/hostState.ts';
import { installedPackages } from '../../../core/facts/installedPackages.ts';
import type { PackageOffers } from '../../../core/facts/packageOffers.ts';
import { platform } from '../../../core/facts/platform.ts';
import { upgradeState } from '../../../core/facts/upgradeState.ts';
import type { StatusDocument } from '../../../core/health/statusDocument.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { releases } from '../../../core/plan/schema.ts';
import { Problem } from '../../../core/problem.ts';
import { foreignHolds, releaseOf } from '../../../core/procedures/upgrade/moves.ts';
import type { HostPackages, PackagesWorld } from '../../../core/procedures/upgrade/packagesWorld.ts';
import type { UpgradeSource } from '../../../core/render/desiredHost.ts';
import { say } from '../../../core/wording/phrase.ts';
import { gatherOf } from '../procedures/gatherLocks.ts';
import type { Gather, LockedFacts } from '../procedures/hostLocks.ts';
import { gatherFacts } from '../ssh/gatherFacts.ts';
import type { HostPool } from '../ssh/hostPool.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';

/** apt reads the lists of every source of the host anew. */
const maxSeconds = 180;

/** Makes what reads of each host who has its lock, and all that upgrades depend on. */
export function gatherPackages(plan: Plan, pool: HostPool): Gather<LockedFacts & HostPackages> {
  const names = new Set(plan.hosts.flatMap((host) => releases.flatMap((release) => hostPackages(plan, host, release))));
  return gatherOf(pool, {
    lock: hostLock,
    platform,
    state: hostState,
    packages: installedPackages([...names]),
    upgrade: upgradeState,
    upgrades: automaticUpgrades,
  });
}

interface Look {
  readonly plan: Plan;
  readonly pool: HostPool;
  readonly targets: ReadonlyMap<string, SshTarget>;
  readonly projectId: string;
  readonly source: UpgradeSource;
  readonly status: StatusDocument;
}

/**
 * Puts together what is known of the packages. What is on offer is asked for once in a run: what a run has begun with is what it brings.
 * @param facts just read
 * @param before what was known before; undefined at the beginning of a run
 */
export async function lookAtPackages(
  { plan, pool, targets, projectId, source, status }: Look,
  facts: ReadonlyMap<string, HostPackages>,
  before: PackagesWorld | undefined,
): Promise<PackagesWorld> {
  if (before !== undefined) {
    // A host that tells nothing of itself now is taken to be as it was.
    const told = [...facts].filter(
      ([
        ,
        {
          platform: { codename },
        },
      ]) => codename !== '',
    );
    return { ...before, hosts: new Map([...before.hosts, ...told]) };
  }
  const offers = await askNewer(plan, pool, [...targets.values()], source, facts);
  return { projectId, hosts: facts, source, offers, before: { hosts: facts, haproxy: status.haproxy } };
}

async function askNewer(
  plan: Plan,
  pool: HostPool,
  targets: readonly SshTarget[],
  { newer }: UpgradeSource,
  facts: ReadonlyMap<string, HostPackages>,
): Promise<ReadonlyMap<string, PackageOffers>> {
  if (newer === undefined) return new Map();
  const asked = targets.filter(({ name }) => installedOf(plan, name, facts).length > 0);
  const answers = await pool.all(asked, async (session, { name }) => {
    const { values, unread } = await gatherFacts(
      session,
      { offers: newer(installedOf(plan, name, facts)) },
      { timeoutSeconds: maxSeconds },
    );
    if (unread.length > 0)
      throw new Problem(
        'facts-unreadable',
        'no',
        say`${name} did not tell what its package sources have. Log in and look at apt-get update there, then run again.`,
      );
    return values.offers;
  });
  return new Map(
    answers.map((answer): [string, PackageOffers] => {
      if (!answer.ok) throw answer.error;
      return [answer.host, answer.value];
    }),
  );
}

/** Packages of the plan that a host has, and that nobody else holds. */
function installedOf(plan: Plan, name: string, facts: ReadonlyMap<string, HostPackages>): readonly string[] {
  const host = plan.hosts.find((one) => one.name === name);
  const known = facts.get(name);
  const release = known === undefined ? undefined : releaseOf(known);
  if (host === undefined || known === undefined || release === undefined) return [];
  const others = foreignHolds(plan, host, known);
  return hostPackages(plan, host, release).filter((one) => known.packages.versions.has(one) && !others.includes(one));
}
