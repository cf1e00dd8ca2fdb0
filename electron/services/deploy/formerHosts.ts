import { type Transition, transitionTo } from '../../../core/changes/transition.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { readFormerPlans } from '../projects/formerPlans.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';
import type { DeploymentOptions } from './deployment.ts';

/** The hosts that a run on a plan visits: those of the plan, and those that left it and may still hold something. */
export interface VisitedHosts {
  /** Plans that were deployed or begun before. */
  readonly former: readonly Plan[];
  /** Undefined where nothing leaves. */
  readonly transition: Transition | undefined;
  /** The plan with everything that leaves still in it. */
  readonly whole: Plan;
  /** Hosts that left the plan: they may be gone for good. */
  readonly leaving: ReadonlySet<string>;
  readonly targets: ReadonlyMap<string, SshTarget>;
}

/** Finds which hosts a run on the plan has to visit, by what the project's folder knows. */
export async function visitedHosts({ plan, directory, targets, targetFor }: DeploymentOptions): Promise<VisitedHosts> {
  const former = await readFormerPlans(directory);
  const transition = transitionTo(plan, former);
  const going = (transition?.leaving ?? []).flatMap((one) => (one.whole ? [one.host] : []));
  return {
    former,
    transition,
    whole: transition?.between ?? plan,
    leaving: new Set(going.map(({ name }) => name)),
    targets: new Map([...targets, ...going.map((host) => [host.name, targetFor(host)] as const)]),
  };
}

/** Those of the hosts that left which a run could not reach. */
export function unreachedOf({ leaving }: VisitedHosts, reached: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  return new Set([...leaving].filter((name) => !reached.has(name)));
}
