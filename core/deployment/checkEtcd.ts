import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { DesiredState } from '../render/desiredHost.ts';
import { listOf, say } from '../wording/phrase.ts';
import { type StateCheck, stateCheck } from './stateCheck.ts';

/** Whether the etcd members of each group are one cluster: one id, and one list of members that all of them give, which is the plan's. */
export function checkEtcdClusters(state: DesiredState, facts: ReadonlyMap<string, HostFacts>): readonly StateCheck[] {
  const groups = new Map(
    state.hosts.flatMap(({ etcd }) => (etcd === undefined ? [] : [[etcd.peers.join(' '), etcd.peers] as const])),
  );
  return [...groups.values()].map((names) => {
    const answers = state.hosts.flatMap(({ host }) => {
      const cluster = names.includes(host.name) ? facts.get(host.name)?.etcdCluster : undefined;
      return cluster === undefined ? [] : [{ host: host.name, cluster }];
    });
    const id = `etcd-cluster/${names.join('+')}`;
    const ids = [...new Set(answers.map(({ cluster }) => cluster.clusterId))];
    const [first, ...others] = ids;
    if (first === undefined) return stateCheck(id, false, say`no etcd member of ${listOf(names)} tells its cluster`);
    if (others.length > 0) {
      const sides = ids.map((one) => {
        const hosts = answers.filter(({ cluster }) => cluster.clusterId === one).map(({ host }) => host);
        return say`cluster ${one} on ${listOf(hosts)}`;
      });
      return stateCheck(
        id,
        false,
        say`there are ${ids.length} etcd clusters where there must be one: ${listOf(sides)}`,
      );
    }
    const wanted = [...names].sort().join(' ');
    for (const { host, cluster } of answers) {
      const members = (cluster.members ?? []).map(({ name, id: number }) => name || number).sort();
      if (members.join(' ') !== wanted)
        return stateCheck(
          id,
          false,
          members.length === 0
            ? say`the etcd member on ${host} does not list its members`
            : say`the etcd member on ${host} lists ${listOf(members)} as members, and the plan has ${listOf(names)}`,
        );
    }
    return stateCheck(id, true, say`${listOf(names)} are one etcd cluster (${first})`);
  });
}
