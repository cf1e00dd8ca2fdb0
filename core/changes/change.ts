import type { DeployedRecord } from '../facts/deployedRecord.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlanPath } from '../plan/planPath.ts';
import type { DesiredHost } from '../render/desiredHost.ts';
import type { Phrase } from '../wording/phrase.ts';

/** Kinds of differences between a plan and what was deployed or runs. */
export type ChangeId =
  | 'host-added'
  | 'host-left'
  | 'host-renamed'
  | 'host-address'
  | 'host-roles'
  | 'hosts-elsewhere'
  | 'etcd-members'
  | 'etcd-member-lost'
  | 'etcd-two-clusters'
  | 'cluster-set'
  | 'cluster-renamed'
  | 'member-added'
  | 'member-left'
  | 'member-renamed'
  | 'member-moved'
  | 'leader-offline'
  | 'standby-of'
  | 'fixed-field'
  | 'port-of-running'
  | 'vip-hosts'
  | 'field-moved'
  | 'databases-stay';

/**
 * One difference. `converge`: a deployment brings it about, or it needs nothing. `refuse`: no procedure brings it about yet, so that
 * nothing may be touched while the plan asks for it.
 */
export interface Change {
  readonly id: ChangeId;
  /** What it is about, by name: two differences of one kind and one subject are the same, however they were found. */
  readonly subject: string;
  readonly verdict: 'converge' | 'refuse';
  /** Where in the plan. */
  readonly path: PlanPath;
  /** The host that it is about; the first of the plan for what is about all. */
  readonly host: string;
  /** What differs; of a refusal also what to do instead. */
  readonly said: Phrase;
}

/** A host as the plan has it, with what is known of it. */
export interface KnownHost {
  readonly desired: DesiredHost;
  readonly facts: HostFacts;
}

/** What is compared. */
export interface ChangeWorld {
  readonly plan: Plan;
  /** What the hosts would record of this plan. */
  readonly wanted: DeployedRecord;
  /** What the hosts record, or else the project's folder; several where hosts differ, none before the first deployment. */
  readonly before: readonly DeployedRecord[];
  /** Hosts of the plan that no other project has marked as its own. Without a look at the hosts: none. */
  readonly hosts: readonly KnownHost[];
  /** Plans whose hosts the run can reach: what they have and this plan does not, it can take away. */
  readonly former: readonly Plan[];
}

/** Whether the run knows the way to a host that the plan takes something from. */
export function canLeave({ former }: ChangeWorld, host: string): boolean {
  return former.some((plan) => plan.hosts.some(({ name }) => name === host));
}

/** The first host of a plan, for what is about the whole. */
export function firstHost({ plan }: ChangeWorld): string {
  return plan.hosts[0]?.name ?? plan.name;
}
