import { clearHalfMade, clearInitialize } from '../operations/clearHalfMade.ts';
import { applySql, missingConfig, patchDynamicConfig } from '../operations/clusterOperations.ts';
import { awaitConfig, moveMember, reloadPatroni } from '../operations/memberOperations.ts';
import { awaitLeader, awaitMember, startPatroni } from '../operations/serviceOperations.ts';
import type { FileTools } from '../operations/writeFiles.ts';
import { serves } from '../patroni/answers.ts';
import { clusterDepth } from '../plan/clusterFamily.ts';
import { etcdHosts } from '../plan/plan.ts';
import type { DesiredCluster, DesiredState } from '../render/desiredHost.ts';
import { standbySlot } from '../render/dynamicConfig.ts';
import { besideRunning } from '../render/postgresParameters.ts';
import { planAccess } from './accessSteps.ts';
import { restUrl } from './factRequest.ts';
import {
  type HostWork,
  isUp,
  leads,
  type MemberWork,
  membersOf,
  pathsOf,
  pendingChange,
  serviceOrder,
} from './hostWork.ts';
import { leavesPorts } from './memberPorts.ts';
import { asRecord } from './pendingSettings.ts';
import type { StepHandle, StepList } from './stepList.ts';

/** Clusters in the order in which they can be made: each after the one it follows. */
export function orderClusters({ clusters }: DesiredState): readonly DesiredCluster[] {
  const plan = { clusters: clusters.map(({ cluster }) => cluster) };
  return [...clusters].sort((a, b) => clusterDepth(plan, a.cluster) - clusterDepth(plan, b.cluster));
}

/**
 * The steps of one cluster: its first member, SQL and configuration on its leader, then the others with the access layer.
 * @returns why the cluster must be planned again after these steps; empty when they are all
 */
export function planCluster(
  steps: StepList,
  cluster: DesiredCluster,
  hosts: readonly HostWork[],
  state: DesiredState,
  tools: FileTools,
): readonly string[] {
  const members = membersOf(cluster, hosts);
  const leader = members.find(leads);
  const first = leader ?? members.find(({ memberOf }) => memberOf.member.role === 'primary') ?? members[0];
  if (first === undefined) return [];
  const others = members.filter((member) => member !== first);
  const etcd = etcdHosts(state.plan, cluster.cluster).map((host) => steps.of(host.name, 'etcd/start'));
  // A cluster that has data but no leader finds one by itself, from whoever has most of it: all members start at once,
  // and who leads is known only afterwards.
  const isNew = leader === undefined && members.every((member) => !hasData(member));

  const cleared =
    isNew || leader !== undefined ? clearLeftovers(steps, members, hosts, cluster, isNew, etcd) : undefined;

  startMember(steps, first, isNew, [...etcd, cleared, ...upstreamSteps(steps, cluster, hosts, state)]);
  const leading = isNew ? steps.add(awaitLeader(first.name, first.memberOf)) : undefined;
  // The others may start as soon as the first has begun to make the cluster. Waiting longer costs ten seconds: a leader
  // makes the slots of the members that it knows of in its first cycle, and those of later ones in its next.
  const begun = isNew ? steps.of(first.name, 'patroni/start') : undefined;
  for (const member of others) startMember(steps, member, false, [...etcd, begun]);
  const again =
    isNew || leader !== undefined
      ? changeLeader(steps, first, cluster, state, tools)
      : [`who leads ${cluster.cluster.name} is not known yet`];
  // HAProxy looks for a member where it is once it is there.
  const moved = leader === undefined ? [] : moveMembers(steps, members, leader, state);
  for (const member of members) planAccess(steps, member, state.plan, tools, [leading, ...moved]);
  for (const member of isNew ? others : members) {
    if (!isSettled(member) || steps.of(member.name, 'patroni/start') !== undefined)
      steps.add(awaitMember(member.name, member.memberOf), [leading]);
  }
  const reloaded = reloadMembers(steps, members, tools);
  const configured = steps.of(first.name, `config/${cluster.cluster.name}`);
  if (configured !== undefined) readConfig(steps, configured, members);
  return [...again, ...reloaded];
}

