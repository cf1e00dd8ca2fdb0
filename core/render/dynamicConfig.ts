import type { Cluster, Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import type { Timing } from '../timing/timing.ts';
import { say } from '../wording/phrase.ts';
import { addressOf } from './hostContext.ts';
import { clusterParameters, familyEnvironments, type Parameters } from './postgresParameters.ts';
import type { HostEnvironment } from './renderedFile.ts';

/** What Patroni keeps in etcd under `/config`, as this program sets it. Keys are Patroni's. */
export interface DynamicConfig {
  readonly ttl: number;
  readonly loop_wait: number;
  readonly retry_timeout: number;
  readonly maximum_lag_on_failover: number;
  readonly primary_start_timeout: number;
  readonly primary_stop_timeout: number;
  readonly failsafe_mode: boolean;
  readonly check_timeline: boolean;
  readonly synchronous_mode: boolean;
  readonly synchronous_mode_strict: boolean;
  readonly synchronous_node_count: number;
  readonly postgresql: {
    readonly use_pg_rewind: boolean;
    readonly use_slots: boolean;
    readonly parameters: Parameters;
  };
  readonly slots?: Readonly<Record<string, { readonly type: 'physical' }>>;
  readonly standby_cluster?: StandbyCluster;
}

export interface StandbyCluster {
  readonly host: string;
  readonly port: number;
  readonly primary_slot_name: string;
  readonly create_replica_methods: readonly string[];
  readonly recovery_min_apply_delay?: string;
}

/**
 * The dynamic configuration of a cluster: what a new cluster is bootstrapped with, and what a running one's `/config` must hold.
 * Patroni ignores `bootstrap.dcs` in its file once the cluster exists, so changes go to `PATCH /config`.
 * @param environments of the hosts by name; the smallest member decides sizes that must be equal
 * @throws Problem `render.unknown-upstream` when a standby cluster follows one that is not in the plan
 */
export function desiredDynamicConfig(
  plan: Plan,
  cluster: Cluster,
  timing: Timing,
  environments: Readonly<Record<string, HostEnvironment>>,
): DynamicConfig {
  const { synchronous } = plan.patroni;
  const { patroni } = timing;
  const followers = plan.clusters.filter((one) => one.standbyOf?.cluster === cluster.name);
  const config: DynamicConfig = {
    ttl: patroni.ttlSeconds,
    loop_wait: patroni.loopWaitSeconds,
    retry_timeout: patroni.retryTimeoutSeconds,
    maximum_lag_on_failover: patroni.maximumLagOnFailoverBytes,
    primary_start_timeout: patroni.primaryStartTimeoutSeconds,
    primary_stop_timeout: patroni.primaryStopTimeoutSeconds,
    failsafe_mode: plan.patroni.failsafe,
    // A member that is behind the cluster's timeline is not promoted: it has missed a failover.
    check_timeline: true,
    synchronous_mode: synchronous.enabled,
    synchronous_mode_strict: synchronous.enabled && synchronous.strict,
    synchronous_node_count: synchronous.nodes,
    postgresql: {
      use_pg_rewind: true,
      use_slots: true,
      parameters: clusterParameters(plan, cluster, familyEnvironments(plan, cluster, environments)),
    },
  };
  const slots = Object.fromEntries(followers.map((follower) => [standbySlot(follower), { type: 'physical' as const }]));
  return {
    ...config,
    ...(followers.length > 0 ? { slots } : {}),
    ...(cluster.standbyOf === undefined ? {} : { standby_cluster: standbySection(plan, cluster, cluster.standbyOf) }),
  };
}

/** The replication slot on the upstream cluster that a standby cluster's leader streams from. */
export function standbySlot(cluster: Cluster): string {
  return `standby_${cluster.name.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_')}`.slice(0, 63);
}

/**
 * All members of the upstream, not one of them: with several hosts Patroni asks for the one that accepts writes
 * (`target_session_attrs=read-write`), and follows it through failovers.
 */
export function standbySection(
  plan: Plan,
  cluster: Cluster,
  standbyOf: { cluster: string; delaySeconds: number },
): StandbyCluster {
  const upstream = plan.clusters.find((one) => one.name === standbyOf.cluster);
  if (upstream === undefined) {
    throw new Problem(
      'render.unknown-upstream',
      'usage',
      say`cluster ${cluster.name} follows ${JSON.stringify(standbyOf.cluster)}, which is not in the plan: name one of its clusters in standbyOf`,
    );
  }
  return {
    host: upstream.members.map((member) => addressOf(plan, member.host)).join(','),
    port: plan.postgres.port,
    primary_slot_name: standbySlot(cluster),
    create_replica_methods: ['basebackup'],
    ...(standbyOf.delaySeconds > 0
      ? { recovery_min_apply_delay: `${Math.round(standbyOf.delaySeconds * 1000)}ms` }
      : {}),
  };
}
