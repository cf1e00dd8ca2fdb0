import { type Host, regionOf } from '../../plan/plan.ts';
import type { ExportInput } from '../exportFormat.ts';
import { ipv4Of } from '../inventory/checkedHosts.ts';
import { ownSshVariables } from '../inventory/sshVariables.ts';

/** Name of the group that keeps the etcd members of a standby region apart: Pigsty itself knows one etcd cluster only. */
export const standbyEtcdGroup = 'etcd-standby';

/** The etcd groups: the one that Pigsty installs, and in geo-dr that of the standby region. */
export function etcdGroups(input: ExportInput, more: (host: Host) => object): Record<string, object> {
  const { plan, timing } = input;
  const variables = (name: string) => ({
    etcd_cluster: name,
    etcd_heartbeat_interval: timing.etcd.heartbeatMilliseconds,
    etcd_election_timeout: timing.etcd.electionMilliseconds,
    ...(plan.etcd.clientPort === 2379 ? {} : { etcd_port: plan.etcd.clientPort }),
    ...(plan.etcd.peerPort === 2380 ? {} : { etcd_peer_port: plan.etcd.peerPort }),
  });
  const group = (name: string, region: 'primary' | 'standby') => {
    const members = plan.hosts.filter((host) => host.roles.includes('etcd') && regionOf(plan, host.site) === region);
    const hosts = members.map((host, index) => [
      ipv4Of(host, 'Pigsty'),
      { etcd_seq: index + 1, ...more(host), ...ownSshVariables(host.ssh, plan.ssh) },
    ]);
    return members.length === 0 ? {} : { [name]: { hosts: Object.fromEntries(hosts), vars: variables(name) } };
  };
  return { ...group('etcd', 'primary'), ...group(standbyEtcdGroup, 'standby') };
}