function hasData({ facts, memberOf }: MemberWork): boolean {
  const directory = facts.directories.get(memberOf.dataDirectory);
  return directory?.systemIdentifier !== undefined && directory.hasDatabases;
}

function isSettled({ facts }: MemberWork): boolean {
  return serves(facts.patroni);
}

/** A data directory of ours with something in it, but no database, that nobody is making just now: its host lost its power meanwhile. */
function isHalfMade({ facts, memberOf }: MemberWork, isNew: boolean): boolean {
  const directory = facts.directories.get(memberOf.dataDirectory);
  const ours = facts.state.directories.includes(memberOf.dataDirectory);
  const making = facts.making.includes(memberOf.dataDirectory);
  return (
    ours &&
    !making &&
    (directory?.entries ?? 0) > 0 &&
    (directory?.systemIdentifier === undefined || (isNew && !directory.hasDatabases))
  );
}

/**
 * A member of ours without any data whose Patroni runs: its host lost its power after Patroni had said in etcd that it makes the cluster, and
 * before it began. After the restart it waits for ever for that cluster, which nobody makes.
 */
function waitsInVain({ facts, memberOf }: MemberWork): boolean {
  return (
    facts.state.directories.includes(memberOf.dataDirectory) &&
    !facts.making.includes(memberOf.dataDirectory) &&
    (facts.directories.get(memberOf.dataDirectory)?.entries ?? 0) === 0 &&
    ['active', 'activating'].includes(facts.units.get('patroni.service')?.active ?? '')
  );
}

/** @returns the step that must be done before the first member may start */
function clearLeftovers(
  steps: StepList,
  members: readonly MemberWork[],
  hosts: readonly HostWork[],
  cluster: DesiredCluster,
  isNew: boolean,
  etcdStarts: readonly (StepHandle | undefined)[],
): StepHandle | undefined {
  const making = members.some(({ facts, memberOf }) => facts.making.includes(memberOf.dataDirectory));
  const halfMade = members.filter((member) => isHalfMade(member, isNew) || (isNew && !making && waitsInVain(member)));
  const clears = halfMade.map((member) => steps.add(clearHalfMade(member.name, member.memberOf, !isNew)));
  const names = cluster.cluster.members.map((member) => member.host);
  const withEtcd = hosts.filter(({ desired }) => desired.etcd !== undefined);
  const keeper = withEtcd.find(({ desired }) => names.includes(desired.host.name)) ?? withEtcd[0];
  if (!isNew || halfMade.length === 0 || keeper?.desired.etcd === undefined) return undefined;
  const { host, etcd } = keeper.desired;
  return steps.add(clearInitialize(host.name, etcd.endpointOptions, cluster.cluster.name), [...etcdStarts, ...clears]);
}

function startMember(
  steps: StepList,
  member: MemberWork,
  makesCluster: boolean,
  after: readonly (StepHandle | undefined)[],
): void {
  if (isUp(member, 'patroni.service') && steps.of(member.name, 'data/clear') === undefined) return;
  steps.add(startPatroni(member.name, member.memberOf, pathsOf(member, 'patroni'), makesCluster), after);
}

/** Members that listen on other ports than they are to: Patroni would take the new ones in a reload, and PostgreSQL only as it starts. */
function moveMembers(
  steps: StepList,
  members: readonly MemberWork[],
  leader: MemberWork,
  { plan }: DesiredState,
): readonly StepHandle[] {
  return members.flatMap((member) => {
    const { facts, memberOf, name, desired } = member;
    const from = leavesPorts(plan, name, facts);
    if (from === undefined || steps.of(name, 'patroni/start') !== undefined) return [];
    const before = { ...plan, formerPorts: { ...plan.formerPorts, [name]: from } };
    return [
      steps.add(
        moveMember(
          name,
          memberOf,
          pathsOf(member, 'patroni'),
          restUrl(before, desired.host),
          serviceOrder(member, members, leader, plan),
        ),
        steps.named('patroni/restart').slice(-1),
      ),
    ];
  });
}

