import { listOf, type Phrase, type PhraseValue, say } from '../wording/phrase.ts';
import type { ClusterState } from './clusterState.ts';
import { copiesElsewhere } from './copies.ts';
import type { MemberModel } from './model.ts';
import type { ReasonValues } from './reasons.ts';
import type { Refusal } from './simulationResult.ts';

/** More members than these are counted, and not named. */
const maxNamed = 5;

/** Why a member may not be promoted, behind its name. */
const refusalOf: Readonly<Record<Refusal, (name: string) => Phrase>> = {
  'host-dead': (name) => say`${name} has lost its host`,
  'postgres-dead': (name) => say`${name} has no running PostgreSQL`,
  'patroni-dead': (name) => say`${name} has no running Patroni`,
  nofailover: (name) => say`${name} is tagged nofailover`,
  'no-quorum': (name) => say`${name} finds no etcd quorum`,
  'no-dcs': (name) => say`${name} cannot reach the etcd majority`,
  lagging: (name) => say`${name} is too far behind`,
  'not-synchronous': (name) => say`${name} is not the synchronous standby`,
  'perhaps-not-synchronous': (name) => say`${name} may not be the synchronous standby`,
};

/** What has become of the member that led, to follow its name. */
function fateOf({ cluster, damage, leadership }: ClusterState): Phrase {
  switch (leadership.fate) {
    case 'orphan':
      return say`has lost its Patroni`;
    case 'demotes':
      return say`cannot reach the etcd majority and goes read-only`;
    case 'down':
      return damage.up(cluster.leader.host) ? say`has lost its PostgreSQL` : say`has lost its host`;
    case 'follows-on':
      return say`cannot reach the etcd majority`;
    case 'keeps':
    case 'restarts':
    case 'failsafe':
      return say`goes on`;
  }
}

/** Who may not be promoted and why, shortened. */
function refusalList({ cluster, leadership }: ClusterState): PhraseValue {
  const all = cluster.members.flatMap((one) => {
    const refusal = leadership.refusals.get(one);
    return refusal === undefined ? [] : [refusalOf[refusal](one.member.name)];
  });
  if (all.length === 0) return say`there is none`;
  const shown = listOf(all.slice(0, maxNamed), 'comma');
  return all.length > maxNamed ? say`${shown} and ${all.length - maxNamed} more` : shown;
}

function candidateList({ leadership: { possible } }: ClusterState): PhraseValue {
  const names = listOf(possible.slice(0, maxNamed).map(withHost), 'comma');
  return possible.length > maxNamed ? say`${names} and others` : names;
}

function withHost({ member }: MemberModel): Phrase {
  return say`${member.name} on ${member.host}`;
}

/**
 * What the sentence of a reason is filled with.
 * @param leader who leads, where it is not the first of those that may
 */
export function reasonValuesOf(state: ClusterState, leader?: MemberModel): ReasonValues {
  const { model, cluster, etcd, leadership } = state;
  const now = leader ?? leadership.possible[0] ?? cluster.leader;
  return {
    cluster: cluster.cluster.name,
    leader: withHost(now),
    leaderHost: now.member.host,
    old: withHost(cluster.leader),
    fate: fateOf(state),
    failsafe: model.plan.patroni.failsafe
      ? say`does not get an answer from every other member, as failsafe mode demands`
      : say`has no failsafe mode to keep it`,
    // Few sentences need these, and thousands of combinations are simulated at once.
    get candidates() {
      return candidateList(state);
    },
    get refusals() {
      return refusalList(state);
    },
    get copies() {
      return listOf(copiesElsewhere(state), 'comma');
    },
    upstream: cluster.cluster.standbyOf?.cluster ?? '',
    etcdHost: model.hostNames[cluster.etcd[0] ?? -1] ?? '',
    etcdRunning: etcd.running,
    etcdTotal: etcd.total,
    etcdQuorum: etcd.inQuorum.size,
    majority: etcd.majority,
    startSeconds: model.timing.patroni.primaryStartTimeoutSeconds,
  };
}
