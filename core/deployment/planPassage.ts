import type { Refusal } from '../changes/refusal.ts';
import { refusal } from '../changes/refusal.ts';
import type { Leaving } from '../changes/transition.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { FileTools } from '../operations/writeFiles.ts';
import { isLeading, serves } from '../patroni/answers.ts';
import type { Cluster, Host, Plan } from '../plan/plan.ts';
import type { DesiredState } from '../render/desiredHost.ts';
import { etcdMembers } from '../render/etcdConfig.ts';
import { listOf, say } from '../wording/phrase.ts';
import { isMemberOf, onOtherPort, runningMembers } from './etcdMembership.ts';
import { candidateOf, type HandOver } from './handOver.ts';
import { type DeploymentPlan, planDeployment } from './planDeployment.ts';
import { adoptedThere } from './planDestroy.ts';
import { inEtcd, isGone, keeperFor, type LeavingWorld, planBurial, planLeave, stillThere } from './planLeaving.ts';
import type { Step } from './step.ts';

/** What must happen beside the differences of a plan, since members come and go; each part is done before the next is looked at. */
export interface Passage {
  /** Takes dead hosts out of etcd. */
  readonly burial: readonly Step[];
  /** Brings what is to come while what is to leave is still there; undefined where nothing has to come first. */
  readonly growth: DeploymentPlan | undefined;
  readonly handOvers: readonly HandOver[];
  /** Host by host, once everything else is as the plan says. */
  readonly leaves: readonly { readonly leaving: Leaving; readonly steps: readonly Step[] }[];
  readonly refusals: readonly Refusal[];
}

export interface PassageInput {
  /** The hosts of the plan, as they are to become. */
  readonly state: DesiredState;
  /** Undefined where nothing leaves. */
  readonly leaving: LeavingWorld | undefined;
  readonly facts: ReadonlyMap<string, HostFacts>;
  readonly tools: FileTools;
  /** Who leads each cluster by the leader key in etcd, where that was asked. */
  readonly leaders: ReadonlyMap<string, string>;
}

/** Computes what the coming and going of members asks for beside the differences between hosts and plan. */
export function planPassage({ state, leaving: world, facts, tools, leaders }: PassageInput): Passage {
  const handOvers = state.plan.clusters.flatMap((cluster) => handOverOf(cluster, state.plan, world, facts));
  if (world === undefined) return { burial: [], growth: undefined, handOvers, leaves: [], refusals: [] };
  const { leaving } = world.transition;
  const staying = leaving.filter((one) => stillThere(world, one));
  return {
    burial: planBurial(world),
    growth:
      staying.length > 0 && hasArrivals(world) ? planDeployment(world.between, facts, tools, 'passing') : undefined,
    handOvers,
    leaves: staying.map((one) => ({ leaving: one, steps: planLeave(world, one) })),
    refusals: [
      ...adoptedRefusals(world),
      ...leaderRefusals(world, leaders),
      ...quorumRefusals(world),
      ...followerRefusals(world),
      ...writerRefusals(world),
      ...peerPortRefusals(world),
    ],
  };
}

/** What is kept of an adopted server would go with its host. */
function adoptedRefusals({ transition, facts }: LeavingWorld): readonly Refusal[] {
  return transition.leaving.flatMap(({ host, member, whole }) =>
    (whole || member !== undefined) && facts.get(host.name)?.state.adopted !== undefined
      ? [adoptedThere(host.name)]
      : [],
  );
}

/** Whether members of etcd or of a cluster are still to come. */
function hasArrivals({ state, facts }: LeavingWorld): boolean {
  return state.hosts.some(({ host, etcd, member }) => {
    const known = facts.get(host.name);
    const voter =
      etcd === undefined ||
      (known?.etcd === 'healthy' &&
        runningMembers(state.plan, host, facts)?.some((one) => isMemberOf(one, host) && !one.learner) === true);
    const follows = member === undefined || serves(known?.patroni);
    return !voter || !follows;
  });
}

/** The hand-over of a cluster whose leader leaves it, or shall take no writes any more. */
function handOverOf(
  cluster: Cluster,
  plan: Plan,
  world: LeavingWorld | undefined,
  facts: ReadonlyMap<string, HostFacts>,
): readonly HandOver[] {
  const between = world?.between.plan ?? plan;
  const all = between.clusters.find(({ name }) => name === cluster.name)?.members ?? [];
  const leader = all.find(({ host }) => isLeading(facts.get(host)?.patroni));
  const host = between.hosts.find(({ name }) => name === leader?.host);
  if (leader === undefined || host === undefined) return [];
  const stays = cluster.members.find(({ name }) => name === leader.name);
  if (stays !== undefined && stays.role !== 'offline') return [];
  const able = cluster.members.filter((one) => one.name !== leader.name && one.role !== 'offline');
  return [{ cluster, leader: leader.name, host, candidate: candidateOf(able, host.name, facts) }];
}

/** A host that cannot be reached and leads, as etcd says, may be alive: its clients would go on writing there. */
function leaderRefusals(world: LeavingWorld, leaders: ReadonlyMap<string, string>): readonly Refusal[] {
  return world.transition.leaving.flatMap(({ host, member, whole }) => {
    if (!whole || world.facts.has(host.name) || member === undefined) return [];
    if (leaders.get(member.cluster) !== member.member.name) return [];
    return [
      refusal(
        host.name,
        'left-out-leads',
        say`it cannot be reached and may be alive: by etcd's leader key ${member.member.name} leads ${member.cluster}. If the host is dead, wait until another member leads (quorate status), then run again; if it lives, make it reachable, so that it can hand over`,
      ),
    ];
  });
}

