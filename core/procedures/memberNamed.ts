import type { Cluster, Host, Member, Plan } from '../plan/plan.ts';

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
