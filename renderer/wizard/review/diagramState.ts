import { memberOn, type Plan } from '../../../core/plan/plan.ts';
import { type Failure, failureText } from '../../../core/quorum/failure.ts';
import type { SimulationResult } from '../../../core/quorum/simulationResult.ts';

export type HostLook = 'leader' | 'replica' | 'offline' | 'stranded' | 'orphan' | 'down' | 'arbiter';

export interface HostState {
  readonly name: string;
  readonly look: HostLook;
  /** The host itself is lost, not only a process on it. */
  readonly lost: boolean;
  /** It leads now and did not before. */
  readonly promoted: boolean;
  readonly member: string | undefined;
}

export interface ReplicationEdge {
  readonly from: string;
  readonly to: string;
  /** Between clusters: a standby cluster follows another one. */
  readonly between: boolean;
  readonly cut: boolean;
}

export interface QuorumEdge {
  readonly host: string;
  readonly voting: boolean;
  readonly cut: boolean;
}

/** What the drawing shows of a simulation. */
export interface DiagramState {
  readonly hosts: ReadonlyMap<string, HostState>;
  readonly replication: readonly ReplicationEdge[];
  readonly quorum: readonly QuorumEdge[];
  readonly failed: ReadonlySet<string>;
}

/** Turns the outcome of failures into what each part of the drawing looks like. */
export function diagramState(plan: Plan, result: SimulationResult): DiagramState {
  const failed = new Set(result.failures.map(failureText));
  const siteOf = new Map(plan.hosts.map((host) => [host.name, host.site]));
  const lost = (host: string) => failed.has(`host=${host}`) || failed.has(`site=${siteOf.get(host)}`);
  const outcomes = new Map(result.clusters.flatMap(({ members }) => members.map((one) => [one.host, one] as const)));
  const hosts = new Map<string, HostState>();
  for (const { name } of plan.hosts) {
    const outcome = outcomes.get(name);
    const planned = memberOn(plan, name)?.member;
    const look: HostLook = outcome === undefined ? (lost(name) ? 'down' : 'arbiter') : outcome.state;
    const promoted = look === 'leader' && planned?.role !== 'primary';
    hosts.set(name, { name, look, lost: lost(name), promoted, member: outcome?.name });
  }
  return {
    hosts,
    failed,
    replication: replicationEdges(plan, result, hosts),
    quorum: plan.hosts
      .filter(({ roles }) => roles.includes('etcd'))
      .map(({ name }) => ({
        host: name,
        voting: result.etcd.find((one) => one.name === name)?.quorum === true,
        cut: failed.has(failureText({ kind: 'dcs', host: name })) || lost(name),
      })),
  };
}

function replicationEdges(
  plan: Plan,
  result: SimulationResult,
  hosts: ReadonlyMap<string, HostState>,
): ReplicationEdge[] {
  const leaders = new Map(result.clusters.map(({ name, leaderHost }) => [name, leaderHost]));
  const edges: ReplicationEdge[] = [];
  for (const { name, members, standbyOf } of plan.clusters) {
    const leader = leaders.get(name) ?? undefined;
    for (const { host } of members)
      if (leader !== undefined && host !== leader && hosts.get(host)?.look !== 'down')
        edges.push({ from: leader, to: host, between: false, cut: isCut(plan, result.failures, leader, host) });
    const upstream = standbyOf === undefined ? undefined : (leaders.get(standbyOf.cluster) ?? undefined);
    if (upstream !== undefined && leader !== undefined)
      edges.push({ from: upstream, to: leader, between: true, cut: isCut(plan, result.failures, upstream, leader) });
  }
  return edges;
}

function isCut(plan: Plan, failures: readonly Failure[], one: string, other: string): boolean {
  const site = (host: string) => plan.hosts.find(({ name }) => name === host)?.site;
  const ends = (host: string) => [host, site(host)];
  return failures.some(
    (failure) =>
      failure.kind === 'link' &&
      ((ends(one).includes(failure.from) && ends(other).includes(failure.to)) ||
        (ends(other).includes(failure.from) && ends(one).includes(failure.to))),
  );
}
