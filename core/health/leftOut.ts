import { type Phrase, say } from '../wording/phrase.ts';

/** What it takes of a line of the journal; see `JournalEntry`. */
export interface LeftOutLine {
  readonly event: string;
  readonly run: string;
  readonly time: string;
  readonly what?: string;
  readonly dryRun?: boolean;
  readonly hosts?: readonly string[];
  readonly without?: readonly string[];
  readonly operator?: string;
  readonly ok?: boolean;
}

/** A host that a person left out of what was done to all others, and that is still to be made good. */
export interface LeftOutHost {
  readonly host: string;
  /** When the first run that left it out began. */
  readonly since: string;
  /** What it missed: after a removal it still holds everything, after a deployment it may be as it was before. */
  readonly what: 'deploy' | 'destroy';
  /** `user@machine` of whoever left it out. */
  readonly operator: string;
}

/**
 * Finds in a journal the hosts that were left out and not visited since by a run that came to its good end. A removal that missed a host stands until a
 * removal reaches it: whatever else is done, that host still holds what was to go.
 * @param lines of the whole journal, oldest first
 */
export function leftOutHosts(lines: readonly LeftOutLine[]): readonly LeftOutHost[] {
  const runs = new Map<string, LeftOutLine>();
  const left = new Map<string, LeftOutHost>();
  const leaveOut = ({ what, without = [], time, operator = 'unknown' }: LeftOutLine) => {
    if (what !== 'deploy' && what !== 'destroy') return;
    for (const host of without) {
      const known = left.get(host);
      if (known === undefined || (known.what === 'deploy' && what === 'destroy'))
        left.set(host, { host, since: time, what, operator });
    }
  };
  for (const line of lines) {
    const begun = runs.get(line.run);
    if (line.event === 'run' && line.dryRun !== true) runs.set(line.run, line);
    // From its first step on, a run has left the host behind, however it ends.
    else if (line.event === 'begin' && begun !== undefined) leaveOut(begun);
    else if (line.event === 'finished' && line.ok === true && begun !== undefined) {
      leaveOut(begun);
      for (const host of begun.hosts ?? []) {
        const missed = left.get(host)?.what;
        if (missed === begun.what || (missed === 'deploy' && begun.what === 'destroy')) left.delete(host);
      }
    }
  }
  return [...left.values()];
}

/** Whether a project has begun to change its hosts and has not taken all of it away since: then there may be data on any of them. */
export function mayHoldData(lines: readonly LeftOutLine[]): boolean {
  const runs = new Map<string, LeftOutLine>();
  let begun = false;
  for (const line of lines) {
    const run = runs.get(line.run);
    if (line.event === 'run') runs.set(line.run, line);
    else if (line.event === 'begin' && run?.what === 'deploy') begun = true;
    else if (line.event === 'finished' && line.ok === true && run?.what === 'destroy' && run.dryRun !== true)
      begun = false;
  }
  return begun;
}

/** What is on a host that a removal left out, and how it is finished. */
export const stillThere = say`its services, files, packages and data are still there. Alone it forms no cluster, since the rest of its etcd is gone. When it is back, run the removal again: it takes away what is left there. Until then nothing can be deployed`;

/** What a left-out host means and what to do about it, for a person. */
export function leftOutSaid({ host, since, what, operator }: LeftOutHost): Phrase {
  return what === 'deploy'
    ? say`${host} was left out of what was deployed, since ${since} by ${operator}: it may differ from the plan. When it is back, deploy again without leaving it out.`
    : say`${host} was left out when the deployment was removed, ${since} by ${operator}: ${stillThere}.`;
}
