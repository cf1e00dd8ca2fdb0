import { joinEtcd, moveEtcd, noteEtcdFiles } from '../operations/etcdMembers.ts';
import { restartEtcd, startEtcd } from '../operations/serviceOperations.ts';
import { changedFiles, type FileTools } from '../operations/writeFiles.ts';
import type { DesiredEtcd, DesiredState } from '../render/desiredHost.ts';
import { paths } from '../systems/debian/paths.ts';
import { isMemberOf, mustJoin, onOtherPort, runningMembers } from './etcdMembership.ts';
import { type HostWork, isUp, pathsOf, pendingChange } from './hostWork.ts';
import type { StepHandle, StepList } from './stepList.ts';

/** A host with its member of etcd. */
interface EtcdWork {
  readonly work: HostWork;
  readonly etcd: DesiredEtcd;
}

/**
 * The etcd members: those of a new cluster start together; those that come to one that runs join it one after the other, and whoever runs with older
 * files restarts, one after the other too: two at once could cost the quorum. Restarts come last, when those that joined can stand in.
 */
export function planEtcd(steps: StepList, hosts: readonly HostWork[], { plan }: DesiredState, tools: FileTools): void {
  const facts = new Map(hosts.map((host) => [host.desired.host.name, host.facts]));
  let previous: StepHandle | undefined;
  const stale: EtcdWork[] = [];
  const starting: EtcdWork[] = [];
  for (const work of hosts) {
    const { etcd, host } = work.desired;
    if (etcd === undefined) continue;
    const files = pathsOf(work, 'etcd');
    const learner = runningMembers(plan, host, facts)?.some((one) => one.learner && isMemberOf(one, host)) === true;
    if (learner || mustJoin(plan, host, facts)) {
      previous = steps.add(joinEtcd(host.name, etcd, files), [previous]);
      continue;
    }
    // One that is still activating may wait for the others: its start step then waits for its health.
    if (work.facts.units.get('etcd.service')?.active !== 'active' || !isUp(work, 'etcd.service')) {
      starting.push({ work, etcd });
    } else if (pendingChange(work, 'etcd', tools) !== undefined || onOtherPort(plan, host, facts) !== undefined)
      stale.push({ work, etcd });
  }
  startMembers(steps, starting, hosts);
  for (const { work, etcd } of stale) {
    const { host } = work.desired;
    const files = pathsOf(work, 'etcd');
    const moving = onOtherPort(plan, host, facts);
    const operation =
      moving !== undefined
        ? moveEtcd(host.name, etcd, files, moving.id)
        : onlyFounders(work, tools)
          ? noteEtcdFiles(host.name, files)
          : restartEtcd(host.name, etcd, files);
    previous = steps.add(operation, [previous]);
  }
}

/**
 * Starts members. Where those that run are no quorum, none is healthy before others have started too: each then starts when all of them can, so
 * that the time it is given to become healthy is not spent on the packages of a slower host.
 */
function startMembers(steps: StepList, starting: readonly EtcdWork[], hosts: readonly HostWork[]): void {
  const prepared = new Map(starting.map(({ work }) => [work, steps.lastOf(work.desired.host.name)]));
  for (const { work, etcd } of starting) {
    const { host } = work.desired;
    const together = starting.filter((one) => etcd.peers.includes(one.work.desired.host.name));
    const quorum = Math.floor(etcd.peers.length / 2) + 1;
    const others = etcd.peers.length - together.length < quorum ? together.map((one) => prepared.get(one.work)) : [];
    steps.add(startEtcd(host.name, etcd, pathsOf(work, 'etcd'), besideOthers(work, hosts)), others);
  }
}

/** Whether another host of the same etcd cluster has a member already, or its data. */
function besideOthers({ desired }: HostWork, hosts: readonly HostWork[]): boolean {
  return hosts.some(({ desired: other, facts }) => {
    const name = other.host.name;
    if (other.etcd === undefined || name === desired.host.name || !other.etcd.peers.includes(desired.host.name))
      return false;
    return facts.etcdCluster !== undefined || (facts.directories.get(other.etcd.dataDirectory)?.entries ?? 0) > 0;
  });
}

/** Whether the member runs with the files that are on its host, and these differ from the plan's only in who makes the cluster at a first start. */
function onlyFounders({ desired, facts }: HostWork, tools: FileTools): boolean {
  const files = desired.files.filter((file) => file.component === 'etcd');
  const running = facts.state.applied.get('etcd');
  const changed = changedFiles(files, facts, tools);
  const asOnDisk = files.every(({ path }) => {
    const now = facts.files.get(path)?.sha256;
    return now !== undefined && running?.get(path) === now;
  });
  if (!asOnDisk) return false;
  return changed.every(({ path, content }) => {
    const now = facts.files.get(path)?.content;
    return path === paths.etcdConfig && now !== undefined && withoutFounders(now) === withoutFounders(content);
  });
}

function withoutFounders(text: string): string {
  return text.replaceAll(/^initial-cluster(?:-state)?:.*\n/gm, '');
}
