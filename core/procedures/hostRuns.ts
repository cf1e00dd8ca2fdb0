import type { AuditLine } from '../facts/auditLog.ts';
import type { PastRun } from './history.ts';

/** A run as the hosts have it in their audit logs. */
export interface HostRun {
  /** Of the run; null where hosts have it from a version that did not write it down. */
  readonly id: string | null;
  /** What was done, such as `deploy`; null as before. */
  readonly what: string | null;
  /** `user@machine`. */
  readonly operator: string;
  /** Of its first and its last line, in ISO 8601, by the clocks of the hosts. */
  readonly startedAt: string;
  readonly lastAt: string;
  readonly hosts: readonly string[];
  readonly stepsDone: number;
  readonly failedSteps: readonly string[];
}

/** Without a word about runs, lines of one operator within this time are taken for one. */
const pauseMilliseconds = 10 * 60_000;

interface Gathered {
  readonly id: string | null;
  readonly what: string | null;
  readonly operator: string;
  startedAt: string;
  lastAt: string;
  readonly hosts: Set<string>;
  readonly steps: Map<string, 'done' | 'failed'>;
}

/**
 * Puts the audit logs of hosts together, newest run first.
 * @param logs of each host, oldest line first
 */
export function hostRuns(logs: ReadonlyMap<string, readonly AuditLine[]>): readonly HostRun[] {
  const named = new Map<string, Gathered>();
  const unnamed: Gathered[] = [];
  for (const [host, lines] of logs) {
    let current: Gathered | undefined;
    for (const line of lines) {
      if (line.run !== undefined) {
        current = named.get(line.run.id) ?? begun(line, line.run.id, line.run.what);
        named.set(line.run.id, current);
      } else if (current?.operator !== line.operator) {
        current = unnamedRun(unnamed, line);
      } else if (current.id === null && !follows(current, line)) {
        current = unnamedRun(unnamed, line);
      }
      take(current, host, line);
    }
  }
  return [...named.values(), ...unnamed]
    .map(({ hosts, steps, ...run }): HostRun => {
      const of = (result: 'done' | 'failed') => [...steps].flatMap(([id, how]) => (how === result ? [id] : []));
      return { ...run, hosts: [...hosts].sort(), stepsDone: of('done').length, failedSteps: of('failed') };
    })
    .toSorted((one, other) => (one.startedAt < other.startedAt ? 1 : -1));
}

/**
 * The runs on the hosts that a project's own journal does not hold: somebody else's, or those of a folder that was lost.
 * @param own runs of the journal
 */
export function unknownRuns(
  runs: readonly HostRun[],
  own: readonly Pick<PastRun, 'id' | 'operator' | 'startedAt' | 'seconds'>[],
): readonly HostRun[] {
  return runs.filter((run) => {
    if (run.id !== null) return !own.some(({ id }) => id === run.id);
    // Of earlier versions only who and when is known; the clocks of hosts and operators differ.
    return !own.some(({ operator, startedAt, seconds }) => {
      const began = Date.parse(startedAt) - pauseMilliseconds;
      const ended = Date.parse(startedAt) + (seconds ?? 0) * 1000 + pauseMilliseconds;
      const at = Date.parse(run.startedAt);
      return operator === run.operator && at >= began && at <= ended;
    });
  });
}

function begun({ time, operator }: AuditLine, id: string | null, what: string | null): Gathered {
  return { id, what, operator, startedAt: time, lastAt: time, hosts: new Set(), steps: new Map() };
}

function unnamedRun(unnamed: Gathered[], line: AuditLine): Gathered {
  const found = unnamed.find((run) => run.operator === line.operator && follows(run, line));
  if (found !== undefined) return found;
  const made = begun(line, null, null);
  unnamed.push(made);
  return made;
}

function follows({ startedAt, lastAt }: Gathered, { time }: AuditLine): boolean {
  const at = Date.parse(time);
  return at > Date.parse(startedAt) - pauseMilliseconds && at < Date.parse(lastAt) + pauseMilliseconds;
}

function take(run: Gathered, host: string, { time, step }: AuditLine): void {
  run.hosts.add(host);
  if (time < run.startedAt) run.startedAt = time;
  if (time > run.lastAt) run.lastAt = time;
  if (step !== undefined) run.steps.set(step.id, step.result);
}
