import { restUrl } from '../deployment/factRequest.ts';
import { StepList } from '../deployment/stepList.ts';
import { plainOperation } from '../operations/hostOperations.ts';
import { memberProbe } from '../operations/memberProbe.ts';
import type { Operation } from '../operations/operation.ts';
import { serves } from '../patroni/answers.ts';
import type { Host, Member, Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { paths } from '../systems/debian/paths.ts';
import { say } from '../wording/phrase.ts';
import type { DescribedVerb } from './describedVerb.ts';
import { memberNamed, memberTask } from './memberNamed.ts';

/** Copies a replica anew from the leader of its cluster: for one that cannot follow any more, or whose data is not to be trusted. */
export const reinitVerb: DescribedVerb = {
  title: say`Copy a member anew`,
  about: say`Copy a replica anew from the leader, when it cannot follow any more.`,
  fields: [{ name: 'member', kind: 'member', title: say`Member` }],

  question(plan, { member: name }) {
    const { cluster, member } = memberNamed(plan, name);
    return say`What ${member.name} has on ${member.host} is removed, and all of ${cluster.name} is copied to it from the leader. Until then it can neither answer reads nor take over, and the copy loads the leader's disk and network. Writes go on.`;
  },

  hosts: (plan, { member: name }) => memberNamed(plan, name).cluster.members.map(({ host }) => host),

  next({ plan, status, reached }, past, { member: name }) {
    const { cluster, member, host } = memberNamed(plan, name);
    const now = status.clusters.find((one) => one.name === cluster.name);
    const leader = cluster.members.find((one) => one.name === now?.leader);
    if (past.has('copy'))
      return { kind: 'done', result: { changed: true, said: say`${member.name} was copied anew and follows.` } };
    if (leader === undefined)
      throw new Problem(
        'reinit-no-leader',
        'no',
        say`Nobody leads ${cluster.name}, so there is nobody to copy ${member.name} from. Look at quorate status first.`,
      );
    if (leader.name === member.name)
      throw new Problem(
        'reinit-leader',
        'no',
        say`${member.name} leads ${cluster.name}: what it has is what the others are copied from. Hand over first (quorate switchover), then run this again.`,
      );
    const unreachable = [member.host, leader.host].find((one) => !reached.has(one));
    if (unreachable !== undefined)
      throw new Problem(
        'reinit-unreachable',
        'unreachable',
        say`${unreachable} cannot be reached, so nobody could see the copy through. Mend that first; quorate status says why.`,
      );
    if (now?.paused === true)
      throw new Problem(
        'cluster-paused',
        'no',
        say`${cluster.name} is paused, and a paused Patroni copies nobody. Resume it on ${leader.host}, then run this again: patronictl -c ${paths.patroniConfig} resume ${cluster.name}`,
      );
    const steps = new StepList();
    steps.add(copyAnew(plan, { member, host }, leader));
    return {
      kind: 'stage',
      stage: {
        id: 'copy',
        title: say`Copying ${member.name} anew from ${leader.name}`,
        steps: steps.all(),
        pointOfNoReturn: true,
        gate: {
          waitsFor: say`${member.name} follows ${leader.name}`,
          seconds: 60,
          open: (world) => follows(world.status, cluster.name, member.name),
          problem: () =>
            new Problem(
              'reinit-late',
              'no',
              say`${member.name} was copied, and does not follow: its Patroni's journal on ${member.host} says why (journalctl -u patroni).`,
            ),
        },
      },
    };
  },
};

function follows({ clusters }: { readonly clusters: readonly StatusCluster[] }, name: string, memberName: string) {
  const state = clusters.find((one) => one.name === name)?.members.find((one) => one.name === memberName);
  return state !== undefined && state.role === 'replica' && serves(state);
}

interface StatusCluster {
  readonly name: string;
  readonly members: readonly { readonly name: string; readonly role: string; readonly state: string }[];
}

function copyAnew(
  plan: Plan,
  { member, host }: { readonly member: Member; readonly host: Host },
  leader: Member,
): Operation {
  const leaderHost = plan.hosts.find(({ name }) => name === leader.host) ?? host;
  return plainOperation({
    id: `${host.name}/patroni/copy`,
    host: host.name,
    title: say`Copy ${member.name} anew from ${leader.name}`,
    apply: memberProbe({
      ...memberTask(plan, member.name, 'copy'),
      leader: leader.name,
      others: [{ name: leader.name, restUrl: restUrl(plan, leaderHost) }],
    }),
    verify: 'true',
    weight: 10,
    journals: ['patroni'],
  });
}
