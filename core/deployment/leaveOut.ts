import { type Refusal, refusal } from '../changes/refusal.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { LeftOutHost } from '../health/leftOut.ts';
import { type Cluster, etcdHosts, type Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { simulate } from '../quorum/simulate.ts';
import type { DesiredState } from '../render/desiredHost.ts';
import { listOf, say } from '../wording/phrase.ts';

/** @throws Problem `without-unknown`, `without-all` (usage) for names that are no hosts of the plan, or when none is left */
export function checkLeftOutNames(plan: Plan, without: readonly string[]): void {
  const names = plan.hosts.map(({ name }) => name);
  const unknown = without.find((one) => !names.includes(one));
  if (unknown !== undefined)
    throw new Problem(
      'without-unknown',
      'usage',
      say`The plan has no host ${JSON.stringify(unknown.slice(0, 60))} that could be left out; it has ${listOf(names, 'comma')}.`,
    );
  if (names.every((name) => without.includes(name)))
    throw new Problem('without-all', 'usage', say`All hosts of the plan are left out: none is left to work on.`);
}

export interface LeaveOutInput {
  readonly plan: Plan;
  readonly without: readonly string[];
  /** Of every host that is visited. */
  readonly facts: ReadonlyMap<string, HostFacts>;
  /** What these hosts are to become. */
  readonly state: DesiredState;
  /** Whether this project has ever begun to deploy, and has not removed it since: then hosts that are left out may hold data. */
  readonly deployed: boolean;
  /** Who leads by the leader key in etcd, by cluster: the name of a member. Clusters without one are not in it. */
  readonly leaders: ReadonlyMap<string, string>;
  /** Hosts that earlier runs left out. */
  readonly missed: readonly LeftOutHost[];
}

/**
 * What speaks against a deployment that leaves hosts out: without them the rest must keep etcd's majority, must not make anew what they still hold, and none
 * of them may lead meanwhile. A host that a removal has missed speaks against every deployment until the removal has reached it.
 */
export function leaveOutRefusals(input: LeaveOutInput): readonly Refusal[] {
  // Those that leave the plan are judged as what they are.
  const without = input.without.filter((name) => input.plan.hosts.some((host) => host.name === name));
  return [...behindRefusals(input), ...(without.length === 0 ? [] : missingRefusals({ ...input, without }))];
}

function behindRefusals({ missed, plan, facts, state }: LeaveOutInput): readonly Refusal[] {
  return missed.flatMap(({ host, what, since }) => {
    if (what !== 'destroy' || !plan.hosts.some(({ name }) => name === host)) return [];
    const known = facts.get(host);
    // It was made anew: nothing of this project is on it.
    if (known !== undefined && known.state.project !== state.projectId) return [];
    return [
      refusal(
        host,
        'left-behind',
        say`it was left out when the deployment was removed (${since}) and still holds all of it: its etcd and its data would meet a new cluster of the same name. Finish the removal first, with the host: quorate destroy`,
      ),
    ];
  });
}

function missingRefusals(input: LeaveOutInput): readonly Refusal[] {
  const { plan, without } = input;
  const lost = simulate(
    plan,
    without.map((host) => ({ kind: 'host', host })),
  );
  const quorum = new Set(lost.etcd.flatMap(({ name, quorum: has }) => (has ? [name] : [])));
  return plan.clusters.flatMap((cluster) => {
    const etcd = etcdHosts(plan, cluster).map(({ name }) => name);
    const out = (name: string) => without.includes(name);
    const hosts = [...new Set([...etcd, ...cluster.members.map(({ host }) => host)])];
    // Of a region that is dark as a whole nothing is touched.
    if (hosts.every(out)) return [];
    return [
      ...etcdRefusals(input, cluster, etcd, quorum),
      ...leaderRefusals(input, cluster),
      ...dataRefusals(input, cluster),
    ];
  });
}

function etcdRefusals(
  { without, facts, state, deployed }: LeaveOutInput,
  cluster: Cluster,
  etcd: readonly string[],
  quorum: ReadonlySet<string>,
): readonly Refusal[] {
  const missing = etcd.filter((name) => without.includes(name));
  const [first] = missing;
  if (first === undefined) return [];
  const rest = etcd.filter((name) => !without.includes(name));
  const majority = Math.floor(etcd.length / 2) + 1;
  if (!rest.some((name) => quorum.has(name)))
    return [
      refusal(
        first,
        'left-out-quorum',
        say`without ${listOf(missing)} only ${rest.length} of the ${etcd.length} etcd members of ${cluster.name} are left, and ${majority} are needed for a majority. Bring ${missing.length === 1 ? first : say`one of them`} back first; when that cannot be, the runbook says how a majority is recovered`,
      ),
    ];
  const withData = rest.filter((name) => {
    const directory = state.hosts.find(({ host }) => host.name === name)?.etcd?.dataDirectory;
    return directory !== undefined && (facts.get(name)?.directories.get(directory)?.entries ?? 0) > 0;
  });
  if (!deployed || withData.length >= majority) return [];
  return [
    refusal(
      first,
      'left-out-has-data',
      say`of the etcd members of ${cluster.name} that are left only ${withData.length} of ${etcd.length} have their data: the others would make a second etcd cluster of the same name beside the one that ${listOf(missing)} may hold. Bring ${listOf(missing)} back first`,
    ),
  ];
}

function leaderRefusals({ without, leaders }: LeaveOutInput, cluster: Cluster): readonly Refusal[] {
  const leader = leaders.get(cluster.name);
  const member = cluster.members.find(({ name }) => name === leader);
  if (member === undefined || !without.includes(member.host)) return [];
  return [
    refusal(
      member.host,
      'left-out-leads',
      say`it may be alive: by etcd's leader key ${member.name} leads ${cluster.name}. If its host is dead, wait until another member leads (quorate status); if it lives, hand over first (quorate switchover) or do not leave it out`,
    ),
  ];
}

/** Without a copy of the data on the hosts that are visited a new, empty cluster would be made beside the old one. */
function dataRefusals({ without, facts, state, deployed }: LeaveOutInput, cluster: Cluster): readonly Refusal[] {
  const out = cluster.members.filter(({ host }) => without.includes(host));
  const [first] = out;
  if (first === undefined || !deployed) return [];
  const hasData = cluster.members.some(({ host }) => {
    const directory = state.hosts.find((one) => one.host.name === host)?.member?.dataDirectory;
    return directory !== undefined && facts.get(host)?.directories.get(directory)?.systemIdentifier !== undefined;
  });
  if (hasData) return [];
  const names = listOf(out.map(({ name }) => name));
  return [
    refusal(
      first.host,
      'left-out-has-data',
      say`only ${names} can have the data of ${cluster.name}, which no other host has: without it a new, empty cluster of the same name would be made. Bring ${listOf(out.map(({ host }) => host))} back first`,
    ),
  ];
}

/**
 * What speaks against a removal that leaves hosts out: those that have a majority of etcd and a member with data among them come back as a cluster that
 * takes writes by itself, and nobody would be there to see it.
 */
export function leaveBehindRefusals(plan: Plan, without: readonly string[]): readonly Refusal[] {
  return plan.clusters.flatMap((cluster) => {
    const etcd = etcdHosts(plan, cluster).map(({ name }) => name);
    const kept = etcd.filter((name) => without.includes(name));
    const member = cluster.members.find(({ host }) => without.includes(host));
    if (member === undefined || kept.length <= etcd.length / 2) return [];
    return [
      refusal(
        member.host,
        'left-out-forms',
        say`left out, it would come back as ${cluster.name} by itself: ${listOf(kept)} have a majority of its ${etcd.length} etcd members. Bring it back and remove it with the others, or install its system anew: then there is nothing to leave out`,
      ),
    ];
  });
}
