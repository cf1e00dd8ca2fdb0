import type { LockOwner } from '../facts/hostLock.ts';
import type { PhraseValue } from '../wording/phrase.ts';
import type { RunLine } from './unfinished.ts';

/** Where the process of a run is, as its first line says. */
type Place = Pick<LockOwner, 'process' | 'machine' | 'boot' | 'space'>;

/** What it takes of a line of the journal; see `JournalEntry`. Only the first three fields are in lines of every version. */
export interface HistoryLine extends RunLine {
  readonly plan?: string;
  readonly at?: Place;
  readonly hosts?: readonly string[];
  readonly without?: readonly string[];
  readonly cluster?: string;
  readonly checks?: readonly AcceptedCheck[];
  readonly host?: string;
  readonly result?: string;
  readonly ok?: boolean;
  readonly how?: 'refused' | 'stopped';
  readonly message?: string;
  readonly said?: PhraseValue;
}

/** A check of a host that failed, and that a person accepted by name. */
export interface AcceptedCheck {
  readonly check: string;
  readonly host: string;
  readonly message: string;
}

/**
 * How a run ended. `refused`: before anything was changed. `stopped`: at a safe point, because somebody asked. `cut-off`: it was killed, so nobody
 * knows what became of its last steps. `going`: it has not ended yet.
 */
export type RunOutcome = 'done' | 'failed' | 'refused' | 'stopped' | 'cut-off' | 'going';

/** One run of a procedure, as the journal tells it. */
export interface PastRun {
  readonly id: string;
  /** What was done, such as `deploy`. */
  readonly what: string;
  /** The cluster that it was about; null when it was about the whole plan. */
  readonly cluster: string | null;
  /** Only the steps were computed. */
  readonly rehearsal: boolean;
  /** `user@machine`; null in journals of earlier versions. */
  readonly operator: string | null;
  /** When it began, in ISO 8601. */
  readonly startedAt: string;
  /** From the beginning to the end; null where no end is known. */
  readonly seconds: number | null;
  readonly outcome: RunOutcome;
  /** Why it did not come to a good end, where that was written down: in English, and with its values apart. */
  readonly message: string | null;
  readonly said: PhraseValue | null;
  /** The hosts that it might change. */
  readonly hosts: readonly string[];
  /** Hosts that a person left out by name, and hosts that could not be reached and were gone without. */
  readonly without: readonly string[];
  readonly unreachable: readonly string[];
  readonly accepted: readonly AcceptedCheck[];
  readonly stepsDone: number;
  /** Steps of which the last try failed. */
  readonly failedSteps: readonly string[];
  /** Steps that began and of which no end is known. */
  readonly unknownSteps: readonly string[];
}

interface Told {
  readonly begun: HistoryLine;
  readonly hosts: Set<string>;
  readonly steps: Map<string, string>;
  accepted: readonly AcceptedCheck[];
  unreachable: readonly string[];
  last: HistoryLine;
  finished: HistoryLine | undefined;
  givenUp: boolean;
}

/**
 * Reads the runs of a journal, newest first.
 * @param lines of the whole journal, oldest first
 * @param goesOn whether the process of a run without an end is still at it, by its place (undefined in earlier versions) and its last line's time
 */
export function pastRuns(
  lines: readonly HistoryLine[],
  goesOn: (place: Place | undefined, lastTime: string) => boolean,
): readonly PastRun[] {
  const runs = new Map<string, Told>();
  for (const line of lines) {
    if (line.event === 'run') runs.set(line.run, beginning(line));
    else take(runs.get(line.run), line);
  }
  return [...runs.values()].map((told) => pastRun(told, goesOn)).reverse();
}

/**
 * Finds the run that is meant by its id or the beginning of it.
 * @returns undefined when there is none, or several
 */
export function runNamed(runs: readonly PastRun[], name: string): PastRun | undefined {
  const [found, ...more] = runs.filter(({ id }) => name !== '' && id.startsWith(name));
  return more.length === 0 ? found : runs.find(({ id }) => id === name);
}

function beginning(line: HistoryLine): Told {
  return {
    begun: line,
    hosts: new Set(line.hosts ?? []),
    steps: new Map(),
    accepted: [],
    unreachable: [],
    last: line,
    finished: undefined,
    givenUp: false,
  };
}

function take(run: Told | undefined, line: HistoryLine): void {
  if (run === undefined) return;
  const { event, step, host, result } = line;
  // Said by a later run: its time is not that of this one.
  if (event === 'unknown') run.givenUp = true;
  else run.last = line;
  if (event === 'finished') run.finished = line;
  else if (event === 'accepted') run.accepted = [...run.accepted, ...(line.checks ?? [])];
  else if (event === 'unreachable') run.unreachable = line.hosts ?? [];
  else if (step !== undefined && (event === 'begin' || event === 'end')) {
    if (host !== undefined) run.hosts.add(host);
    run.steps.set(step, event === 'begin' ? 'unknown' : (result ?? 'unknown'));
  }
}

function pastRun(told: Told, goesOn: Parameters<typeof pastRuns>[1]): PastRun {
  const { begun, finished, last } = told;
  const named = (result: string) => [...told.steps].flatMap(([step, how]) => (how === result ? [step] : []));
  const goes = () => !told.givenUp && goesOn(begun.at, last.time);
  return {
    id: begun.run,
    what: begun.what ?? 'unknown',
    cluster: begun.cluster ?? null,
    rehearsal: begun.dryRun === true,
    operator: begun.operator ?? null,
    startedAt: begun.time,
    seconds: finished === undefined ? null : secondsBetween(begun.time, finished.time),
    outcome: finished === undefined ? (goes() ? 'going' : 'cut-off') : outcomeOf(finished, told.steps),
    message: finished?.message ?? null,
    said: finished?.said ?? finished?.message ?? null,
    hosts: [...told.hosts],
    without: begun.without ?? [],
    unreachable: told.unreachable,
    accepted: told.accepted,
    stepsDone: named('done').length,
    failedSteps: named('failed'),
    unknownSteps: named('unknown'),
  };
}

/** Journals of earlier versions do not tell how a run fell: one that began nothing and gives no reason was refused. */
function outcomeOf({ ok, how, message }: HistoryLine, steps: ReadonlyMap<string, string>): RunOutcome {
  if (ok === true) return 'done';
  if (how === 'stopped') return 'stopped';
  const untouched = steps.size === 0;
  return untouched && (how === 'refused' || message === undefined) ? 'refused' : 'failed';
}

function secondsBetween(from: string, to: string): number | null {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.round(seconds * 10) / 10) : null;
}
