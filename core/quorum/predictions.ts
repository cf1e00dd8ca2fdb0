import type { Plan } from '../plan/plan.ts';
import { type Failure, failureText } from './failure.ts';
import { quorumModel, type SimulationOptions } from './model.ts';
import { simulateModel } from './simulate.ts';
import { failureCandidates } from './simulateAll.ts';
import type { ClusterOutcome, SecondsRange } from './simulationResult.ts';

/** What can be measured of one cluster some time after a failure. */
export interface Observation {
  /** Whether a client could write through HAProxy again without anybody's help. */
  readonly writable: boolean;
  /** Host of the member that took the writes; null when none did. */
  readonly leaderHost: string | null;
  readonly readable: boolean;
  /** Acknowledged rows that are gone; null when nothing could be counted. */
  readonly lostRows: number | null;
}

/** The same, as the simulator predicts it. */
export interface Prediction {
  readonly failed: string;
  readonly failure: Failure;
  readonly cluster: string;
  readonly kind: ClusterOutcome['kind'];
  readonly writable: boolean;
  /** False when it depends on which standby is the synchronous one. */
  readonly certain: boolean;
  /** Whether somebody has to act, or writes come back or go on by themselves. */
  readonly automatic: boolean;
  readonly leaderHosts: readonly string[];
  readonly readable: boolean;
  readonly mayLose: boolean;
  readonly secondsToWritable: SecondsRange | null;
  readonly reason: string;
}

/** Predicts every loss of one host and of one site, for every cluster, in the order of the plan. */
export function predictions(plan: Plan, options: SimulationOptions = {}): readonly Prediction[] {
  const model = quorumModel(plan, options);
  return failureCandidates(plan).flatMap((failure) =>
    simulateModel(model, [failure]).clusters.map((cluster) => prediction(failure, cluster)),
  );
}

function prediction(failure: Failure, outcome: ClusterOutcome): Prediction {
  const automatic = outcome.writes === 'unaffected' || outcome.writes === 'automatic';
  const hostOf = new Map(outcome.members.map((member) => [member.name, member.host]));
  return {
    failed: failureText(failure),
    failure,
    cluster: outcome.name,
    kind: outcome.kind,
    writable: automatic && outcome.kind === 'primary',
    certain: outcome.writes === outcome.writesAtBest,
    automatic,
    leaderHosts: outcome.possibleLeaders.map((name) => hostOf.get(name) ?? name),
    readable: outcome.reads !== 'none',
    mayLose: outcome.lossBytes !== 0,
    secondsToWritable: outcome.secondsToWritable,
    reason: outcome.reason,
  };
}

/** Where an observation contradicts a prediction, in words; empty when they agree. */
export function disagreements(predicted: Prediction, observed: Observation): readonly string[] {
  const found: string[] = [];
  // Where the choice of synchronous standby decides, both ends are predicted.
  const open = !predicted.certain && predicted.kind === 'primary';
  if (observed.writable !== predicted.writable && !open)
    found.push(
      `predicted ${predicted.writable ? '' : 'not '}writable, found ${observed.writable ? '' : 'not '}writable`,
    );
  if (observed.leaderHost !== null && !predicted.leaderHosts.includes(observed.leaderHost))
    found.push(`predicted ${predicted.leaderHosts.join(' or ') || 'nobody'} as leader, found ${observed.leaderHost}`);
  if (observed.readable !== predicted.readable)
    found.push(
      `predicted ${predicted.readable ? '' : 'not '}readable, found ${observed.readable ? '' : 'not '}readable`,
    );
  if ((observed.lostRows ?? 0) > 0 && !predicted.mayLose)
    found.push(`predicted no loss, found ${observed.lostRows} acknowledged rows lost`);
  return found;
}
