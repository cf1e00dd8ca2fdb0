import type { Change } from '../../../core/changes/change.ts';
import { findChanges } from '../../../core/changes/find.ts';
import { recordOf } from '../../../core/changes/recordOf.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { bareHost, deployedFacts, stateOf } from '../deployment/deploymentFixture.ts';

/** How the world is when the plan is looked at. */
export interface Situation {
  /** The hosts keep no record: they were deployed by an earlier version. */
  readonly unrecorded?: boolean;
  /** The project's folder knows what was deployed. */
  readonly folder?: boolean;
  /** Changes the facts of single hosts. */
  readonly facts?: (facts: Map<string, HostFacts>) => void;
}

/** The facts of hosts to which a plan was deployed, as the plan's hosts tell them now. */
export async function factsAfter(deployed: Plan, now: Plan): Promise<Map<string, HostFacts>> {
  const bare = new Map(deployed.hosts.map((host) => [host.name, bareHost()]));
  const before = deployedFacts(await stateOf(deployed, bare));
  // Hosts are visited by their address: whatever the plan calls it now, the machine is the same.
  return new Map(
    now.hosts.map(({ name, address }) => {
      const then =
        deployed.hosts.find((host) => host.address === address) ?? deployed.hosts.find((host) => host.name === name);
      return [name, (then && before.get(then.name)) ?? bareHost()];
    }),
  );
}

/** What is found when `now` is to be deployed over `deployed`. */
export async function changesOf(deployed: Plan, now: Plan, situation: Situation = {}): Promise<readonly Change[]> {
  const facts = await factsAfter(deployed, now);
  if (situation.unrecorded) for (const [name, host] of facts) facts.set(name, { ...host, deployed: undefined });
  situation.facts?.(facts);
  const state = await stateOf(now, facts);
  return findChanges(
    { ...state, ...(situation.folder ? { deployed: recordOf(deployed), former: [deployed] } : {}) },
    facts,
  );
}

/** Kinds and subjects of what is refused. */
export function refused(changes: readonly Change[]): readonly string[] {
  return changes.filter(({ verdict }) => verdict === 'refuse').map(({ id, subject }) => `${id} ${subject}`);
}
