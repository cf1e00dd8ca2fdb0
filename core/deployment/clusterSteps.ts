import { applySql, missingConfig, patchDynamicConfig } from '../operations/clusterOperations.ts';
import { awaitMember, controlService, startPatroni } from '../operations/serviceOperations.ts';
import type { FileTools } from '../operations/writeFiles.ts';
import type { DesiredCluster, DesiredMember, DesiredState } from './desiredHost.ts';
import { type HostWork, isUp, pathsOf, pendingChange, planAccess } from './planDeployment.ts';
import type { StepList } from './stepList.ts';

type MemberWork = HostWork & { readonly memberOf: DesiredMember };

/** Clusters in the order in which they can be made: each after the one it follows. */
export function orderClusters(state: DesiredState): readonly DesiredCluster[] {
  const depth = (name: string | undefined, hops = 0): number => {
    const upstream = state.clusters.find(({ cluster }) => cluster.name === name)?.cluster.standbyOf?.cluster;
    return upstream === undefined || hops > state.clusters.length ? 0 : 1 + depth(upstream, hops + 1);
  };
  return [...state.clusters].sort((a, b) => depth(a.cluster.name) - depth(b.cluster.name));
}

/** The steps of one cluster: its first member, SQL and configuration on its leader, then the others with the access layer. */
export function planCluster(
  steps: StepList,
  cluster: DesiredCluster,
  hosts: readonly HostWork[],
  state: DesiredState,
  tools: FileTools,
): void {
  const members = hosts.flatMap((host): MemberWork[] => {
    const { member } = host.desired;
    return member?.cluster.name === cluster.cluster.name ? [{ ...host, memberOf: member }] : [];
  });
  const leader = members.find(({ facts }) => leads(facts));
  // A cluster that has data and no leader finds one by itself, from whoever has most of it: all members start at once.
  const hasData = members.some(({ facts, memberOf }) => systemIdentifier(facts, memberOf) !== undefined);
  const first = leader ?? members.find(({ memberOf }) => memberOf.member.role === 'primary') ?? members[0];
  if (first === undefined) return;
  const needsEtcd = hosts
    .filter(({ desired }) => desired.etcd !== undefined)
    .map(({ desired }) => `${desired.host.name}/etcd/start`);
  const upstream = upstreamSteps(cluster, hosts, state);
  const firstName = first.desired.host.name;
  const leaderStep = `${firstName}/patroni/leader`;
  const waits = hasData ? [] : [leaderStep];

  startMember(steps, first, [...needsEtcd, ...upstream]);
  if (leader === undefined && !hasData) steps.add(awaitMember(firstName, first.memberOf, 'leader'));
  const others = members.filter((member) => member !== first);
  for (const member of others) startMember(steps, member, [...needsEtcd, ...waits]);
  applyToLeader(steps, first, cluster, state, tools, others, hasData);
  for (const member of members) planAccess(steps, member, tools, waits);
  for (const member of hasData || leader !== undefined ? members : others) {
    if (steps.has(`${member.desired.host.name}/patroni/start`))
      steps.add(awaitMember(member.desired.host.name, member.memberOf, 'running'));
  }
  // Reload replicas first, the leader last.
  for (const member of [...others, first]) reloadMember(steps, member, tools);
}

function leads(facts: HostWork['facts']): boolean {
  return facts.patroni?.role === 'primary' || facts.patroni?.role === 'standby_leader';
}

function systemIdentifier(facts: HostWork['facts'], member: DesiredMember): string | undefined {
  return facts.directories.get(member.dataDirectory)?.systemIdentifier;
}

function startMember(steps: StepList, member: MemberWork, after: readonly string[]): void {
  if (isUp(member.facts, 'patroni.service') && member.facts.patroni !== undefined) {
    // It runs, but an earlier run may have been stopped before the member was there.
    return;
  }
  const name = member.desired.host.name;
  steps.add(startPatroni(name, member.memberOf, pathsOf(member.desired.files, 'patroni')), after);
}

function reloadMember(steps: StepList, member: MemberWork, tools: FileTools): void {
  const name = member.desired.host.name;
  if (steps.has(`${name}/patroni/start`) || pendingChange(member, 'patroni', tools) === undefined) return;
  steps.add(controlService(name, 'patroni', 'reload', 'patroni', pathsOf(member.desired.files, 'patroni')));
}

/** The upstream's leader and SQL: its replication role and slot must be there before a standby cluster can copy it. */
function upstreamSteps(cluster: DesiredCluster, hosts: readonly HostWork[], state: DesiredState): readonly string[] {
  const name = cluster.cluster.standbyOf?.cluster;
  const upstream = state.clusters.find((one) => one.cluster.name === name);
  if (upstream === undefined) return [];
  return hosts
    .filter(({ desired }) => desired.member?.cluster.name === upstream.cluster.name)
    .flatMap(({ desired }) => [
      `${desired.host.name}/patroni/leader`,
      `${desired.host.name}/sql/${upstream.cluster.name}`,
    ]);
}

function applyToLeader(
  steps: StepList,
  first: MemberWork,
  cluster: DesiredCluster,
  state: DesiredState,
  tools: FileTools,
  others: readonly MemberWork[],
  hasData: boolean,
): void {
  const name = first.desired.host.name;
  const allStarts = [first, ...others].map((member) => `${member.desired.host.name}/patroni/start`);
  // After a stop of the whole cluster nobody knows yet who will lead: the next run finds out.
  if (hasData && !leads(first.facts)) return;
  const current = first.facts.patroni?.dynamicConfig;
  const patch = current === undefined ? undefined : missingConfig(cluster.dynamicConfig, current);
  if (patch !== undefined) {
    const configPath = first.desired.files.find(
      (file) => file.component === 'patroni' && file.path.endsWith('config.yml'),
    )?.path;
    if (configPath !== undefined) steps.add(patchDynamicConfig(name, cluster, patch, configPath), allStarts);
  }
  const checksum = tools.digest(cluster.sql.map(({ database, sql }) => `${database}\n${sql}`).join('\n'));
  if (cluster.sql.length > 0 && first.facts.sql?.applied !== checksum)
    steps.add(applySql(name, first.memberOf, state.plan.postgres.port, cluster, checksum), [`${name}/patroni/leader`]);
}
