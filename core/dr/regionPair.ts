import type { PlanEdit } from '../plan/edit.ts';
import { type Cluster, type Plan, regionOf } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { listOf, say } from '../wording/phrase.ts';

/** A standby cluster and the one it follows. */
export interface RegionPair {
  readonly standby: Cluster;
  readonly upstream: Cluster;
}

/**
 * The standby cluster that is meant, with its upstream.
 * @param name may be left out when the plan has one standby cluster only
 * @throws Problem `dr-no-standby`
 */
export function regionPair(plan: Plan, name: string | undefined): RegionPair {
  const followers = plan.clusters.filter((cluster) => cluster.standbyOf !== undefined);
  const standby =
    name === undefined && followers.length === 1 ? followers[0] : followers.find((one) => one.name === name);
  const upstream = plan.clusters.find((cluster) => cluster.name === standby?.standbyOf?.cluster);
  if (standby !== undefined && upstream !== undefined) return { standby, upstream };
  const known =
    followers.length === 0
      ? say`none`
      : listOf(
          followers.map((one) => one.name),
          'comma',
        );
  throw new Problem(
    'dr-no-standby',
    'usage',
    name === undefined
      ? say`Say which standby cluster is meant; the plan has: ${known}.`
      : say`The plan has no standby cluster ${JSON.stringify(name.slice(0, 60))}; it has: ${known}.`,
  );
}

/**
 * The edits after which a plan says what is true once its standby cluster was promoted: that cluster follows nobody, the other one
 * follows it, and the sites of the two regions have changed roles.
 */
export function swapRegions(plan: Plan, { standby, upstream }: RegionPair): readonly PlanEdit[] {
  const index = (cluster: Cluster) => plan.clusters.findIndex((one) => one.name === cluster.name);
  const delaySeconds = standby.standbyOf?.delaySeconds ?? 0;
  return [
    { path: ['clusters', index(standby), 'standbyOf'] },
    {
      path: ['clusters', index(upstream), 'standbyOf'],
      value: { cluster: standby.name, ...(delaySeconds > 0 ? { delay: `${delaySeconds}s` } : {}) },
    },
    ...plan.sites.flatMap((site, at): readonly PlanEdit[] => {
      if (site.role === 'arbiter') return [];
      const role = regionOf(plan, site.name) === 'standby' ? 'primary' : 'standby';
      return [{ path: ['sites', at, 'role'], value: role }];
    }),
  ];
}
