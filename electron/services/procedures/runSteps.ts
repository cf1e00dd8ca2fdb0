import type { Step, StepResult } from '../../../core/deployment/step.ts';
import { maxLineBytes } from '../../../core/operations/batchPrelude.ts';
import { printable } from '../../../core/shell/printable.ts';
import { type Phrase, type PhraseValue, phraseText, say } from '../../../core/wording/phrase.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import type { HostPool } from '../ssh/hostPool.ts';
import { SshError } from '../ssh/sshError.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';
import { type BatchEffect, type BatchState, beginBatch, takeMessage } from './batchState.ts';
import type { Door } from './door.ts';
import { explainFailure } from './explainFailure.ts';
import { lockLostSaid } from './lockScripts.ts';
import type { LikelyCause, ProcedureEvent, Progress, StepFailure } from './procedureEvent.ts';
import { type BundleLocation, runBatch } from './runBatch.ts';
import { type BatchEnd, type StepReport, schedule } from './scheduler.ts';

export interface StepsRun {
  readonly door: Pick<Door, 'run' | 'operator' | 'lockLine' | 'journal'>;
  readonly steps: readonly Step[];
  readonly pool: HostPool;
  readonly targets: ReadonlyMap<string, SshTarget>;
  readonly secrets: SecretStore;
  readonly bundles: ReadonlyMap<string, BundleLocation>;
  readonly signal: AbortSignal | undefined;
  readonly onEvent: (event: ProcedureEvent) => void;
}

export interface StepsOutcome {
  readonly ok: boolean;
  readonly reports: readonly StepReport[];
  readonly failures: readonly StepFailure[];
}

/** Applies steps: journal, events, batches, and the reasons of failures. Stops at a safe point when the signal asks for it. */
export async function runSteps(work: StepsRun): Promise<StepsOutcome> {
  const ledger = new Ledger(work);
  const ok = await schedule(work.steps, {
    run: (host, steps, done) => runOn(work, ledger, host, steps, done),
    stopped: () => work.signal?.aborted ?? false,
  });
  return { ok, reports: ledger.reports, failures: ledger.failures };
}

/** What has been reported of the steps of a run, told and written down as it comes. */
class Ledger {
  readonly reports: StepReport[] = [];
  readonly failures: StepFailure[] = [];
  readonly #work: StepsRun;

  constructor(work: StepsRun) {
    this.#work = work;
  }

  progress(): Progress {
    const { steps } = this.#work;
    const done = new Set(this.reports.filter(({ result }) => result === 'done').map(({ id }) => id));
    const all = weightOf(steps);
    const percent = (100 * weightOf(steps.filter(({ id }) => done.has(id)))) / all;
    return {
      doneSteps: done.size,
      allSteps: steps.length,
      percent: all === 0 ? 100 : Math.min(100, Math.round(percent)),
    };
  }

  report({ id, host }: Step, result: StepResult, began: number): void {
    const { door, onEvent } = this.#work;
    const made = { id, host, result, seconds: Math.round(performance.now() - began) / 1000 };
    this.reports.push(made);
    void door.journal.write([{ event: 'end', run: door.run, step: id, host, result, seconds: made.seconds }]);
    onEvent({ code: 'step-end', ...made, progress: this.progress() });
  }

  fail(
    failure: Omit<StepFailure, 'causes' | 'output' | 'explained'>,
    output: PhraseValue,
    causes: readonly LikelyCause[],
  ): void {
    const whole: StepFailure = {
      ...failure,
      output: this.clean(phraseText(output)),
      // What a host printed is a string.
      ...(typeof output === 'string' ? {} : { explained: output }),
      causes: causes.map((cause) => ({ ...cause, evidence: this.clean(cause.evidence) })),
    };
    this.failures.push(whole);
    this.#work.onEvent({ code: 'step-failed', failure: whole });
  }

