import { scenarioFailures, scenarioIds, scenarios } from '../../drill/scenarios.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Failure, failureText } from '../../quorum/failure.ts';
import { quorumModel } from '../../quorum/model.ts';
import { simulateModel } from '../../quorum/simulate.ts';
import { failureCandidates } from '../../quorum/simulateAll.ts';
import type { ClusterOutcome } from '../../quorum/simulationResult.ts';
import type { Timing } from '../../timing/timing.ts';

/** What to expect of one cluster after one failure, in words for a table. */
export interface Expectation {
  readonly what: string;
  readonly failed: string;
  readonly cluster: string;
  readonly leader: string;
  readonly writes: string;
  readonly seconds: string;
  readonly loss: string;
  readonly reason: string;
  readonly runbook: string;
}

/** The failures that every plan is asked about, as far as they can happen in this one. */
export function scenarioExpectations(plan: Plan, timing: Timing): readonly Expectation[] {
  const model = quorumModel(plan, { timing });
  return scenarioIds.flatMap((id) => {
    const found = scenarioFailures(plan, id);
    if (!found.ok) return [];
    return simulateModel(model, found.failures).clusters.map((outcome) =>
      expectation(scenarios[id].title, found.failures, outcome),
    );
  });
}

/** Every loss of one host and of one site. */
export function lossExpectations(plan: Plan, timing: Timing): readonly Expectation[] {
  const model = quorumModel(plan, { timing });
  return failureCandidates(plan).flatMap((failure) =>
    simulateModel(model, [failure]).clusters.map((outcome) => expectation('', [failure], outcome)),
  );
}

function expectation(what: string, failures: readonly Failure[], outcome: ClusterOutcome): Expectation {
  const { secondsToWritable: seconds, possibleLeaders: leaders } = outcome;
  return {
    what,
    failed: failures.map(failureText).join(', '),
    cluster: outcome.name,
    leader: leaders.map((name) => `${name} (${hostOf(outcome, name)})`).join(' or ') || 'nobody',
    writes: writesWording[outcome.writes],
    seconds: seconds === null ? '-' : `${round(seconds.min)} / ${round(seconds.typical)} / ${round(seconds.worst)}`,
    loss:
      outcome.lossBytes === null
        ? 'not bounded'
        : outcome.lossBytes === 0
          ? 'none'
          : `up to ${size(outcome.lossBytes)}`,
    reason: outcome.reason,
    runbook: outcome.runbook ?? (outcome.writes === 'lost' ? 'restore a backup' : 'nothing to do'),
  };
}

const writesWording: Readonly<Record<ClusterOutcome['writes'], string>> = {
  unaffected: 'go on',
  automatic: 'come back by themselves',
  manual: 'need a person',
  lost: 'no copy is left',
};

function hostOf(outcome: ClusterOutcome, member: string): string {
  return outcome.members.find((one) => one.name === member)?.host ?? '';
}

function size(bytes: number): string {
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KiB` : `${Math.round(bytes / 1024 ** 2)} MiB`;
}

function round(seconds: number): string {
  return seconds.toFixed(seconds < 10 && !Number.isInteger(seconds) ? 1 : 0);
}
