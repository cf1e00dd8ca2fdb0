import type { DeployedRecord } from '../../facts/deployedRecord.ts';
import { say } from '../../wording/phrase.ts';
import { type Change, type ChangeWorld, firstHost } from '../change.ts';
import { newDeployment } from '../wayRound.ts';

type ClusterRecord = DeployedRecord['clusters'][number];

/** Clusters that came, went or got another name. */
export function changedClusters(before: DeployedRecord, world: ChangeWorld): readonly Change[] {
  const { plan, wanted } = world;
  const index = (name: string) => plan.clusters.findIndex((cluster) => cluster.name === name);
  const known = (name: string, among: readonly ClusterRecord[]) => among.some((cluster) => cluster.name === name);
  const arrived = wanted.clusters.filter(({ name }) => !known(name, before.clusters));
  const gone = before.clusters.filter(({ name }) => !known(name, wanted.clusters));
  const renamed = gone.flatMap((then) => {
    const now = arrived.find((cluster) => shareHost(then, cluster));
    return now === undefined ? [] : [{ then, now }];
  });
  const change = (id: Change['id'], subject: string, path: Change['path'], said: Change['said']): Change => ({
    id,
    subject,
    verdict: 'refuse',
    path,
    host: firstHost(world),
    said,
  });
  return [
    ...renamed.map(({ then, now }) =>
      change('cluster-renamed', now.name, ['clusters', index(now.name), 'name'], renamedPhrase(then.name, now.name)),
    ),
    ...gone
      .filter((one) => !renamed.some(({ then }) => then === one))
      .map(({ name }) =>
        change(
          'cluster-set',
          name,
          ['clusters'],
          say`the cluster ${name} was deployed, and the plan no longer has it: its members would run on. Put it back; a deployment without it is ${newDeployment}`,
        ),
      ),
    ...arrived
      .filter((one) => !renamed.some(({ now }) => now === one))
      .map(({ name }) =>
        change(
          'cluster-set',
          name,
          ['clusters', index(name)],
          say`the cluster ${name} is new, and a running deployment gets no further cluster yet: take it out and give it a plan of its own on other hosts`,
        ),
      ),
  ];
}

/** What a cluster is called is the name of its data, of its keys in etcd and of its members. */
export function renamedPhrase(then: string, now: string) {
  return say`the cluster was deployed as ${then}, and the plan calls it ${now}: under another name Patroni would make a new, empty one. Put name: ${then} back; another name needs ${newDeployment}`;
}

function shareHost(one: ClusterRecord, other: ClusterRecord): boolean {
  return one.members.some(({ host }) => other.members.some((member) => member.host === host));
}
