import type { PlanPath } from '../../plan/planPath.ts';

/** A part of the plan whose number is known at the end only. */
export interface ClusterPart {
  readonly cluster: string;
}
export interface HostPart {
  readonly host: string;
}

/** Where something goes in the plan: `[{ cluster: 'pg-test' }, 'postgres', 'users', 0, 'name']`. */
export type Target = readonly (string | number | ClusterPart | HostPart)[];

interface Placed {
  readonly hosts: readonly { readonly address: string }[];
  readonly clusters: readonly {
    readonly name: string;
    readonly postgres?: object | undefined;
    readonly standbyOf?: object | undefined;
  }[];
}

/**
 * The path in the finished plan.
 * @returns undefined for what the plan does not have, such as the users of a standby cluster, which has those of its upstream
 * @param plan as it is written: what all clusters have alike stands in the plan's own `postgres`
 */
export function placeTarget(target: Target, plan: Placed): PlanPath | undefined {
  const [first, ...rest] = target;
  if (typeof first !== 'object') return target as PlanPath;
  if ('host' in first) {
    const at = plan.hosts.findIndex(({ address }) => address === first.host);
    return at < 0 ? undefined : (['hosts', at, ...rest] as PlanPath);
  }
  const at = plan.clusters.findIndex(({ name }) => name === first.cluster);
  if (at < 0) return undefined;
  const [section, key] = rest;
  const { postgres: own, standbyOf } = plan.clusters[at] ?? {};
  if (section === 'postgres' && standbyOf !== undefined) return undefined;
  if (section === 'postgres' && !(own !== undefined && Object.hasOwn(own, String(key)))) return rest as PlanPath;
  return ['clusters', at, ...rest] as PlanPath;
}
