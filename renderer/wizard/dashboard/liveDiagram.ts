import { memberOn, type Plan } from '../../../core/plan/plan.ts';
import type { DiagramState, HostLook, HostState, ReplicationEdge } from '../review/diagramState.ts';
import { isHeard, type LiveHost, leads } from './liveHosts.ts';

/** Turns what the hosts say now into what each part of the drawing looks like. */
export function liveDiagram(plan: Plan, live: readonly LiveHost[]): DiagramState {
  const hosts = new Map(live.map((host) => [host.name, hostState(plan, host)]));
  return {
    hosts,
    failed: new Set(),
    replication: plan.clusters.flatMap((cluster) => replicationEdges(plan, cluster.name, live)),
    quorum: live.flatMap((host) => {
      const { name, etcd } = host;
      if (etcd === undefined) return [];
      const votes = isHeard(host) && etcd !== 'down';
      return [{ host: name, voting: votes, cut: !votes }];
    }),
  };
}

function hostState(plan: Plan, host: LiveHost): HostState {
  const look = lookOf(plan, host);
  return {
    name: host.name,
    look,
    lost: host.state === 'silent',
    promoted: look === 'leader' && memberOn(plan, host.name)?.member.role !== 'primary',
    member: host.member?.name,
  };
}

function lookOf(plan: Plan, { name, state, member }: LiveHost): HostLook {
  if (state === 'silent') return 'down';
  if (member === undefined) return 'arbiter';
  if (member.role === 'offline') return 'down';
  if (leads(member)) return 'leader';
  return memberOn(plan, name)?.member.role === 'offline' ? 'offline' : 'replica';
}

/** From the leader that answers to every member that runs; broken where a member does not follow. */
function replicationEdges(plan: Plan, clusterName: string, live: readonly LiveHost[]): ReplicationEdge[] {
  const leaderOf = (name: string) =>
    live.find(
      (host) =>
        isHeard(host) &&
        host.member !== undefined &&
        leads(host.member) &&
        memberOn(plan, host.name)?.cluster.name === name,
    );
  const leader = leaderOf(clusterName);
  if (leader === undefined) return [];
  const followers = live.filter(
    (host) =>
      host.name !== leader.name &&
      isHeard(host) &&
      host.member !== undefined &&
      host.member.role !== 'offline' &&
      memberOn(plan, host.name)?.cluster.name === clusterName,
  );
  const edges = followers.map(({ name, member }): ReplicationEdge => {
    const follows = member !== undefined && ['streaming', 'running', 'in archive recovery'].includes(member.state);
    return { from: leader.name, to: name, between: false, cut: !follows };
  });
  const standbyOf = plan.clusters.find((cluster) => cluster.name === clusterName)?.standbyOf;
  const upstream = standbyOf === undefined ? undefined : leaderOf(standbyOf.cluster);
  return upstream === undefined || leader.member?.role !== 'standby_leader'
    ? edges
    : [...edges, { from: upstream.name, to: leader.name, between: true, cut: false }];
}
