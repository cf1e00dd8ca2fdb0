import { type ConnectOptions, connect } from './connect.ts';
import type { HostSession } from './hostSession.ts';
import { Limiter } from './limiter.ts';
import { SshError } from './sshError.ts';
import type { SshTarget } from './sshTarget.ts';

/** What came of the work on one host: its value, or why the host could not be reached or kept. */
export type HostOutcome<T> =
  | { readonly host: string; readonly ok: true; readonly value: T }
  | { readonly host: string; readonly ok: false; readonly error: SshError };

interface Slot {
  readonly session: Promise<HostSession>;
  /** Round trips of the sessions before this one. */
  readonly earlierRoundTrips: number;
  live: HostSession | undefined;
  failed: boolean;
}

/** Keeps one connection per host, makes it anew when it was lost, and shares the connections to jump hosts. */
export class HostPool {
  readonly #options: Omit<ConnectOptions, 'via'>;
  readonly #slots = new Map<string, Slot>();
  readonly #limiter: Limiter;

  /** @param concurrency on how many hosts `all` works at once */
  constructor(options: Omit<ConnectOptions, 'via'>, concurrency = 20) {
    this.#options = options;
    this.#limiter = new Limiter(concurrency);
  }

  /** A live session: the one there is, or a new one. @throws SshError as `connect` */
  async session(target: SshTarget): Promise<HostSession> {
    const key = keyOf(target);
    const known = this.#slots.get(key);
    if (known !== undefined && !known.failed && (known.live?.alive ?? true)) return known.session;
    const earlierRoundTrips = (known?.earlierRoundTrips ?? 0) + (known?.live?.roundTrips ?? 0);
    const slot: Slot = { session: this.#connect(target), earlierRoundTrips, live: undefined, failed: false };
    this.#slots.set(key, slot);
    try {
      slot.live = await slot.session;
      return slot.live;
    } catch (error) {
      // The next caller tries again.
      slot.failed = true;
      throw error;
    }
  }

  /**
   * Works on all hosts in parallel, 20 at once. Hosts that cannot be reached are outcomes, in the order of the targets.
   * @throws what `work` threw other than SshError, after all hosts are done
   */
  async all<T>(
    targets: readonly SshTarget[],
    work: (session: HostSession, target: SshTarget) => Promise<T>,
  ): Promise<readonly HostOutcome<T>[]> {
    const settled = await Promise.allSettled(
      targets.map((target) => this.#limiter.run(async () => work(await this.session(target), target))),
    );
    return settled.map((result, index): HostOutcome<T> => {
      const host = targets[index]?.name ?? '';
      if (result.status === 'fulfilled') return { host, ok: true, value: result.value };
      if (result.reason instanceof SshError) return { host, ok: false, error: result.reason };
      throw result.reason;
    });
  }

  /** Scripts sent to a host so far, over all its connections. */
  roundTrips(target: SshTarget): number {
    const slot = this.#slots.get(keyOf(target));
    return (slot?.earlierRoundTrips ?? 0) + (slot?.live?.roundTrips ?? 0);
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    const slots = [...this.#slots.values()];
    this.#slots.clear();
    const sessions = (await Promise.allSettled(slots.map(({ session }) => session))).flatMap((result) =>
      result.status === 'fulfilled' ? [result.value] : [],
    );
    await Promise.all(sessions.map((session) => session.close()));
  }

  async #connect(target: SshTarget): Promise<HostSession> {
    const via = target.jump === undefined ? undefined : await this.session(target.jump);
    return connect(target, { ...this.#options, ...(via === undefined ? {} : { via }) });
  }
}

function keyOf(target: SshTarget): string {
  const { name, user, address, port, jump } = target;
  return JSON.stringify([name, user, address, port, target.sudo, jump === undefined ? null : keyOf(jump)]);
}