  clean(text: string): string {
    return printable(this.#work.secrets.redact(text), 6000);
  }
}

function weightOf(steps: readonly Step[]): number {
  return steps.reduce((sum, { weight }) => sum + weight, 0);
}

/** Runs one batch on one host. */
async function runOn(
  work: StepsRun,
  ledger: Ledger,
  host: string,
  steps: readonly Step[],
  done: (step: Step) => void,
): Promise<BatchEnd> {
  const { door, secrets, onEvent } = work;
  const target = work.targets.get(host);
  if (target === undefined) throw new Error(`there is no way to reach ${host}`);
  await door.journal.write(steps.map((step) => ({ event: 'begin', run: door.run, step: step.id, host })));
  const sinceSeconds = Date.now() / 1000 - 5;
  let state = beginBatch(steps.length);
  let began = performance.now();

  const show = (effect: BatchEffect) => {
    if (effect.kind === 'waiting') {
      const said = say`${host}: the script of an earlier run is still at work; waiting for its end`;
      onEvent({ code: 'waiting', host, message: phraseText(said), said });
      return;
    }
    const step = steps[effect.step];
    if (step === undefined) return;
    if (effect.kind === 'printed') {
      const text = outputLine(effect.text, (line) => secrets.redact(line));
      if (text !== '') onEvent({ code: 'output', id: step.id, host, lines: [text] });
    } else if (effect.kind === 'begun') {
      began = performance.now();
      onEvent({ code: 'step-begin', ...titleOf(step), progress: ledger.progress() });
    } else {
      ledger.report(step, 'done', began);
      done(step);
    }
  };

  let lost: SshError | undefined;
  let end = { code: 0, stderr: '' };
  try {
    end = await runBatch(await work.pool.session(target), {
      operations: steps,
      operator: door.operator,
      lockLine: door.lockLine,
      fill: (content) => secrets.fill(content),
      bundles: work.bundles,
      onMessage: (message) => {
        const taken = takeMessage(state, message);
        state = taken.state;
        if (taken.effect !== undefined) show(taken.effect);
      },
    });
  } catch (error) {
    if (!(error instanceof SshError)) throw error;
    lost = error;
  }
  const stuck = steps[state.finished];
  if (stuck === undefined) return { ok: true };
  if (lost !== undefined) {
    ledger.report(stuck, state.current === undefined ? 'skipped' : 'unknown', began);
    ledger.fail({ ...titleOf(stuck), phase: 'connection', status: undefined, command: stuck.apply }, lost.said, []);
    return { ok: false };
  }
  ledger.report(stuck, 'failed', began);
  await explain(work, ledger, stuck, state, { ...end, target, sinceSeconds });
  return { ok: false };
}

/** Says what a failed step printed, and what is known about why. */
async function explain(
  work: StepsRun,
  ledger: Ledger,
  step: Step,
  { failure, refusal }: BatchState,
  end: { readonly code: number; readonly stderr: string; readonly target: SshTarget; readonly sinceSeconds: number },
): Promise<void> {
  const phase = failure?.phase ?? 'apply';
  const output =
    failure === undefined
      ? unforeseen(step.host, refusal, end.code, ledger.clean(end.stderr))
      : Buffer.from(failure.output, 'base64').toString('utf8');
  const session = await work.pool.session(end.target).catch(() => undefined);
  const causes =
    session === undefined ? [] : await explainFailure(session, step.journals, phraseText(output), end.sinceSeconds);
  const command = work.secrets.redact(phase === 'verify' ? step.verify : step.apply);
  ledger.fail({ ...titleOf(step), phase, status: failure?.status ?? end.code, command }, output, causes);
}

/** A line as it may be shown. The host may have cut a secret in two at its end, and half a secret is not recognised: that end goes too. */
function outputLine(text: string, redact: (text: string) => string): string {
  const redacted = redact(text);
  const cut = Buffer.byteLength(text) >= maxLineBytes;
  return printable(cut ? `${redacted.slice(0, -400)} [...]` : redacted, maxLineBytes).trimEnd();
}

function titleOf({ id, host, title, said }: Step) {
  return { id, host, title, said };
}

function unforeseen(host: string, refusal: BatchState['refusal'], code: number, stderr: string): Phrase {
  if (refusal === 'busy')
    return say`The script of an earlier run is still at work on the host and did not end in time.`;
  if (refusal === 'unlocked') return lockLostSaid(host);
  if (refusal === 'incomplete') return say`The host could not take in what was sent to it: ${stderr}`;
  return say`The script ended with status ${code} before this step: ${stderr}`;
}
