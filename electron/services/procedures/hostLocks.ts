import type { HostLock, LockOwner } from '../../../core/facts/hostLock.ts';
import type { HostOwner } from '../../../core/facts/hostOwner.ts';
import { Problem } from '../../../core/problem.ts';
import { printablePhrase } from '../../../core/shell/printable.ts';
import { say } from '../../../core/wording/phrase.ts';
import { beatSeconds, goneAfterSeconds, isOurs, isStale } from '../projects/lockOwner.ts';
import type { HostOutcome, HostPool } from '../ssh/hostPool.ts';
import type { SshError } from '../ssh/sshError.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';
import { beatScript, lockScript, unlockScript } from './lockScripts.ts';
import { whyNoLock, whyNoLockScript } from './whyNoLock.ts';

/** What is known of a host, its lock among it. */
export interface LockedFacts {
  readonly lock: HostLock | undefined;
  /** Whose it is; undefined where it is nobody's, and where that was not asked. */
  readonly owner?: HostOwner | undefined;
}

/**
 * Reads the facts of hosts.
 * @param before for each host a script to run first in the same round trip
 */
export type Gather<F extends LockedFacts> = (
  targets: readonly SshTarget[],
  before: (host: string) => string,
) => Promise<readonly HostOutcome<F>[]>;

/** What came of looking at hosts. */
export interface Looked<F> {
  readonly facts: ReadonlyMap<string, F>;
  readonly unreachable: readonly SshError[];
}

export interface LockOptions {
  readonly pool: HostPool;
  readonly owner: LockOwner;
  /** Take over the locks of others, because a person said so. */
  readonly takeLock: boolean;
}

/** The locks of one run on its hosts, from the first look to the end. While they are held each host is shown that the owner is there. */
export class HostLocks {
  readonly #options: LockOptions;
  #targets: readonly SshTarget[] = [];
  #held: readonly SshTarget[] = [];
  #heart: NodeJS.Timeout | undefined;
  readonly #beating = new Set<string>();

  constructor(options: LockOptions) {
    this.#options = options;
  }

  /**
   * Takes the lock of every host that can be reached and reads the facts under it, in one round trip, or two where a lock was left behind.
   * @param locking without it the facts are read and nothing is locked
   * @throws Problem `locked` (no) when somebody else works on a host, `lock-failed` (no) when a host cannot keep a lock
   */
  async take<F extends LockedFacts>(
    targets: readonly SshTarget[],
    gather: Gather<F>,
    locking: boolean,
  ): Promise<Looked<F>> {
    const { owner, takeLock } = this.#options;
    if (!locking) return lookedAt(await gather(targets, () => ''));
    // Also those that may not have it: whether a script that was cut off took the lock, nobody knows.
    this.#targets = targets;
    const first = lookedAt(await gather(targets, () => lockScript(owner)));
    const held = [...first.facts].flatMap(([host, { lock }]) => (isOurs(lock, owner) ? [] : [{ host, lock }]));
    if (held.length === 0) return this.#keep(first);
    const stubborn = held.find(({ lock }) => lock === undefined || !(takeLock || isStale(lock)));
    if (stubborn !== undefined) throw await this.#refusal(stubborn.host, stubborn.lock);
    const locks = new Map(held.map(({ host, lock }) => [host, lock]));
    const reached = targets.filter(({ name }) => first.facts.has(name));
    const again = lookedAt(await gather(reached, (host) => lockScript(owner, locks.get(host))));
    const lost = [...again.facts].find(([, { lock }]) => !isOurs(lock, owner));
    if (lost !== undefined) throw await this.#refusal(lost[0], lost[1].lock);
    return this.#keep({ facts: again.facts, unreachable: [...first.unreachable, ...again.unreachable] });
  }

  /** Gives the locks back. A host that is gone keeps its lock: the next run knows that its owner is gone. */
  async release(): Promise<void> {
    clearInterval(this.#heart);
    const { pool, owner } = this.#options;
    const targets = this.#held.length > 0 ? this.#held : this.#targets;
    this.#targets = [];
    this.#held = [];
    await pool.all(targets, (session) => session.run(unlockScript(owner), { timeoutSeconds: 20 }));
  }

  async #refusal(host: string, lock: HostLock | undefined): Promise<Problem> {
    if (lock?.owner !== undefined) return lockedProblem(host, { ...lock, owner: lock.owner });
    const target = this.#targets.find(({ name }) => name === host);
    if (target === undefined) throw new Error(`${host} is not one of the hosts to lock`);
    const session = await this.#options.pool.session(target);
    const { stdout } = await session.run(whyNoLockScript, { timeoutSeconds: 20 });
    return new Problem('lock-failed', 'no', whyNoLock(host, stdout), { details: { host } });
  }

  #keep<F extends LockedFacts>(looked: Looked<F>): Looked<F> {
    this.#held = this.#targets.filter(({ name }) => looked.facts.has(name));
    this.#heart = setInterval(() => {
      for (const target of this.#held) void this.#beat(target);
    }, beatSeconds * 1000);
    this.#heart.unref();
    return looked;
  }

  /** A beat that is late is not followed by another one, and one that fails is no fault: the next change on that host tells. */
  async #beat(target: SshTarget): Promise<void> {
    if (this.#beating.has(target.name)) return;
    this.#beating.add(target.name);
    try {
      const session = await this.#options.pool.session(target);
      await session.run(beatScript(this.#options.owner), { timeoutSeconds: 20 });
    } catch {
      // Whoever waits for the lock sees its silence.
    } finally {
      this.#beating.delete(target.name);
    }
  }
}

function lookedAt<F>(outcomes: readonly HostOutcome<F>[]): Looked<F> {
  return {
    facts: new Map(outcomes.flatMap((one): [string, F][] => (one.ok ? [[one.host, one.value]] : []))),
    unreachable: outcomes.flatMap((one) => (one.ok ? [] : [one.error])),
  };
}

function lockedProblem(host: string, { owner, silentSeconds }: HostLock & { readonly owner: LockOwner }): Problem {
  const { operator, since, why, process } = owner;
  return new Problem(
    'locked',
    'no',
    printablePhrase(
      say`${host}: ${operator} is at work on it since ${since} (${why}, process ${process}) and showed itself ${silentSeconds} s ago. Wait for that run to end: once it is silent for ${goneAfterSeconds} s its lock counts no more. If you know that it is gone, run again with --take-lock.`,
      300,
    ),
    { details: { host, owner, silentSeconds } },
  );
}
