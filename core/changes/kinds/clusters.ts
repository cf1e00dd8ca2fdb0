import type { DeployedRecord } from '../../facts/deployedRecord.ts';
import { listOf, type Phrase, say } from '../../wording/phrase.ts';
import { type Change, type ChangeWorld, canLeave, firstHost } from '../change.ts';
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
  const change = (
    id: Change['id'],
    subject: string,
    path: Change['path'],
    said: Change['said'],
    verdict: Change['verdict'] = 'refuse',
  ): Change => ({ id, subject, verdict, path, host: firstHost(world), said });
  const isRenamed = (one: ClusterRecord) => renamed.some(({ then, now }) => then === one || now === one);
  return [
    ...renamed.map(({ then, now }) =>
      change('cluster-renamed', now.name, ['clusters', index(now.name), 'name'], renamedPhrase(then.name, now.name)),
    ),
    ...gone
      .filter((one) => !isRenamed(one))
      .map((one) =>
        goesWithItsHosts(one, world)
          ? change('cluster-set', one.name, ['clusters'], goesPhrase(one), 'converge')
          : change('cluster-set', one.name, ['clusters'], stuckPhrase(one, world)),
      ),
    ...arrived
      .filter((one) => !isRenamed(one))
      .map((one) => {
        const path = ['clusters', index(one.name)];
        const taken = one.members.filter(({ host }) => holdsMember(before, host)).map(({ host }) => host);
        return taken.length === 0
          ? change('cluster-set', one.name, path, comesPhrase(one), 'converge')
          : change('cluster-set', one.name, path, takenPhrase(one.name, taken));
      }),
  ];
}

/** Whether a host has a member of any cluster already. */
function holdsMember({ clusters }: DeployedRecord, host: string): boolean {
  return clusters.some(({ members }) => members.some((member) => member.host === host));
}

function comesPhrase({ name, standbyOf }: ClusterRecord): Phrase {
  return standbyOf === undefined
    ? say`the cluster ${name} is new: it is made beside the others`
    : say`the cluster ${name} is new: it copies ${standbyOf} and follows it`;
}

function takenPhrase(name: string, hosts: readonly string[]): Phrase {
  return say`the cluster ${name} is new, and ${listOf(hosts)} holds the data of another cluster: give it hosts that hold none`;
}

/**
 * Whether a cluster that the plan no longer has can be taken away: a standby cluster all of whose hosts leave with it. What it holds, the cluster
 * that it followed holds too. The sites of its hosts must not mean another region now: its etcd would then be taken for that of the others.
 */
function goesWithItsHosts({ name, standbyOf, members }: ClusterRecord, world: ChangeWorld): boolean {
  const { plan, former } = world;
  if (standbyOf === undefined || !plan.clusters.some((cluster) => cluster.name === standbyOf)) return false;
  const deployed = former.find(({ clusters }) => clusters.some((cluster) => cluster.name === name));
  return members.every(({ host }) => {
    const site = deployed?.hosts.find((one) => one.name === host)?.site;
    const now = plan.sites.find((one) => one.name === site);
    return (
      canLeave(world, host) && !plan.hosts.some((one) => one.name === host) && (now?.role ?? 'standby') === 'standby'
    );
  });
}

function goesPhrase({ name, standbyOf = '' }: ClusterRecord): Phrase {
  return say`the standby cluster ${name} goes, with its hosts and its data: ${standbyOf} runs on, and nothing follows it there any more`;
}

function stuckPhrase({ name, standbyOf, members }: ClusterRecord, { plan }: ChangeWorld): Phrase {
  const staying = members.filter(({ host }) => plan.hosts.some((one) => one.name === host)).map(({ host }) => host);
  if (standbyOf !== undefined && staying.length > 0)
    return say`the standby cluster ${name} was deployed, and the plan no longer has it, but keeps ${listOf(staying)}, which holds its data: take these hosts out as well and deploy, then add them again where they belong now`;
  return say`the cluster ${name} was deployed, and the plan no longer has it: its members would run on. Put it back; a deployment without it is ${newDeployment}`;
}

/** What a cluster is called is the name of its data, of its keys in etcd and of its members. */
export function renamedPhrase(then: string, now: string) {
  return say`the cluster was deployed as ${then}, and the plan calls it ${now}: under another name Patroni would make a new, empty one. Put name: ${then} back; another name needs ${newDeployment}`;
}

function shareHost(one: ClusterRecord, other: ClusterRecord): boolean {
  return one.members.some(({ host }) => other.members.some((member) => member.host === host));
}
