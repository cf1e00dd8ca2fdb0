import type { HostFacts } from '../facts/deploymentFacts.ts';
import { etcdHosts } from '../plan/plan.ts';
import type { DesiredCluster, DesiredState } from './desiredHost.ts';

/** One check of a finished deployment. */
export interface StateCheck {
  readonly id: string;
  readonly ok: boolean;
  readonly message: string;
}

/** What the facts of the hosts say about a deployment that should be complete: etcd, leaders, replication. */
export function checkState(state: DesiredState, facts: ReadonlyMap<string, HostFacts>): readonly StateCheck[] {
  const etcd = state.hosts
    .filter((host) => host.etcd !== undefined)
    .map(({ host }): StateCheck => {
      const health = facts.get(host.name)?.etcd ?? 'not-running';
      return {
        id: `etcd/${host.name}`,
        ok: health === 'healthy',
        message: `the etcd member on ${host.name} is ${health}`,
      };
    });
  return [...etcd, ...state.clusters.flatMap((cluster) => checkCluster(state, cluster, facts))];
}

function checkCluster(
  state: DesiredState,
  { cluster }: DesiredCluster,
  facts: ReadonlyMap<string, HostFacts>,
): readonly StateCheck[] {
  const members = cluster.members.map((member) => ({ member, facts: facts.get(member.host) }));
  const role = cluster.standbyOf === undefined ? 'primary' : 'standby_leader';
  const leaders = members.filter((one) => one.facts?.patroni?.role === role);
  const [leader] = leaders;
  const names = leaders.map((one) => one.member.name).join(', ');
  const checks: StateCheck[] = [
    {
      id: `leader/${cluster.name}`,
      ok: leaders.length === 1,
      message:
        leader === undefined
          ? `${cluster.name} has no leader; its etcd hosts are ${etcdHosts(state.plan, cluster)
              .map((host) => host.name)
              .join(', ')}`
          : `the leader of ${cluster.name} is ${names}`,
    },
  ];
  for (const { member, facts: known } of members) {
    if (leader === undefined || member === leader.member) continue;
    const running = known?.patroni?.state === 'running' || known?.patroni?.state === 'streaming';
    const streams = leader.facts?.sql?.streaming.includes(member.name) ?? false;
    checks.push({
      id: `replication/${member.name}`,
      ok: running && streams,
      message: `${member.name} ${running ? 'runs' : `is ${known?.patroni?.state ?? 'not reachable'}`} and ${streams ? 'streams' : 'does not stream'} from ${leader.member.name}`,
    });
  }
  return checks;
}
