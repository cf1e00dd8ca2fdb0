import type { ComponentId } from '../components/components.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { ServiceOrder } from '../operations/memberOperations.ts';
import { changedFiles, type FileTools } from '../operations/writeFiles.ts';
import { isLeading } from '../patroni/answers.ts';
import type { Plan } from '../plan/plan.ts';
import type { DesiredCluster, DesiredHost, DesiredMember } from '../render/desiredHost.ts';

/** A host with what it is to be and what it is. */
export interface HostWork {
  readonly desired: DesiredHost;
  readonly facts: HostFacts;
}

/** A host that holds a member of a cluster, with the host's name. */
export type MemberWork = HostWork & { readonly name: string; readonly memberOf: DesiredMember };

/** The hosts that hold members of a cluster. */
export function membersOf({ cluster }: DesiredCluster, hosts: readonly HostWork[]): readonly MemberWork[] {
  return hosts.flatMap((host): MemberWork[] => {
    const { member } = host.desired;
    if (member?.cluster.name !== cluster.name) return [];
    return [{ ...host, name: host.desired.host.name, memberOf: member }];
  });
}

/** Whether the member leads its cluster now, as a primary or as the leader of a standby cluster. */
export function leads({ facts }: MemberWork): boolean {
  return isLeading(facts.patroni);
}

/** What a restart of a member is to know of the others. @param members of its cluster, itself among them */
export function serviceOrder(
  member: MemberWork,
  members: readonly MemberWork[],
  leader: MemberWork,
  { patroni }: Plan,
): ServiceOrder {
  const { enabled, strict } = patroni.synchronous;
  return {
    leader: leader.memberOf.member.name,
    others: members
      .filter((one) => one !== member)
      .map(({ memberOf }) => ({ name: memberOf.member.name, restUrl: memberOf.restUrl })),
    delayed: (member.memberOf.cluster.standbyOf?.delaySeconds ?? 0) > 0,
    synchronous: enabled ? { strict } : undefined,
  };
}

/** What a running service still lacks: the strongest of what its files ask for that differ from those it started with. */
export function pendingChange(
  { desired, facts }: HostWork,
  component: ComponentId,
  tools: FileTools,
): 'restart' | 'reload' | undefined {
  const files = desired.files.filter((file) => file.component === component);
  const running = facts.state.applied.get(component);
  const stale = files.filter((file) => running?.get(file.path) !== tools.digest(file.content));
  // Owner and mode of a file may be wrong too, which its checksum does not tell.
  const asked = [...stale, ...changedFiles(files, facts, tools)].map((file) => file.onChange);
  if (asked.includes('restart')) return 'restart';
  return asked.includes('reload') ? 'reload' : undefined;
}

/** Paths of the files of one component. */
export function pathsOf({ desired }: HostWork, component: ComponentId): readonly string[] {
  return desired.files.filter((file) => file.component === component).map((file) => file.path);
}

/** Whether a unit runs and will run again after a boot. */
export function isUp({ facts }: HostWork, unit: string): boolean {
  const state = facts.units.get(unit);
  return state?.enabled === true && (state.active === 'active' || state.active === 'activating');
}
