import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../../core/problem.ts';
import { type Phrase, say } from '../../../core/wording/phrase.ts';
import type { RunEnd, RunEvent, RunKind, StopHow } from './runEvent.ts';

/** One thing that a run told. */
export interface RunEntry {
  /** Counted from 1; larger than that of every entry before. */
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly event: RunEvent;
}

/** What a person chose for a run; one that follows it, such as the deployment after its rehearsal, is to choose the same. */
export interface RunChoices {
  /** Hosts of the plan that it leaves out. */
  readonly without: readonly string[];
  /** Checks of hosts that may fail. */
  readonly accept: readonly string[];
}

export interface RunSummary extends RunChoices {
  readonly id: string;
  readonly kind: RunKind;
  readonly planFile: string;
  readonly startedAt: number;
  readonly running: boolean;
}

/** What the work of a run gets. */
export interface RunHandle {
  emit(event: RunEvent): void;
  /** Asks for an end at the next safe point. */
  readonly pause: AbortSignal;
  /** Asks for an end now. */
  readonly abort: AbortSignal;
}

interface Run {
  readonly summary: Omit<RunSummary, 'running'>;
  entries: RunEntry[];
  lastSeq: number;
  running: boolean;
  readonly pause: AbortController;
  readonly abort: AbortController;
  wake: (() => void)[];
}

/** Entries of one run that are kept; beyond it the oldest lines of output are forgotten. */
const maxEntries = 250_000;
const maxPerSlice = 4000;
const gatherMilliseconds = 40;

/**
 * The runs of this program. They go on whoever watches: a page that was reloaded follows the same run again, from its beginning. Of each plan
 * and kind the latest is kept.
 */
export class Runs {
  readonly #runs = new Map<string, Run>();
  readonly #onEnd = new Set<(run: RunSummary, end: RunEnd) => void>();

