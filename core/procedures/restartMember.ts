import { StepList } from '../deployment/stepList.ts';
import { plainOperation } from '../operations/hostOperations.ts';
import { memberProbe } from '../operations/memberProbe.ts';
import { serves } from '../patroni/answers.ts';
import type { Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { type Phrase, say } from '../wording/phrase.ts';
import type { ClusterWorld, DescribedVerb, VerbField } from './describedVerb.ts';
import { memberNamed, memberTask, otherMembers } from './memberNamed.ts';

const fields: readonly VerbField[] = [{ name: 'member', kind: 'member', title: say`Member` }];

/** Restarts PostgreSQL of one member under Patroni's control, when everybody else could take over. */
export const restartVerb: DescribedVerb = {
  title: say`Restart a member`,
  about: say`Restart PostgreSQL of a member, once the others could take over.`,
  fields,

  question(plan, { member: name }) {
    const { cluster, member } = memberNamed(plan, name);
    return say`PostgreSQL of ${member.name} on ${member.host} restarts as soon as every other member of ${cluster.name} could take over, and the connections to it end. If it leads, nobody can write until it is back, 1 to 5 seconds as a rule: where that is too long, hand over first (quorate switchover).`;
  },

  hosts: (plan, { member: name }) => memberNamed(plan, name).cluster.members.map(({ host }) => host),

  next(world, past, { member: name }) {
    const { plan, status } = world;
    const { cluster, member, host } = memberNamed(plan, name);
    if (past.has('restart'))
      return { kind: 'done', result: { changed: true, said: say`PostgreSQL of ${member.name} was restarted.` } };
    const now = status.clusters.find((one) => one.name === cluster.name);
    needsHost(world, member.host);
    if (now?.leader == null)
      throw new Problem(
        'restart-no-leader',
        'no',
        say`Nobody leads ${cluster.name}, and a restart now could keep ${member.name} from taking over. Look at quorate status first.`,
      );
    if (now.paused)
      throw new Problem(
        'cluster-paused',
        'no',
        say`${cluster.name} is paused, and nobody would take over if ${member.name} did not come back. Resume it first: quorate resume PLAN ${cluster.name}`,
      );
    const { leader } = now;
    const steps = new StepList();
    steps.add(
      plainOperation({
        id: `${host.name}/postgres/restart`,
        host: host.name,
        title: say`Restart PostgreSQL of ${member.name}`,
        apply: memberProbe({
          ...memberTask(plan, name, 'restart'),
          leader,
          others: otherMembers(plan, cluster, member.name),
          synchronous: plan.patroni.synchronous.enabled,
          // What waits for a restart of the primary first still waits afterwards.
          mayRemain: member.name !== leader,
          always: true,
        }),
        verify: 'true',
        weight: 5,
        journals: ['patroni'],
      }),
    );
    return {
      kind: 'stage',
      stage: {
        id: 'restart',
        title: say`Restarting PostgreSQL of ${member.name}`,
        steps: steps.all(),
        gate: runsGate(plan, member.name, say`${member.name} runs again`, 'restart-late'),
      },
    };
  },
};

/** Has one member read its files again. */
export const reloadVerb: DescribedVerb = {
  title: say`Reload a member`,
  about: say`Have Patroni and PostgreSQL of a member read their files again, which interrupts nothing.`,
  fields,

  question(plan, { member: name }) {
    const { member } = memberNamed(plan, name);
    return say`Patroni and PostgreSQL of ${member.name} on ${member.host} read their files again. Connections stay; what needs a restart waits for one.`;
  },

  hosts: (plan, { member: name }) => [memberNamed(plan, name).member.host],

  next(world, past, { member: name }) {
    const { plan } = world;
    const { member, host } = memberNamed(plan, name);
    if (past.has('reload'))
      return { kind: 'done', result: { changed: true, said: say`${member.name} has read its files again.` } };
    needsHost(world, member.host);
    const steps = new StepList();
    steps.add(
      plainOperation({
        id: `${host.name}/patroni/reload`,
        host: host.name,
        title: say`Reload ${member.name}`,
        apply: memberProbe(memberTask(plan, name, 'reload')),
        verify: 'systemctl -q is-active patroni',
        weight: 2,
        journals: ['patroni'],
      }),
    );
    return {
      kind: 'stage',
      stage: { id: 'reload', title: say`Reloading ${member.name}`, steps: steps.all(), again: [] },
    };
  },
};

/** @throws Problem `member-unreachable` (unreachable) */
function needsHost({ reached }: ClusterWorld, host: string): void {
  if (!reached.has(host))
    throw new Problem(
      'member-unreachable',
      'unreachable',
      say`${host} cannot be reached, so nothing can be done there. Mend that first; quorate status says why.`,
    );
}

function runsGate(plan: Plan, name: string, waitsFor: Phrase, code: string) {
  const { cluster, member } = memberNamed(plan, name);
  return {
    waitsFor,
    seconds: 60,
    open: ({ status }: ClusterWorld) => {
      const state = status.clusters
        .find((one) => one.name === cluster.name)
        ?.members.find((one) => one.name === member.name);
      return state?.own === true && serves(state);
    },
    problem: () =>
      new Problem(
        code,
        'no',
        say`${member.name} was restarted, and does not serve: its Patroni's journal on ${member.host} says why (journalctl -u patroni).`,
      ),
  };
}
