import type { DesiredEtcd, DesiredMember } from '../deployment/desiredHost.ts';
import { plainOperation } from './hostOperations.ts';
import type { Operation } from './operation.ts';
import { patroniProbe } from './patroniProbe.ts';
import { shellQuote } from './shellQuote.ts';

/** Seconds without any progress after which waiting for a service is given up. */
const mostSeconds = { etcd: 90, leader: 180, member: 180 };

/** Shell that notes, after it, that the running service has its files as they are on disk. */
function nowApplied(component: string, paths: readonly string[]): string {
  return paths.length === 0 ? '' : `applied ${component} ${paths.map(shellQuote).join(' ')}`;
}

export function etcdHealthy(etcd: DesiredEtcd): string {
  return `wait_for ${mostSeconds.etcd} 'the etcd member to be healthy' env ETCDCTL_API=3 etcdctl --command-timeout=3s ${etcd.endpointOptions} endpoint health`;
}

/** Starts the etcd member. All members of a new cluster must start together: none is healthy before most of them run. */
export function startEtcd(host: string, etcd: DesiredEtcd, paths: readonly string[]): Operation {
  return plainOperation({
    id: `${host}/etcd/start`,
    host,
    title: 'Start the etcd member',
    apply: `note directories ${shellQuote(etcd.dataDirectory)}
systemctl unmask -q etcd 2>/dev/null || true
systemctl enable -q etcd
systemctl reset-failed etcd 2>/dev/null || true
systemctl start --no-block etcd
${nowApplied('etcd', paths)}`,
    verify: etcdHealthy(etcd),
    undo: 'systemctl disable -q --now etcd',
    weight: 2,
    journals: ['etcd'],
  });
}

/** Restarts one member of a running etcd cluster; the others keep the quorum meanwhile. */
export function restartEtcd(host: string, etcd: DesiredEtcd, paths: readonly string[]): Operation {
  return plainOperation({
    id: `${host}/etcd/restart`,
    host,
    title: 'Restart the etcd member with its new configuration',
    apply: `systemctl restart etcd\n${nowApplied('etcd', paths)}`,
    verify: etcdHealthy(etcd),
    undo: 'irreversible',
    weight: 2,
    journals: ['etcd'],
  });
}

/**
 * Starts Patroni, which makes or copies the data directory; noted as ours before, since it is empty now.
 * @param makesCluster done only when the member has won the right to make the cluster, which a data directory shows
 */
export function startPatroni(
  host: string,
  member: DesiredMember,
  paths: readonly string[],
  makesCluster: boolean,
): Operation {
  const begun = `wait_for ${mostSeconds.leader} 'the data directory to appear' test -e ${shellQuote(`${member.dataDirectory}/PG_VERSION`)}`;
  return plainOperation({
    id: `${host}/patroni/start`,
    host,
    title: `Start Patroni for ${member.member.name}`,
    apply: `note directories ${shellQuote(member.dataDirectory)}
systemctl unmask -q patroni 2>/dev/null || true
systemctl enable -q patroni
systemctl reset-failed patroni 2>/dev/null || true
systemctl start patroni
${nowApplied('patroni', paths)}`,
    // A condition of the unit that does not hold is no error of `systemctl start`: nothing runs then.
    verify: `${makesCluster ? `${begun}\n` : ''}systemctl -q is-active patroni`,
    undo: 'systemctl disable -q --now patroni',
    weight: 0.3,
    journals: ['patroni'],
  });
}

/** Waits until the member leads its cluster, or until it runs and follows. */
export function awaitMember(host: string, member: DesiredMember, what: 'leader' | 'running'): Operation {
  const words = [what, member.restUrl, member.authority ?? ''].map(shellQuote).join(' ');
  const seconds = what === 'leader' ? mostSeconds.leader : mostSeconds.member;
  return plainOperation({
    id: `${host}/patroni/${what}`,
    host,
    title:
      what === 'leader'
        ? `Wait until ${member.member.name} leads`
        : `Wait until ${member.member.name} runs and follows`,
    apply: patroniProbe(`${words} ${seconds}`),
    verify: 'true',
    undo: 'true',
    weight: what === 'leader' ? 6 : 4,
    journals: ['patroni', 'etcd'],
  });
}

export type AccessService = 'pgbouncer' | 'haproxy' | 'keepalived';

/** Starts, restarts or reloads a service that tells systemd when it is ready. */
export function controlService(
  host: string,
  service: AccessService | 'patroni',
  verb: 'start' | 'restart' | 'reload',
  component: string,
  paths: readonly string[],
): Operation {
  const enable = `systemctl unmask -q ${service} 2>/dev/null || true
systemctl enable -q ${service}
systemctl reset-failed ${service} 2>/dev/null || true`;
  return plainOperation({
    id: `${host}/${component}/${verb}`,
    host,
    title: `${{ start: 'Start', restart: 'Restart', reload: 'Reload' }[verb]} ${service}`,
    apply: `${verb === 'start' ? enable : ''}
systemctl ${verb} ${service}
${nowApplied(component, paths)}`,
    verify: `systemctl -q is-active ${service}`,
    undo: verb === 'start' ? `systemctl disable -q --now ${service}` : 'irreversible',
    weight: 0.4,
    journals: [service],
  });
}
