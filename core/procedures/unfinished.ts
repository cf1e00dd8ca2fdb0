/** What it takes of a line of the journal; see `JournalEntry`. */
export interface RunLine {
  readonly event: string;
  readonly run: string;
  readonly time: string;
  readonly what?: string;
  readonly dryRun?: boolean;
  readonly operator?: string;
  readonly step?: string;
}

/** A run of which nobody knows how it ended: it was killed, or its computer lost its power. */
export interface UnfinishedRun<Line extends RunLine = RunLine> {
  /** The line with which it began. */
  readonly begun: Line;
  /** Steps that began and of which no end is known, in the order of their beginning. */
  readonly unknownSteps: readonly string[];
}

/**
 * Finds the runs of a journal that have a beginning and no end, oldest first. Rehearsals are left out: they change nothing. A run that was said to be
 * `unknown` by a later one has been dealt with.
 * @param lines of the whole journal, oldest first. One of these runs may still be under way: who holds the locks knows that none is
 */
export function unfinishedRuns<Line extends RunLine>(lines: readonly Line[]): readonly UnfinishedRun<Line>[] {
  const open = new Map<string, { begun: Line; steps: string[] }>();
  for (const line of lines) {
    if (line.event === 'run' && line.dryRun !== true) open.set(line.run, { begun: line, steps: [] });
    else if (line.event === 'finished' || line.event === 'unknown') open.delete(line.run);
    const { step } = line;
    const run = open.get(line.run);
    if (run === undefined || step === undefined) continue;
    if (line.event === 'begin') run.steps.push(step);
    else if (line.event === 'end') run.steps = run.steps.filter((one) => one !== step);
  }
  return [...open.values()].map(({ begun, steps }) => ({ begun, unknownSteps: steps }));
}
