import { awaitConfig, restartMember } from '../operations/memberOperations.ts';
import type { OperationName } from '../operations/operationName.ts';
import { clusterFamily } from '../plan/clusterFamily.ts';
import type { DesiredCluster, DesiredState } from '../render/desiredHost.ts';
import { orderClusters } from './clusterSteps.ts';
import { type HostWork, leads, type MemberWork, membersOf, serviceOrder } from './hostWork.ts';
import { falls, hasRead, isPending, onlyFalls } from './pendingSettings.ts';
import type { StepList } from './stepList.ts';

/** A cluster with its members that run, and who leads them. */
interface Running {
  readonly cluster: DesiredCluster;
  readonly members: readonly MemberWork[];
  readonly leader: MemberWork;
}

/**
 * Restarts for settings that a reload cannot change, whoever asked for them, one member after the other over all clusters that replicate from each
 * other. Each restart looks for itself, right before, whether the others could take over.
 *
 * A hot standby must not run with less than its primary has of some settings: replicas therefore restart before the primary, and those that only
 * have to lower a value after it (Patroni starts a replica with the larger of its configuration and pg_controldata, so that one which restarts too
 * early keeps the old value and asks again).
 * @returns why to plan again after these steps
 */
export function planRestarts(steps: StepList, hosts: readonly HostWork[], state: DesiredState): readonly string[] {
  const roots = state.clusters.filter(({ cluster }) => cluster.standbyOf === undefined);
  return roots.flatMap(({ cluster }) => {
    const family = clusterFamily(state.plan, cluster).map((one) => one.name);
    // A standby cluster before the one that it follows.
    const clusters = orderClusters(state)
      .filter((one) => family.includes(one.cluster.name))
      .reverse();
    return planFamily(steps, clusters, hosts, state);
  });
}

function planFamily(
  steps: StepList,
  clusters: readonly DesiredCluster[],
  hosts: readonly HostWork[],
  state: DesiredState,
): readonly string[] {
  const all = clusters.flatMap((cluster) => membersOf(cluster, hosts));
  const unread = all.filter((member) => !hasRead(member));
  const waiting = unread.filter(
    ({ name }) => steps.of(name, 'patroni/read') === undefined && steps.of(name, 'patroni/start') === undefined,
  );
  for (const member of waiting) steps.add(awaitConfig(member.name, member.memberOf));
  const changing: readonly OperationName[] = [
    'patroni/start',
    'patroni/restart',
    'patroni/reload',
    'patroni/read',
    'patroni/running',
  ];
  const changed = all.some(({ name, memberOf }) =>
    [`config/${memberOf.cluster.name}` as const, ...changing].some((what) => steps.of(name, what) !== undefined),
  );
  if (waiting.length > 0) return [`${memberNames(waiting)} must read the dynamic configuration first`];
  if (unread.length > 0) return [];
  if (!all.some(isPending)) return [];
  if (changed) return ['what has changed may ask for more restarts'];
  const running = clusters.map((cluster) => runningCluster(cluster, hosts));
  const known = running.filter((one) => one !== undefined);
  const root = known.find(({ cluster }) => cluster.cluster.standbyOf === undefined);
  if (root === undefined || known.length < running.length) return ['not every cluster has a leader yet'];
  return planOrder(steps, known, root, state);
}

function planOrder(
  steps: StepList,
  clusters: readonly Running[],
  root: Running,
  state: DesiredState,
): readonly string[] {
  const waits = (member: MemberWork) => member !== root.leader && isPending(root.leader) && onlyFalls(member);
  // etcd's members restart before: Patroni needs them to restart anything.
  let previous = steps.named('etcd/restart').at(-1);
  let mayNeedMore = false;
  for (const running of clusters) {
    const { leader, members } = running;
    // One that does not follow takes nobody away, and a restart may mend it.
    const replicas = members
      .filter((member) => member !== leader)
      .sort((a, b) => followRank(a, running) - followRank(b, running));
    for (const member of [...replicas, leader]) {
      if (!isPending(member)) continue;
      if (waits(member)) {
        mayNeedMore = true;
        continue;
      }
      const mayRemain = member !== root.leader && falls(member) && isPending(root.leader);
      mayNeedMore ||= mayRemain;
      previous = steps.add(restart(member, running, mayRemain, state), [previous]);
    }
  }
  return mayNeedMore ? [`replicas lower their values once ${root.leader.memberOf.member.name} has`] : [];
}

function restart(member: MemberWork, { members, leader }: Running, mayRemain: boolean, { plan }: DesiredState) {
  const candidates = members.filter(
    (one) => one !== member && one !== leader && one.memberOf.member.role !== 'offline',
  );
  const eligible = plan.patroni.synchronous.enabled
    ? candidates.filter((one) => !one.memberOf.member.nosync)
    : candidates;
  return restartMember(member.name, member.memberOf, {
    ...serviceOrder(member, members, leader, plan),
    mayRemain,
    covered: member.memberOf.member.role === 'offline' || eligible.length > 0,
  });
}

function runningCluster(cluster: DesiredCluster, hosts: readonly HostWork[]): Running | undefined {
  const members = membersOf(cluster, hosts);
  const leader = members.find(leads);
  return leader === undefined ? undefined : { cluster, members, leader };
}

/** Not streaming: before those that do. */
function followRank({ memberOf }: MemberWork, { leader }: Running): number {
  return leader.facts.sql?.streaming.includes(memberOf.member.name) === true ? 1 : 0;
}

function memberNames(members: readonly MemberWork[]): string {
  return members.map(({ memberOf }) => memberOf.member.name).join(', ');
}
