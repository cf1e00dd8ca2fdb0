import { restUrl } from '../deployment/factRequest.ts';
import type { MemberTask, ProbedMember } from '../operations/memberProbe.ts';
import { type Cluster, type Host, type Member, type Plan, portsOn } from '../plan/plan.ts';
import { paths } from '../systems/debian/paths.ts';

/** A member with the cluster and the host that it belongs to. @throws Error for one that is not in the plan: shells have checked that */
export function memberNamed(
  plan: Plan,
  name: string | undefined,
): { readonly cluster: Cluster; readonly member: Member; readonly host: Host } {
  for (const cluster of plan.clusters) {
    const member = cluster.members.find((one) => one.name === name);
    const host = plan.hosts.find((one) => one.name === member?.host);
    if (member !== undefined && host !== undefined) return { cluster, member, host };
  }
  throw new Error(`the plan has no member ${name}`);
}

/** What the probe of a member's host needs to know of a member, and nothing of the others. @throws Error for one that is not in the plan */
export function memberTask(plan: Plan, memberName: string | undefined, what: MemberTask['what']): MemberTask {
  const { cluster, member, host } = memberNamed(plan, memberName);
  return {
    what,
    cluster: cluster.name,
    name: member.name,
    restUrl: restUrl(plan, host),
    sockets: paths.postgresSockets,
    port: portsOn(plan, host.name).postgres,
    directory: '',
    settings: [],
    leader: '',
    others: [],
    delayed: (cluster.standbyOf?.delaySeconds ?? 0) > 0,
    synchronous: false,
    mayRemain: false,
  };
}

/** The other members of a cluster, as the probe of a member's host finds them. */
export function otherMembers(plan: Plan, { members }: Cluster, memberName: string): readonly ProbedMember[] {
  return members
    .filter(({ name }) => name !== memberName)
    .flatMap(({ name, host }) => {
      const at = plan.hosts.find((one) => one.name === host);
      return at === undefined ? [] : [{ name, restUrl: restUrl(plan, at) }];
    });
}
