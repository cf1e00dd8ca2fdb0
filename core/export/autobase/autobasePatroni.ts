import type { Cluster } from '../../plan/plan.ts';
import { standbySlot } from '../../render/dynamicConfig.ts';
import { basebackupRate } from '../../render/patroniConfig.ts';
import type { ExportInput } from '../exportFormat.ts';
import { addressText } from '../inventory/checkedHosts.ts';

/** Patroni as autobase's variables. A standby cluster follows all members of its upstream through a slot there. */
export function patroniVariables({ plan, timing }: ExportInput, cluster: Cluster): object {
  const { patroni } = timing;
  const { synchronous } = plan.patroni;
  const followers = plan.clusters.filter((one) => one.standbyOf?.cluster === cluster.name);
  const upstream = plan.clusters.find((one) => one.name === cluster.standbyOf?.cluster);
  const addresses = plan.hosts
    .filter((host) => upstream?.members.some((member) => member.host === host.name))
    .map(addressText);
  const maxRate = plan.patroni.basebackup?.maxRate;
  const delay = cluster.standbyOf?.delaySeconds ?? 0;
  return {
    patroni_etcd_namespace: 'pg',
    patroni_restapi_port: plan.patroni.port,
    patroni_ttl: patroni.ttlSeconds,
    patroni_loop_wait: patroni.loopWaitSeconds,
    patroni_retry_timeout: patroni.retryTimeoutSeconds,
    patroni_master_start_timeout: patroni.primaryStartTimeoutSeconds,
    patroni_maximum_lag_on_failover: patroni.maximumLagOnFailoverBytes,
    patroni_failsafe_mode: plan.patroni.failsafe,
    patroni_watchdog_mode: plan.patroni.watchdog,
    synchronous_mode: synchronous.enabled,
    synchronous_mode_strict: synchronous.enabled && synchronous.strict,
    synchronous_node_count: synchronous.nodes,
    ...(maxRate === undefined
      ? {}
      : {
          basebackup: [
            { option: 'max-rate', value: basebackupRate(maxRate) },
            { option: 'checkpoint', value: 'fast' },
          ],
        }),
    ...(upstream === undefined
      ? {}
      : {
          patroni_standby_cluster: {
            host: addresses.join(','),
            port: String(plan.postgres.port),
            primary_slot_name: standbySlot(cluster),
            ...(delay > 0 ? { recovery_min_apply_delay: `${Math.round(delay * 1000)}ms` } : {}),
          },
        }),
    ...(followers.length === 0
      ? {}
      : { patroni_slots: followers.map((follower) => ({ slot: standbySlot(follower), type: 'physical' })) }),
  };
}
