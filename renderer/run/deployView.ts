import { predictedPhrase, whatIfPhrase } from '../../core/impact/sentences.ts';
import type { StageReport } from '../../core/impact/stageReport.ts';
import type { PhraseValue } from '../../core/wording/phrase.ts';
import type {
  RunEnd,
  RunEntry,
  ShownDeployEvent,
  ShownStep,
  StepFailure,
  StopHow,
  VerifyCheck,
} from '../../electron/api/streamTypes.ts';

type Waiting = Omit<Extract<ShownDeployEvent, { code: 'waiting' }>, 'code'>;
type StageEvent = Extract<ShownDeployEvent, { code: 'stage' }>;
type Refusal = Extract<ShownDeployEvent, { code: 'planned' }>['refusals'][number];

export type StepState = 'waiting' | 'running' | 'done' | 'failed' | 'skipped' | 'unknown';

export interface StepView {
  readonly step: ShownStep;
  readonly state: StepState;
  /** Milliseconds since the epoch. */
  readonly beganAt: number | undefined;
  readonly seconds: number | undefined;
}

/** A deployment, a rehearsal or a removal, as its events tell it. */
export interface DeployView {
  readonly lastSeq: number;
  readonly phase: 'starting' | 'gathering' | 'applying' | 'looking-again' | 'verifying' | 'ended';
  readonly beganAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly hosts: readonly string[];
  /** In the order of the plan of steps; what a later look adds comes last. */
  readonly steps: readonly StepView[];
  readonly refusals: readonly Refusal[];
  readonly failures: readonly StepFailure[];
  readonly checks: readonly VerifyCheck[];
  /** The stages so far, with what was predicted of them. */
  readonly stages: readonly Omit<StageReport, 'title'>[];
  /** The stages and what was said about them, the latest last. */
  readonly lines: readonly PhraseValue[];
  /** What must come before the next stage. */
  readonly awaiting: PhraseValue | undefined;
  /** What was said of hosts before anything was changed there. */
  readonly noted: readonly PhraseValue[];
  /** What hosts are waited for, the latest of each. */
  readonly waiting: readonly Waiting[];
  readonly stopping: StopHow | undefined;
  readonly end: RunEnd | undefined;
}

export const noDeployView: DeployView = {
  lastSeq: 0,
  phase: 'starting',
  beganAt: undefined,
  endedAt: undefined,
  hosts: [],
  steps: [],
  refusals: [],
  failures: [],
  checks: [],
  stages: [],
  lines: [],
  awaiting: undefined,
  noted: [],
  waiting: [],
  stopping: undefined,
  end: undefined,
};

/** Takes in what a run told. What was taken in before is left out, so that a stream may repeat itself. */
export function reduceDeploy(view: DeployView, entries: readonly RunEntry[]): DeployView {
  let now = view;
  for (const entry of entries) {
    if (entry.seq <= now.lastSeq) continue;
    now = { ...take(now, entry), lastSeq: entry.seq, beganAt: now.beganAt ?? entry.at };
  }
  return now;
}

function take(view: DeployView, { at, event }: RunEntry): DeployView {
  if (event.type === 'stopping') return { ...view, stopping: event.how };
  if (event.type === 'ended') return { ...view, phase: 'ended', endedAt: at, end: event.end };
  return event.type === 'deploy' ? takeDeploy(view, event.event, at) : view;
}

function takeDeploy(view: DeployView, event: ShownDeployEvent, at: number): DeployView {
  switch (event.code) {
    case 'gathering':
      return { ...view, phase: 'gathering', hosts: event.hosts };
    case 'planned':
      return { ...view, phase: 'applying', steps: withPlanned(view.steps, event.steps), refusals: event.refusals };
    case 'step-begin':
      return { ...view, steps: changed(view.steps, event.id, { state: 'running', beganAt: at }) };
    case 'step-end':
      return { ...view, steps: changed(view.steps, event.id, { state: event.result, seconds: event.seconds }) };
    case 'step-failed':
      return { ...view, failures: [...view.failures, event.failure] };
    case 'waiting':
      return { ...view, waiting: [...view.waiting.filter((one) => one.host !== event.host), event] };
    case 'probed':
      return { ...view, lines: [...view.lines, ...event.said] };
    case 'noted':
      return { ...view, noted: [...view.noted, event.said], lines: [...view.lines, event.said] };
    case 'planning-again':
      return { ...view, phase: 'looking-again' };
    case 'verifying':
      return { ...view, phase: 'verifying' };
    case 'verified':
      return { ...view, checks: event.checks };
    case 'stage':
      return {
        ...view,
        stages: [...view.stages, stageOf(event)],
        lines: [...view.lines, event.said, ...impactLines(event)],
        awaiting: undefined,
      };
    case 'awaiting':
      return { ...view, awaiting: event.said };
    case 'paused':
    case 'output':
      return view;
  }
}

