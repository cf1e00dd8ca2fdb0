import {
  type LeaderChange,
  type LeaderHistory,
  lookAtLeaders,
  mergeChanges,
  noLeaderHistory,
} from '../../../core/health/leaderChanges.ts';
import { changesToldByPatroni, readPatroniHistory } from '../../../core/health/patroniHistory.ts';
import type { StatusDocument } from '../../../core/health/statusDocument.ts';
import type { InstanceAnswer } from '../../../core/patroni/answers.ts';
import type { LeaderLog } from './leaderLog.ts';

/** Patroni writes the end of a timeline down some seconds after it; some ends it never does. */
const maxQuestions = 10;

/** Who led when: what the project has kept, what is seen now, and what Patroni tells of the time before. */
export class LeaderRecord {
  readonly #log: LeaderLog;
  readonly #tell: () => void;
  readonly #asked = new Map<string, { timeline: number; questions: number }>();
  #history: LeaderHistory = noLeaderHistory;
  #problem: string | undefined;

  /** @param tell called when something has come to it by itself */
  constructor(log: LeaderLog, tell: () => void) {
    this.#log = log;
    this.#tell = tell;
    void this.#keep([]);
  }

  /** Oldest first. */
  get changes(): readonly LeaderChange[] {
    return this.#history.changes;
  }

  /** Why the changes could not be kept on the disk. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Whether any cluster was seen to have a leader. */
  get hasSeenLeader(): boolean {
    return this.#history.memory.size > 0;
  }

  /** As `lookAtLeaders`. */
  look(status: StatusDocument, at: number, heardAt: (host: string) => number): void {
    const before = this.#history.changes;
    this.#history = lookAtLeaders(this.#history, status, at, heardAt);
    const seen = this.#history.changes.filter((change) => !before.includes(change));
    if (seen.length > 0) void this.#keep(seen);
  }

  /**
   * Asks Patroni once for every timeline how it began.
   * @param instance what the leader said of itself; nothing is asked of other members
   * @param ask its `GET /history`
   */
  async askPast(cluster: string, instance: InstanceAnswer | undefined, ask: () => Promise<unknown>): Promise<void> {
    if (instance?.role !== 'primary' || instance.timeline === null || instance.timeline < 2) return;
    const { timeline } = instance;
    const asked = this.#asked.get(cluster);
    const questions = asked?.timeline === timeline ? asked.questions : 0;
    if (questions >= maxQuestions) return;
    this.#asked.set(cluster, { timeline, questions: questions + 1 });
    const ends = readPatroniHistory(await ask().catch(() => undefined));
    if (ends.some((one) => one.timeline === timeline)) this.#asked.set(cluster, { timeline, questions: maxQuestions });
    const told = changesToldByPatroni(cluster, ends);
    if (mergeChanges(this.#history.changes, told) !== this.#history.changes) await this.#keep(told);
  }

  async #keep(changes: readonly LeaderChange[]): Promise<void> {
    try {
      const kept = await (changes.length === 0 ? this.#log.read() : this.#log.add(changes));
      this.#take(kept);
      this.#problem = undefined;
    } catch (error) {
      this.#take(changes);
      this.#problem = error instanceof Error ? error.message : String(error);
    }
    this.#tell();
  }

  #take(changes: readonly LeaderChange[]): void {
    this.#history = { ...this.#history, changes: mergeChanges(this.#history.changes, changes) };
  }
}