  /**
   * Begins a run.
   * @param work its end is told to whoever follows; what it throws becomes an end too
   * @param choices what it leaves out and goes on in spite of; default: nothing
   * @throws Problem `run-active` (no) when the hosts of the plan are being changed, or are to be while this kind runs
   */
  start(
    kind: RunKind,
    planFile: string,
    work: (handle: RunHandle) => Promise<RunEnd>,
    { without, accept }: RunChoices = { without: [], accept: [] },
  ): RunSummary {
    const other = [...this.#runs.values()].find(
      (run) =>
        run.running &&
        run.summary.planFile === planFile &&
        (changesHosts(run.summary.kind) || changesHosts(kind) || run.summary.kind === kind),
    );
    if (other !== undefined) throw active(other);
    for (const [id, { summary }] of this.#runs)
      if (summary.planFile === planFile && summary.kind === kind) this.#runs.delete(id);
    const run: Run = {
      summary: { id: randomUUID(), kind, planFile, startedAt: Date.now(), without, accept },
      entries: [],
      lastSeq: 0,
      running: true,
      pause: new AbortController(),
      abort: new AbortController(),
      wake: [],
    };
    this.#runs.set(run.summary.id, run);
    void this.#carryOut(run, work);
    return summaryOf(run);
  }

  /** Asks a run to stop. One that has ended stays as it is. @throws Problem `run-unknown` (usage) */
  stop(id: string, how: StopHow): void {
    const run = this.#get(id);
    if (!run.running) return;
    append(run, { type: 'stopping', how });
    run.pause.abort();
    if (how === 'at-once') run.abort.abort();
  }

  /**
   * Forgets the runs of a plan whose file goes away.
   * @throws Problem `run-active` (no) when one of them is under way
   */
  forget(planFile: string): void {
    const own = [...this.#runs].filter(([, { summary }]) => summary.planFile === planFile);
    for (const [, run] of own) if (run.running) throw active(run);
    for (const [id] of own) this.#runs.delete(id);
  }

  /** Tells of the end of every run. */
  onEnd(listener: (run: RunSummary, end: RunEnd) => void): void {
    this.#onEnd.add(listener);
  }

  /** The runs of a plan, or of all plans, the latest last. */
  list(planFile?: string): readonly RunSummary[] {
    return [...this.#runs.values()]
      .filter((run) => planFile === undefined || run.summary.planFile === planFile)
      .map(summaryOf);
  }

  /**
   * What a run tells, from its beginning or after an entry, until its end, in slices.
   * @throws Problem `run-unknown` (usage) when this program knows no such run (any more)
   */
  async *follow(id: string, afterSeq: number, signal: AbortSignal | undefined): AsyncGenerator<readonly RunEntry[]> {
    const run = this.#get(id);
    let seen = afterSeq;
    while (signal?.aborted !== true) {
      const from = firstAfter(run.entries, seen);
      const slice = run.entries.slice(from, from + maxPerSlice);
      const last = slice.at(-1);
      if (last !== undefined) {
        seen = last.seq;
        yield slice;
      } else if (!run.running) return;
      else {
        await nextEntry(run, signal);
        // Lines come in bursts: what comes within a blink travels together.
        await sleep(gatherMilliseconds);
      }
    }
  }

  async #carryOut(run: Run, work: (handle: RunHandle) => Promise<RunEnd>): Promise<void> {
    let end: RunEnd;
    try {
      end = await work({
        emit: (event) => append(run, event),
        pause: run.pause.signal,
        abort: run.abort.signal,
      });
    } catch (error) {
      end = run.abort.signal.aborted ? { outcome: 'stopped' } : problemEnd(error);
    }
    run.running = false;
    append(run, { type: 'ended', end });
    for (const listener of this.#onEnd) listener(summaryOf(run), end);
  }

  #get(id: string): Run {
    const run = this.#runs.get(id);
    if (run !== undefined) return run;
    throw new Problem(
      'run-unknown',
      'usage',
      say`This run is not known any more: the program was started anew, or a later run took its place.`,
    );
  }
}

const kindsSaid: Readonly<Partial<Record<RunKind, Phrase>>> = {
  preflight: say`preflight`,
  rehearsal: say`rehearsal`,
  deploy: say`deploy`,
  rotate: say`renewal of certificates`,
  destroy: say`destroy`,
  switchover: say`switchover`,
  promote: say`promotion of the standby region`,
  return: say`return of a region`,
};

function active({ summary: { id, kind } }: Run): Problem {
  return new Problem(
    'run-active',
    'no',
    say`A ${kindsSaid[kind] ?? kind} of this plan is under way. Wait for its end or stop it first.`,
    { details: { id, kind } },
  );
}

/** Whether a run of this kind changes hosts, so that nothing else may, and nobody should end the program meanwhile. */
export function changesHosts(kind: RunKind): boolean {
  return kind !== 'preflight' && kind !== 'rehearsal';
}

function summaryOf(run: Run): RunSummary {
  return { ...run.summary, running: run.running };
}

function append(run: Run, event: RunEvent): void {
  run.lastSeq += 1;
  run.entries.push({ seq: run.lastSeq, at: Date.now(), event });
  if (run.entries.length > maxEntries) run.entries = withoutOldOutput(run.entries);
  const { wake } = run;
  run.wake = [];
  for (const one of wake) one();
}

/** Forgets the older half of the lines, so that this is seldom done. */
function withoutOldOutput(entries: readonly RunEntry[]): RunEntry[] {
  const half = entries.length / 2;
  return entries.filter(
    (entry, index) => index > half || entry.event.type !== 'deploy' || entry.event.event.code !== 'output',
  );
}

function firstAfter(entries: readonly RunEntry[], seq: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.seq ?? 0) <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nextEntry(run: Run, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      signal?.removeEventListener('abort', done);
      resolve();
    };
    run.wake.push(done);
    signal?.addEventListener('abort', done, { once: true });
  });
}

function problemEnd(error: unknown): RunEnd {
  if (error instanceof Problem)
    return {
      outcome: 'problem',
      code: error.code,
      kind: error.kind,
      message: error.message,
      said: error.said,
      details: error.details ?? null,
    };
  const message = error instanceof Error ? error.message : String(error);
  return { outcome: 'problem', code: 'fault', kind: 'fault', message, said: message, details: null };
}
