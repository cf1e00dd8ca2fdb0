import { servicesOf } from '../components/components.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import { serves } from '../patroni/answers.ts';
import { etcdHosts } from '../plan/plan.ts';
import type { DesiredCluster, DesiredState } from '../render/desiredHost.ts';
import { listOf, type Phrase, say } from '../wording/phrase.ts';
import { checkEtcdClusters } from './checkEtcd.ts';
import { type StateCheck, stateCheck } from './stateCheck.ts';

const etcdHealths: Readonly<Record<HostFacts['etcd'], Phrase>> = {
  healthy: say`healthy`,
  unhealthy: say`unhealthy`,
  'not-running': say`not-running`,
};

/** What the facts of the hosts say about a deployment that should be complete: etcd, leaders, replication. Hosts without facts were left out. */
export function checkState(state: DesiredState, facts: ReadonlyMap<string, HostFacts>): readonly StateCheck[] {
  const etcd = state.hosts
    .filter((host) => host.etcd !== undefined)
    .map(({ host }): StateCheck => {
      const health = facts.get(host.name)?.etcd ?? 'not-running';
      return stateCheck(
        `etcd/${host.name}`,
        health === 'healthy',
        say`the etcd member on ${host.name} is ${etcdHealths[health]}`,
      );
    });
  const leftOut = state.plan.hosts
    .filter(({ name }) => !facts.has(name))
    .map(({ name }) => stateCheck(`left-out/${name}`, true, say`${name} was left out: nothing is said of it`));
  return [
    ...etcd,
    ...checkEtcdClusters(state, facts),
    ...checkServices(state, facts),
    ...state.clusters.flatMap((cluster) => checkCluster(state, cluster, facts)),
    ...leftOut,
  ];
}

/** Those that are asked whether they do their work. */
function checkServices(state: DesiredState, facts: ReadonlyMap<string, HostFacts>): readonly StateCheck[] {
  return state.hosts.flatMap((desired) =>
    servicesOf(desired).flatMap(({ id, answers, service }) => {
      const name = desired.host.name;
      if (answers === undefined) return [];
      const does = facts.get(name)?.answering.includes(id) === true;
      const said = does
        ? say`${service.name} answers on ${name}`
        : say`${service.name} does not do its work on ${name}`;
      return [stateCheck(`${id}/${name}`, does, said)];
    }),
  );
}

function checkCluster(
  state: DesiredState,
  { cluster }: DesiredCluster,
  facts: ReadonlyMap<string, HostFacts>,
): readonly StateCheck[] {
  const members = cluster.members
    .filter(({ host }) => facts.has(host))
    .map((member) => ({ member, facts: facts.get(member.host) }));
  if (members.length === 0) return [];
  const role = cluster.standbyOf === undefined ? 'primary' : 'standby_leader';
  const leaders = members.filter((one) => one.facts?.patroni?.role === role);
  const [leader] = leaders;
  const names = (of: readonly { readonly name: string }[]) =>
    listOf(
      of.map(({ name }) => name),
      'comma',
    );
  const checks: StateCheck[] = [
    stateCheck(
      `leader/${cluster.name}`,
      leaders.length === 1,
      leader === undefined
        ? say`${cluster.name} has no leader; its etcd hosts are ${names(etcdHosts(state.plan, cluster))}`
        : say`the leader of ${cluster.name} is ${names(leaders.map(({ member }) => member))}`,
    ),
  ];
  for (const { member, facts: known } of members) {
    if (leader === undefined || member === leader.member) continue;
    const running = serves(known?.patroni);
    const streams = leader.facts?.sql?.streaming.includes(member.name) ?? false;
    const runs = running ? say`runs` : say`is ${known?.patroni?.state ?? say`not reachable`}`;
    const said = streams
      ? say`${member.name} ${runs} and streams from ${leader.member.name}`
      : say`${member.name} ${runs} and does not stream from ${leader.member.name}`;
    checks.push(stateCheck(`replication/${member.name}`, running && streams, said));
  }
  return checks;
}
