import { type Refusal, refusal } from '../changes/refusal.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { FileTools } from '../operations/writeFiles.ts';
import { isLeading } from '../patroni/answers.ts';
import type { Cluster, Host, Member, Plan } from '../plan/plan.ts';
import type { DesiredState } from '../render/desiredHost.ts';
import { say } from '../wording/phrase.ts';
import { candidateOf, type HandOver } from './handOver.ts';
import { withCurrentPorts, withoutFormerPorts } from './memberPorts.ts';
import { type DeploymentPlan, planDeployment } from './planDeployment.ts';

/** A member that goes to its new ports, with what changes on all hosts for it. */
export interface PortMove {
  readonly cluster: Cluster;
  readonly member: Member;
  /** Computed when it is asked for: of most moves nobody asks before they are the next. */
  changes(): DeploymentPlan;
}

/** The way from the ports on which members listen to those of the plan: member by member, each leader last and after a hand-over. */
export interface PortMoves {
  /** The plan with every member where it listens now. */
  readonly plan: Plan;
  /** Everything else that differs: done first, so that nothing but its ports changes when a member moves. */
  readonly settle: DeploymentPlan;
  /** In their order. What is only foreseen of the leader's own is computed anew once it has handed over. */
  readonly moves: readonly PortMove[];
  /** Those of which the leader moves next, once another member leads. */
  readonly handOvers: readonly HandOver[];
  readonly refusals: readonly Refusal[];
}

export interface MovesInput {
  readonly plan: Plan;
  readonly projectId: string;
  readonly facts: ReadonlyMap<string, HostFacts>;
  readonly tools: FileTools;
  /** Whether hosts or members leave as well. */
  readonly leaving: boolean;
  /** What the hosts of a plan are to become. */
  stateOf(plan: Plan): DesiredState;
}

/** Computes how members come to listen where the plan says. @returns undefined where all of them do, as far as anybody can tell */
export function planMoves({ plan, projectId, facts, tools, leaving, stateOf }: MovesInput): PortMoves | undefined {
  const now = withCurrentPorts(plan, projectId, facts);
  const still = (host: string) => now.formerPorts?.[host] !== undefined;
  const hosts = plan.hosts.filter(({ name }) => still(name));
  const [first] = hosts;
  if (first === undefined) return undefined;
  const passing = (to: Plan) => planDeployment(stateOf(to), facts, tools, 'passing');
  const clusters = plan.clusters.filter(({ members }) => members.some(({ host }) => still(host)));
  const handOvers = clusters.flatMap((cluster) => handOverOf(cluster, plan, facts, still));
  const moves = clusters.flatMap((cluster) =>
    inOrder(cluster, facts)
      .filter(({ host }) => still(host))
      .map((member): PortMove => ({ cluster, member, changes: () => passing(withoutFormerPorts(now, member.host)) })),
  );
  return {
    plan: now,
    settle: passing(now),
    moves,
    handOvers,
    refusals: leaving
      ? [
          refusal(
            first.name,
            'field-moved',
            say`its member moves to other ports by this plan, and hosts, members or services leave by it as well: deploy the ports first, with everything else still in the plan, and the rest afterwards`,
          ),
        ]
      : [],
  };
}

/** Whoever leads is the last. */
function inOrder({ members }: Cluster, facts: ReadonlyMap<string, HostFacts>): readonly Member[] {
  const leads = (member: Member) => isLeading(facts.get(member.host)?.patroni);
  return [...members.filter((member) => !leads(member)), ...members.filter(leads)];
}

/**
 * The hand-over that comes before the leader's own move. Only a member that may lead counts, and the best of those that have moved, or will have by
 * then. Where the plan has no other member, the leader restarts where it is.
 */
function handOverOf(
  cluster: Cluster,
  plan: Plan,
  facts: ReadonlyMap<string, HostFacts>,
  still: (host: string) => boolean,
): readonly HandOver[] {
  const leader = cluster.members.find(({ host }) => isLeading(facts.get(host)?.patroni));
  const host: Host | undefined = plan.hosts.find(({ name }) => name === leader?.host);
  if (leader === undefined || host === undefined || !still(leader.host)) return [];
  const able = cluster.members.filter((one) => one !== leader && one.role !== 'offline');
  if (able.length === 0) return [];
  return [{ cluster, leader: leader.name, host, candidate: candidateOf(able, leader.host, facts) }];
}