/** The members of etcd that stay must be able to order the others out, and have a majority without them. */
function quorumRefusals(world: LeavingWorld): readonly Refusal[] {
  const { transition, between, facts } = world;
  return transition.leaving.flatMap((leaving): Refusal[] => {
    // Where nobody stays, nobody is taken out: the members stop with their hosts.
    if (!inEtcd(world, leaving) || goesWhole(world, leaving.host)) return [];
    const { host } = leaving;
    const members = runningMembers(between.plan, host, facts) ?? [];
    const voters = members.filter(({ learner }) => !learner);
    const healthy = etcdMembers(between.plan, host).filter(
      (one) => facts.get(one.name)?.etcd === 'healthy' && voters.some((member) => isMemberOf(member, one)),
    );
    const dead = isGone(world, leaving);
    const stay = voters.filter((member) => !isMemberOf(member, host));
    const left = healthy.filter(({ name }) => name !== host.name);
    const arriving = etcdMembers(world.state.plan, host).filter(
      (one) => !members.some((member) => isMemberOf(member, one)),
    );
    const needed = Math.floor(voters.length / 2) + 1;
    const neededAfter = Math.floor(stay.length / 2) + 1;
    if (left.length < (dead ? needed : 1))
      return [
        refusal(
          host.name,
          'etcd-members',
          say`${left.length} of the ${voters.length} etcd members are healthy without it, and removing one takes ${needed}. Bring one of the others back first; when that cannot be, the runbook says how a majority is recovered`,
        ),
      ];
    if (!dead && arriving.length === 0 && left.length < neededAfter)
      return [
        refusal(
          host.name,
          'etcd-members',
          say`without it only ${left.length} of the ${stay.length} other etcd members are healthy, and ${neededAfter} are needed for a majority. Mend the others first (quorate status), then take it out`,
        ),
      ];
    return keeperFor(world, host) === undefined
      ? [
          refusal(
            host.name,
            'etcd-members',
            say`none of the etcd members that stay can take it out: no healthy one knows the others. Look at quorate status`,
          ),
        ]
      : [];
  });
}

/** Whether the etcd cluster of a host that leaves goes with all its members, as that of a region does. */
function goesWhole({ state, between }: LeavingWorld, host: Host): boolean {
  return etcdMembers(between.plan, host).every(
    ({ name }) => state.plan.hosts.find((one) => one.name === name)?.roles.includes('etcd') !== true,
  );
}

/** A cluster goes only while it follows another one: what it took by itself would be nowhere else. */
function writerRefusals({ transition, state, facts }: LeavingWorld): readonly Refusal[] {
  return transition.leaving.flatMap(({ member, host }): Refusal[] => {
    const stays = state.plan.clusters.some(({ name }) => name === member?.cluster);
    if (member === undefined || stays || facts.get(host.name)?.patroni?.role !== 'primary') return [];
    return [
      refusal(
        host.name,
        'cluster-set',
        say`${member.member.name} leads ${member.cluster} by itself and takes writes: they would be lost with it. Put the cluster back into the plan, and look at quorate status`,
      ),
    ];
  });
}

/** Who leaves etcd is ordered out by where the others look for it: that stays while members come and go. */
function peerPortRefusals({ state, facts }: LeavingWorld): readonly Refusal[] {
  const { plan } = state;
  const moves = plan.hosts.find((host) => host.roles.includes('etcd') && onOtherPort(plan, host, facts) !== undefined);
  if (moves === undefined) return [];
  return [
    refusal(
      moves.name,
      'field-moved',
      say`its etcd member moves to another port by this plan, and hosts, members or services leave by it as well: deploy the port first, with everything else still in the plan, and the rest afterwards`,
    ),
  ];
}

/** A replica leaves only where the members that stay are the cluster that the plan asks for, or will be once the new ones have come. */
function followerRefusals(world: LeavingWorld): readonly Refusal[] {
  const { transition, state, facts } = world;
  return transition.leaving.flatMap((leaving): Refusal[] => {
    const { member, host } = leaving;
    if (member === undefined || isGone(world, leaving)) return [];
    const cluster = state.plan.clusters.find(({ name }) => name === member.cluster);
    if (cluster === undefined || cluster.members.length < 2 || !serves(facts.get(host.name)?.patroni)) return [];
    // One that does not run is started before anybody leaves, and nobody leaves where that fails.
    const broken = cluster.members.filter(({ host: at }) => {
      const known = facts.get(at);
      const runs = known?.units.get('patroni.service')?.active === 'active';
      return known?.state.project === state.projectId && runs && !serves(known.patroni);
    });
    const good = cluster.members.filter(({ host: at }) => serves(facts.get(at)?.patroni));
    if (broken.length === 0 || good.length > 1) return [];
    return [
      refusal(
        host.name,
        'member-left',
        say`${member.member.name} is one of the members that work, and without it ${cluster.name} would have no other beside ${listOf(good.map(({ name }) => name))}: ${listOf(broken.map(({ name }) => name))} does not follow. Mend it first (quorate reinit), then take this one out`,
      ),
    ];
  });
}
