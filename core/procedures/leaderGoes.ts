import { type Refusal, refusal } from '../changes/refusal.ts';
import type { HandOver } from '../deployment/handOver.ts';
import { StepList } from '../deployment/stepList.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import { isLeading } from '../patroni/answers.ts';
import type { Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { listOf, say } from '../wording/phrase.ts';
import type { Gate, Stage } from './procedure.ts';
import { handOver } from './switchover.ts';
import { switchoverStop } from './switchoverProspect.ts';

const handOverSeconds = 60;

/** What is known of the hosts, by name. */
interface KnownHosts {
  readonly facts: ReadonlyMap<string, HostFacts>;
}

/**
 * The stage in which leaders hand over before they go, or restart.
 * @param plan in which the leaders still are
 * @param handOvers each with a candidate
 */
export function handOverStage<World extends KnownHosts>(
  plan: Plan,
  handOvers: readonly HandOver[],
  id = 'hand-over',
): Stage<World> {
  const steps = new StepList();
  for (const { cluster, host, leader, candidate } of handOvers)
    steps.add(handOver(plan, cluster, host, leader, candidate ?? ''));
  const names = listOf(handOvers.map(({ candidate }) => candidate ?? ''));
  return {
    id,
    title: say`Handing over to ${names}`,
    steps: steps.all(),
    writesStop: switchoverStop(plan),
    gate: leadsGate(handOvers, names),
  };
}

function leadsGate(handOvers: readonly HandOver[], names: ReturnType<typeof listOf>): Gate<KnownHosts> {
  return {
    waitsFor: say`${names} leads`,
    seconds: handOverSeconds,
    open: ({ facts }) =>
      handOvers.every(({ cluster, candidate }) => {
        const member = cluster.members.find(({ name }) => name === candidate);
        return isLeading(facts.get(member?.host ?? '')?.patroni);
      }),
    problem: () =>
      new Problem(
        'switchover-late',
        'no',
        say`Patroni said that ${names} leads, and ${handOverSeconds} s later it does not: look at its journal on the host (journalctl -u patroni), and at quorate status.`,
      ),
  };
}

/** Why a leader that is to go cannot hand over. */
export function nobodyTakesOver({ cluster, leader, host }: HandOver): Refusal {
  return refusal(
    host.name,
    'leader-offline',
    say`${leader} leads ${cluster.name} and is not to lead any more, and no other member that follows could take over. Bring another member to follow first (quorate status), then run again`,
  );
}
