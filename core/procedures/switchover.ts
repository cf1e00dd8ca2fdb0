import { restUrl } from '../deployment/factRequest.ts';
import { StepList } from '../deployment/stepList.ts';
import { plainOperation } from '../operations/hostOperations.ts';
import { memberProbe } from '../operations/memberProbe.ts';
import { type Cluster, type Host, type Plan, portsOn } from '../plan/plan.ts';
import { quoted } from '../plan/problem.ts';
import { Problem } from '../problem.ts';
import { paths } from '../systems/debian/paths.ts';
import { say } from '../wording/phrase.ts';
import type { Interruption, Next, Past } from './procedure.ts';

export interface SwitchoverInput {
  readonly plan: Plan;
  readonly cluster: Cluster;
  /** Member that leads now: when another does, nothing is done. */
  readonly leader: string;
  /** Member that shall lead. */
  readonly candidate: string;
  readonly writesStop?: Interruption;
}

/** Who leads the cluster now, by name of the member; null for nobody. */
export interface SwitchoverWorld {
  readonly leader: string | null;
}

export interface SwitchoverResult {
  /** False when the candidate led already. */
  readonly changed: boolean;
  readonly message: string;
  /** From the order until Patroni said that the candidate leads. */
  readonly seconds: number;
}

const maxSeconds = 60;

/**
 * The one stage of a switchover: `hand-over` asks the Patroni that leads to hand over, which shuts PostgreSQL down cleanly, so that nothing is lost.
 * @throws Problem `switchover-stale` when another member leads, and from the gate `switchover-late`
 */
export function nextOfSwitchover(
  { leader: now }: SwitchoverWorld,
  past: Past<SwitchoverWorld>,
  { plan, cluster, leader, candidate, writesStop }: SwitchoverInput,
): Next<SwitchoverWorld, SwitchoverResult> {
  if (now === candidate) {
    const done = past.of('hand-over');
    const message = `${candidate} leads ${cluster.name}${done === undefined ? ' already' : ''}`;
    const seconds = Math.round((done?.seconds ?? 0) * 10) / 10;
    return { kind: 'done', result: { changed: done !== undefined, message, seconds } };
  }
  const member = cluster.members.find((one) => one.name === leader);
  const host = plan.hosts.find((one) => one.name === member?.host);
  if (now !== leader || host === undefined)
    throw new Problem(
      'switchover-stale',
      'no',
      now === null
        ? say`Nobody leads ${cluster.name}, not ${quoted(leader)}: look at it again before changing it.`
        : say`${quoted(now)} leads ${cluster.name}, not ${quoted(leader)}: look at it again before changing it.`,
    );
  const steps = new StepList();
  steps.add(handOver(plan, cluster, host, leader, candidate));
  return {
    kind: 'stage',
    stage: {
      id: 'hand-over',
      title: say`Handing ${cluster.name} over from ${leader} to ${candidate}`,
      steps: steps.all(),
      ...(writesStop === undefined ? {} : { writesStop }),
      gate: {
        waitsFor: say`${candidate} leads ${cluster.name}`,
        seconds: maxSeconds,
        open: (world) => world.leader === candidate,
        problem: () =>
          new Problem(
            'switchover-late',
            'no',
            say`Patroni said that ${candidate} leads ${cluster.name}, and ${maxSeconds} s later it does not: look at its journal on the host (journalctl -u patroni), and at quorate status.`,
          ),
      },
    },
  };
}

/** Has the member that leads, on its host, hand over to another one. */
export function handOver(plan: Plan, cluster: Cluster, host: Host, leader: string, candidate: string) {
  return plainOperation({
    id: `${host.name}/patroni/switchover`,
    host: host.name,
    title: say`Hand over to ${candidate}`,
    apply: memberProbe({
      what: 'switchover',
      cluster: cluster.name,
      name: leader,
      restUrl: restUrl(plan, host),
      sockets: paths.postgresSockets,
      port: portsOn(plan, host.name).postgres,
      directory: '',
      settings: [],
      leader,
      candidate,
      others: [],
      delayed: false,
      synchronous: false,
      mayRemain: false,
    }),
    verify: 'true',
    weight: 3,
    journals: ['patroni'],
  });
}
