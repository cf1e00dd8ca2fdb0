import { listOf, type Phrase, say } from '../wording/phrase.ts';

/** A host that left the plan while it could not be reached, and answers again with what was deployed there. */
export interface ReturnedHost {
  readonly host: string;
  readonly address: string;
  /** Names of its services that run. */
  readonly running: readonly string[];
  /** What its PostgreSQL does; null where none answers. */
  readonly postgres: 'primary' | 'replica' | null;
  /** From where its PostgreSQL receives WAL; null where it receives none. */
  readonly streamsFrom: string | null;
}

/** What it is, where, and what it still does. */
export function returnedSaid({ host, address, running, postgres, streamsFrom }: ReturnedHost): Phrase {
  const runs =
    running.length === 0 ? say`nothing of it runs` : say`${listOf(running)} runs there, outside of every cluster`;
  const does =
    postgres === 'primary'
      ? say`its PostgreSQL takes writes, which nobody else gets`
      : streamsFrom === null
        ? say`it has no vote in etcd and no copy of what is written`
        : say`it has no vote in etcd, and receives from ${streamsFrom} what is written`;
  return say`${host} (${address}) left the plan and is back with what was deployed there: ${runs}; ${does}`;
}

/** The one thing to do about it. */
export const returnedNext = say`Run quorate deploy PLAN: it cleans the host, and touches no other for that`;
