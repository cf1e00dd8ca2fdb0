import type { Step, StepResult } from '../../../core/deployment/step.ts';
import { mostLineBytes } from '../../../core/operations/batchPrelude.ts';
import type { BatchMessage } from '../../../core/operations/batchScript.ts';
import { printable } from '../../../core/shell/printable.ts';
import { type Phrase, type PhraseValue, phraseText, say } from '../../../core/wording/phrase.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import type { HostPool } from '../ssh/hostPool.ts';
import { SshError } from '../ssh/sshError.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';
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
  const reports: StepReport[] = [];
  const failures: StepFailure[] = [];
  const allWeight = work.steps.reduce((sum, step) => sum + step.weight, 0);
  let doneWeight = 0;
  const progress = (): Progress => ({
    doneSteps: reports.filter((report) => report.result === 'done').length,
    allSteps: work.steps.length,
    percent: allWeight === 0 ? 100 : Math.min(100, Math.round((100 * doneWeight) / allWeight)),
  });

  const clean = (text: string) => printable(work.secrets.redact(text), 6000);
  const report = (step: Step, result: StepResult, began: number): StepReport => {
    const made = { id: step.id, host: step.host, result, seconds: Math.round(performance.now() - began) / 1000 };
    reports.push(made);
    if (result === 'done') doneWeight += step.weight;
    void work.door.journal.write([
      { event: 'end', run: work.door.run, step: step.id, host: step.host, result, seconds: made.seconds },
    ]);
    work.onEvent({ code: 'step-end', ...made, progress: progress() });
    return made;
  };

  const fail = async (
    failure: Omit<StepFailure, 'causes' | 'output' | 'explained'>,
    output: PhraseValue,
    causes: readonly LikelyCause[],
  ) => {
    const whole: StepFailure = {
      ...failure,
      output: clean(phraseText(output)),
      // What a host printed is a string.
      ...(typeof output === 'string' ? {} : { explained: output }),
      causes: causes.map((cause) => ({ ...cause, evidence: clean(cause.evidence) })),
    };
    failures.push(whole);
    work.onEvent({ code: 'step-failed', failure: whole });
  };

  const runOn = async (host: string, steps: readonly Step[], done: (step: Step) => void): Promise<BatchEnd> => {
    const target = work.targets.get(host);
    if (target === undefined) throw new Error(`there is no way to reach ${host}`);
    await work.door.journal.write(steps.map((step) => ({ event: 'begin', run: work.door.run, step: step.id, host })));
    const startedSeconds = Date.now() / 1000 - 5;
    let began = performance.now();
    let current: Step | undefined;
    let finished = 0;
    let failure: Extract<BatchMessage, { kind: 'failed' }> | undefined;
    let refusal: 'busy' | 'unlocked' | 'incomplete' | undefined;
    let printing: Step | undefined;
    const onMessage = (message: BatchMessage) => {
      switch (message.kind) {
        case 'begin': {
          current = steps[message.index];
          began = performance.now();
          if (current !== undefined) work.onEvent({ code: 'step-begin', ...titleOf(current), progress: progress() });
          return;
        }
        case 'at':
          printing = steps[message.index];
          return;
        case 'output': {
          const text = outputLine(message.text, (line) => work.secrets.redact(line));
          if (printing !== undefined && text !== '')
            work.onEvent({ code: 'output', id: printing.id, host, lines: [text] });
          return;
        }
        case 'done': {
          const step = steps[message.index];
          // Only the step that is under way can end: a host does not skip ahead.
          if (step === undefined || message.index !== finished) return;
          finished += 1;
          report(step, 'done', began);
          current = undefined;
          done(step);
          return;
        }
        case 'failed':
          if (message.index === finished) failure = message;
          return;
        case 'waiting': {
          const said = say`${host}: the script of an earlier run is still at work; waiting for its end`;
          work.onEvent({ code: 'waiting', host, message: phraseText(said), said });
          return;
        }
        case 'busy':
        case 'unlocked':
        case 'incomplete':
          refusal = message.kind;
          return;
        case 'alive':
        case 'finished':
          return;
      }
    };

    let lost: SshError | undefined;
    let end = { code: 0, stderr: '' };
    try {
      const session = await work.pool.session(target);
      end = await runBatch(session, {
        operations: steps,
        operator: work.door.operator,
        lockLine: work.door.lockLine,
        fill: (content) => work.secrets.fill(content),
        bundles: work.bundles,
        onMessage,
      });
    } catch (error) {
      if (!(error instanceof SshError)) throw error;
      lost = error;
    }
    const stuck = steps[finished];
    if (stuck === undefined) return { ok: true };

    const base = titleOf(stuck);
    if (lost !== undefined) {
      report(stuck, current === undefined ? 'skipped' : 'unknown', began);
      await fail({ ...base, phase: 'connection', status: undefined, command: stuck.apply }, lost.said, []);
      return { ok: false };
    }
    report(stuck, 'failed', began);
    const phase = failure?.phase ?? 'apply';
    const output =
      failure === undefined
        ? unforeseen(host, refusal, end.code, clean(end.stderr))
        : Buffer.from(failure.output, 'base64').toString('utf8');
    const command = phase === 'verify' ? stuck.verify : stuck.apply;
    const session = await work.pool.session(target).catch(() => undefined);
    const causes =
      session === undefined ? [] : await explainFailure(session, stuck.journals, phraseText(output), startedSeconds);
    await fail(
      { ...base, phase, status: failure?.status ?? end.code, command: work.secrets.redact(command) },
      output,
      causes,
    );
    return { ok: false };
  };

  const ok = await schedule(work.steps, { run: runOn, stopped: () => work.signal?.aborted ?? false });
  return { ok, reports, failures };
}

/** A line as it may be shown. The host may have cut a secret in two at its end, and half a secret is not recognised: that end goes too. */
function outputLine(text: string, redact: (text: string) => string): string {
  const redacted = redact(text);
  const cut = Buffer.byteLength(text) >= mostLineBytes;
  return printable(cut ? `${redacted.slice(0, -400)} [...]` : redacted, mostLineBytes).trimEnd();
}

function titleOf({ id, host, title, said }: Step) {
  return { id, host, title, said };
}

function unforeseen(
  host: string,
  refusal: 'busy' | 'unlocked' | 'incomplete' | undefined,
  code: number,
  stderr: string,
): Phrase {
  if (refusal === 'busy')
    return say`The script of an earlier run is still at work on the host and did not end in time.`;
  if (refusal === 'unlocked') return lockLostSaid(host);
  if (refusal === 'incomplete') return say`The host could not take in what was sent to it: ${stderr}`;
  return say`The script ended with status ${code} before this step: ${stderr}`;
}