/** What a member then waits for a restart with is known only afterwards. @returns why to plan again */
function reloadMembers(steps: StepList, members: readonly MemberWork[], tools: FileTools): readonly string[] {
  return members.flatMap((member) => {
    const starts = steps.of(member.name, 'patroni/start') ?? steps.of(member.name, 'patroni/restart');
    if (starts !== undefined || pendingChange(member, 'patroni', tools) === undefined) return [];
    steps.add(reloadPatroni(member.name, member.memberOf, pathsOf(member, 'patroni')));
    return [`the new files of ${member.memberOf.member.name} may need a restart`];
  });
}

/** Nothing may follow from a new configuration before everybody has read it: each member does so in its own time. */
function readConfig(steps: StepList, configured: StepHandle, members: readonly MemberWork[]): void {
  for (const member of members) {
    if (member.facts.patroni !== undefined && steps.of(member.name, 'patroni/start') === undefined)
      steps.add(awaitConfig(member.name, member.memberOf), [configured]);
  }
}

/** The upstream's leader, SQL and settings: its role and slot for replication must be there, and its members let the others in, before a standby cluster can copy it. */
function upstreamSteps(
  steps: StepList,
  cluster: DesiredCluster,
  hosts: readonly HostWork[],
  state: DesiredState,
): readonly (StepHandle | undefined)[] {
  const name = cluster.cluster.standbyOf?.cluster;
  const upstream = state.clusters.find((one) => one.cluster.name === name);
  if (upstream === undefined) return [];
  return hosts
    .filter(({ desired }) => desired.member?.cluster.name === upstream.cluster.name)
    .flatMap(({ desired }) => [
      steps.of(desired.host.name, 'patroni/leader'),
      steps.of(desired.host.name, `sql/${upstream.cluster.name}`),
      steps.of(desired.host.name, `config/${upstream.cluster.name}`),
      steps.of(desired.host.name, 'patroni/reload'),
    ]);
}

/** The dynamic configuration that a cluster which runs is to have: what the plan leaves open, and somebody has set in it, stays. */
export function runningConfig(
  { cluster, dynamicConfig }: DesiredCluster,
  { plan, former = [] }: DesiredState,
  current: Readonly<Record<string, unknown>>,
) {
  const wanted = dynamicConfig.postgresql;
  const running = asRecord(asRecord(current.postgresql).parameters);
  const parameters = besideRunning(plan, cluster, wanted.parameters, running);
  const slots = asRecord(current.slots);
  const left = former
    .flatMap(({ clusters }) => clusters)
    .filter((one) => one.standbyOf?.cluster === cluster.name)
    .map(standbySlot)
    .filter((slot) => slots[slot] != null && dynamicConfig.slots?.[slot] === undefined);
  return {
    ...dynamicConfig,
    postgresql: { ...wanted, parameters },
    // The slot of a standby cluster that left would hold WAL until the disk is full.
    ...(left.length === 0
      ? {}
      : { slots: { ...dynamicConfig.slots, ...Object.fromEntries(left.map((slot) => [slot, null])) } }),
  };
}

function changeLeader(
  steps: StepList,
  leader: MemberWork,
  cluster: DesiredCluster,
  state: DesiredState,
  tools: FileTools,
): readonly string[] {
  const { facts, memberOf, name } = leader;
  const current = facts.patroni?.dynamicConfig;
  const patch =
    current === undefined ? undefined : missingConfig(runningConfig(cluster, state, asRecord(current)), current);
  if (patch !== undefined) steps.add(patchDynamicConfig(name, cluster, patch));
  const checksum = tools.digest(cluster.sql.join('\n'));
  const complete = facts.sql?.applied === checksum && facts.sql.missing.length === 0;
  if (cluster.sql.length > 0 && !complete) steps.add(applySql(name, memberOf, cluster, checksum));
  return patch === undefined ? [] : [`the new settings of ${cluster.cluster.name} may need a restart`];
}
