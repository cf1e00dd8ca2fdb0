import { parseCidr } from '../../plan/address.ts';
import type { Cluster } from '../../plan/plan.ts';
import { vipCluster } from '../../render/vipFiles.ts';
import type { ExportInput } from '../exportFormat.ts';
import { durationText } from '../pigsty/pigstyTiming.ts';

/** HAProxy, the virtual IP and TLS as autobase's variables. */
export function accessVariables({ plan, timing }: ExportInput, cluster: Cluster, balanced: boolean): object {
  const { ports, maxconn } = plan.haproxy;
  const { haproxy } = timing;
  const { vip } = plan.access;
  const address = vip !== undefined && vipCluster(plan) === cluster ? parseCidr(vip.address) : undefined;
  return {
    tls_cert_generate: plan.security.tls,
    with_haproxy_load_balancing: balanced,
    ...(balanced
      ? {
          haproxy_listen_port: {
            master: ports.primary,
            replicas: ports.replica,
            // autobase always opens these two as well.
            replicas_sync: 5002,
            replicas_async: 5003,
            master_direct: ports.default,
            replicas_direct: ports.offline,
            stats: ports.stats,
          },
          haproxy_maxconn: { global: maxconn * 2 + 100, master: maxconn, replica: maxconn },
          haproxy_default_server: {
            inter: durationText(haproxy.interSeconds),
            fastinter: durationText(haproxy.fastinterSeconds),
            fall: haproxy.fall,
            rise_master: haproxy.rise,
            rise_replica: haproxy.rise,
            on_marked_down: 'shutdown-sessions',
          },
        }
      : {}),
    ...(address === undefined
      ? {}
      : {
          cluster_vip: address.address,
          vip_interface: vip?.interface,
          vip_manager_mask: String(address.prefix),
        }),
  };
}