function stageOf({ id, said, predicted, whatIf }: StageEvent): DeployView['stages'][number] {
  return { id, said, predicted: predicted ?? null, observed: null, whatIf };
}

function impactLines({ predicted, whatIf }: StageEvent): readonly PhraseValue[] {
  if (predicted === undefined) return [];
  const losses = whatIfPhrase(whatIf);
  return [predictedPhrase(predicted), ...(losses === undefined ? [] : [losses])];
}

/** A second look may plan a step again that was done, since what it depends on has changed: then it is to be done once more. */
function withPlanned(steps: readonly StepView[], planned: readonly ShownStep[]): readonly StepView[] {
  const fresh = new Map(planned.map((step) => [step.id, step]));
  const kept = steps.filter(({ step }) => !fresh.has(step.id));
  const made = planned.map((step): StepView => ({ step, state: 'waiting', beganAt: undefined, seconds: undefined }));
  return [...kept, ...made];
}

function changed(steps: readonly StepView[], id: string, change: Partial<Omit<StepView, 'step'>>): readonly StepView[] {
  return steps.map((one) => (one.step.id === id ? { ...one, ...change } : one));
}

/** How far a run is. */
export interface Progress {
  readonly doneSteps: number;
  readonly allSteps: number;
  /** Share of the work by the weight of its steps, 0 to 100; 100 only when it is over. */
  readonly percent: number;
  /** Undefined while nothing is known to judge by. */
  readonly remainingSeconds: number | undefined;
}

/** About what the closing checks take on a lab; they have no steps of their own. */
const verifySeconds = 3;

/**
 * Judges the progress: done weight, and of steps under way the part that their weight lets expect, never more than nine tenths.
 * The remaining time is that of the busiest host, at the pace seen so far.
 * @param now milliseconds since the epoch
 */
export function progressOf(view: DeployView, now: number): Progress {
  const { steps } = view;
  const done = steps.filter(({ state }) => state === 'done');
  const doneWeight = sum(done.map(({ step }) => step.weight));
  const doneSeconds = sum(done.map(({ seconds }) => seconds ?? 0));
  // A handful of steps says little about the pace; weights are seconds on a lab host.
  const pace = (doneSeconds + 5) / (doneWeight + 5);
  const running = steps.filter(({ state }) => state === 'running');
  const part = ({ step, beganAt }: StepView) =>
    Math.min(0.9, (now - (beganAt ?? now)) / 1000 / Math.max(0.1, step.weight * pace));
  const all = sum(steps.map(({ step }) => step.weight)) + (view.end === undefined ? verifySeconds : 0);
  const reached = doneWeight + sum(running.map((one) => part(one) * one.step.weight));
  const over = view.end !== undefined;
  const percent = all === 0 ? (over ? 100 : 0) : Math.min(over ? 100 : 99, Math.floor((100 * reached) / all));
  const left = new Map<string, number>();
  for (const one of steps) {
    if (one.state !== 'waiting' && one.state !== 'running') continue;
    const rest = one.step.weight * pace * (one.state === 'running' ? 1 - part(one) : 1);
    left.set(one.step.host, (left.get(one.step.host) ?? 0) + rest);
  }
  return {
    doneSteps: done.length,
    allSteps: steps.length,
    percent,
    remainingSeconds:
      over || steps.length === 0 ? undefined : Math.max(1, Math.round(Math.max(0, ...left.values()) + verifySeconds)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
