import type { StatusDocument } from '../../../core/health/statusDocument.ts';
import type { Cluster, Plan } from '../../../core/plan/plan.ts';

/** What can be done with a standby cluster and the one it follows, as both are seen now. */
export interface RegionChoices {
  readonly standby: Cluster;
  readonly upstream: Cluster;
  /** Who takes the writes; null when nobody is seen to. */
  readonly upstreamLeader: string | null;
  /** Who receives them in the other region; null when nobody does. */
  readonly standbyLeader: string | null;
  /** The standby cluster takes writes by itself: it came back after the other one was promoted. */
  readonly apart: boolean;
  /** Hosts of each side's members that do not answer. */
  readonly upstreamSilent: readonly string[];
  readonly standbySilent: readonly string[];
}

/** The pairs of a plan, in its order. @param silent hosts that do not answer */
export function regionChoices(
  plan: Plan,
  clusters: StatusDocument['clusters'],
  silent: readonly string[],
): readonly RegionChoices[] {
  return plan.clusters.flatMap((standby) => {
    const upstream = plan.clusters.find((one) => one.name === standby.standbyOf?.cluster);
    if (upstream === undefined) return [];
    const answering = (cluster: Cluster) =>
      clusters.find((one) => one.name === cluster.name)?.members.filter((one) => !silent.includes(one.host)) ?? [];
    const silentOf = (cluster: Cluster) =>
      cluster.members.map((member) => member.host).filter((host) => silent.includes(host));
    const following = answering(standby);
    return [
      {
        standby,
        upstream,
        upstreamLeader: answering(upstream).find((one) => one.role === 'primary')?.name ?? null,
        standbyLeader: following.find((one) => one.role === 'standby_leader')?.name ?? null,
        apart: following.some((one) => one.role === 'primary'),
        upstreamSilent: silentOf(upstream),
        standbySilent: silentOf(standby),
      },
    ];
  });
}
