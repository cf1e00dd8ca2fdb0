import { join } from 'node:path';
import type { Plan } from '../../../core/plan/plan.ts';
import type { Release } from '../../../core/plan/schema.ts';
import { localBuilder } from '../bundle/bundleBuilder.ts';
import { ensureBundle } from '../bundle/ensureBundle.ts';
import { forgetDeployedPlan } from '../projects/deployedPlan.ts';
import { HostKeys } from '../ssh/hostKeys.ts';
import { knownHostsFile } from '../ssh/knownHosts.ts';
import { labUp } from './labUp.ts';

/** A lab whose hosts take the places of a plan's hosts. */
export interface PlanLab {
  readonly name: string;
  readonly release: Release;
  /** In the order of the plan. */
  readonly hosts: readonly { readonly name: string; readonly address: string }[];
  /** Path of the private key to log in with. */
  readonly key: string;
  /** The packages, since the hosts of a lab reach nothing. */
  readonly bundle: string;
}

/**
 * Makes real hosts on this machine for a plan: a lab with the plan's host names and sites, the bundle that it installs from, and the host
 * keys recorded in the project, so that nobody has to confirm what this program has made itself. Called again, returns the same lab.
 * @param directory the project's folder
 * @throws Problem as `labUp` and `ensureBundle`
 */
export async function labForPlan(plan: Plan, directory: string, onProgress: (line: string) => void): Promise<PlanLab> {
  const release = plan.packages.release ?? 'bookworm';
  const hosts = plan.hosts.map(({ name, site }) => ({ name, site }));
  const { lab, created } = await labUp({ name: plan.name, hosts, release, onProgress });
  // What was deployed before was deployed to hosts that are gone.
  if (created) await forgetDeployedPlan(directory);
  let phase = '';
  const bundle = await ensureBundle({
    release,
    builder: localBuilder,
    createdAt: new Date(),
    onProgress: (progress) => {
      if (progress.phase !== phase) onProgress(`packages: ${progress.phase}`);
      phase = progress.phase;
    },
  });
  const keys = new HostKeys(join(directory, knownHostsFile));
  for (const host of lab.hosts) {
    const key = Buffer.from(host.hostKey.split(' ')[1] ?? '', 'base64');
    if ((await keys.check(host.address, 22, key)).verdict === 'known') continue;
    // An earlier lab may have had the same address.
    await keys.forget(host.address, 22);
    await keys.store(host.address, 22, key);
  }
  return {
    name: lab.name,
    release,
    hosts: lab.hosts.map(({ name, address }) => ({ name, address })),
    key: lab.hosts[0]?.key ?? '',
    bundle,
  };
}
