/** What a project has brought to its hosts so far, by its own journal. */
export type Deployed = 'never' | 'deployed' | 'removed';

/** What it takes of a line of the journal; see `JournalEntry`. */
export interface JournalLine {
  readonly event: string;
  readonly run: string;
  readonly what?: string;
  readonly dryRun?: boolean;
  readonly ok?: boolean;
}

/**
 * Judges a journal. What counts is a deployment that came to its good end after its steps, of this run or an earlier one, had begun; a
 * rehearsal writes a run of no steps, and journals from before rehearsals were marked hold them as deployments without a step.
 * @param lines of the whole journal, oldest first
 */
export function deployedBy(lines: readonly JournalLine[]): Deployed {
  const runs = new Map<string, JournalLine>();
  let begun = false;
  let deployed: Deployed = 'never';
  for (const line of lines) {
    const run = runs.get(line.run);
    if (line.event === 'run') runs.set(line.run, line);
    else if (run === undefined || run.dryRun === true) continue;
    else if (line.event === 'begin' && deploys(run)) begun = true;
    else if (line.event === 'finished' && line.ok === true) {
      if (run.what === 'destroy') {
        if (deployed === 'deployed' || begun) deployed = 'removed';
        begun = false;
      } else if ((deploys(run) && begun) || run.what === 'recover') deployed = 'deployed';
    }
  }
  return deployed;
}

/** Whether it brings a plan to its hosts. */
function deploys({ what }: JournalLine): boolean {
  return what === 'deploy' || what === 'adopt';
}
