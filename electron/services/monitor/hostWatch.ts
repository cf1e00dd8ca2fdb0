import { setTimeout as sleep } from 'node:timers/promises';
import { allLate, withLateAnswers } from '../../../core/health/lateAnswers.ts';
import { firstAsked, hasAnswered, hasMissed, type Liveness, livenessState } from '../../../core/health/liveness.ts';
import type { HostStatus } from '../../../core/health/statusDocument.ts';
import { explainHost, type Trouble } from '../../../core/health/trouble.ts';
import { phraseText, say } from '../../../core/wording/phrase.ts';

/** The passing of time, so that a test can do it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after so long, or at the signal. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const realClock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};

/** One host as it is asked. */
export interface AskedHost {
  readonly name: string;
  readonly address: string;
  /** Of its sshd. */
  readonly port: number;
  /** Asks it for everything; rejects when it cannot be asked. */
  ask(): Promise<HostStatus>;
  /** What a rejection of `ask` means. */
  troubleOf(error: unknown): Trouble;
  /** Gives up the connection, so that the next question goes over a new one. */
  disconnect(): Promise<void>;
}

export const askEveryMilliseconds = 1000;
/** An answer that takes longer is missed, once for each time that this passes. */
export const patienceMilliseconds = 3000;

/** Asks one host again and again, and judges whether it answers, is late, or is lost. */
export class HostWatch {
  readonly #host: AskedHost;
  readonly #tell: () => void;
  readonly #clock: Clock;
  #liveness: Liveness;
  #answer: HostStatus | undefined;

  /** @param tell called after everything that is heard, and missed */
  constructor(host: AskedHost, tell: () => void, clock: Clock = realClock) {
    this.#host = host;
    this.#tell = tell;
    this.#clock = clock;
    this.#liveness = firstAsked(clock.now());
  }

  get liveness(): Liveness {
    return this.#liveness;
  }

  /** What is known of the host now. A host that is late is shown as it was, and one that is lost as unreachable. */
  get status(): HostStatus {
    const { name: host } = this.#host;
    const { trouble, missed } = this.#liveness;
    if (trouble !== undefined) {
      const { why, next } = explainHost(trouble);
      return { host, unreachable: phraseText(say`${why} ${next}`), trouble };
    }
    if (this.#answer === undefined) return { host };
    return missed > 0 ? allLate(this.#answer) : this.#answer;
  }

  /** Asks until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const began = this.#clock.now();
      await this.#ask(signal);
      const rest = askEveryMilliseconds - (this.#clock.now() - began);
      await this.#clock.sleep(Math.max(100, rest), signal);
    }
  }

  /** One question. It returns when the host has answered or failed, or when its connection was given up after two silences. */
  async #ask(signal: AbortSignal): Promise<void> {
    const asking = this.#host.ask().then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
    const settled = new AbortController();
    const waited = AbortSignal.any([signal, settled.signal]);
    try {
      for (let silences = 0; silences < 2; silences += 1) {
        const outcome = await Promise.race([asking, this.#clock.sleep(patienceMilliseconds, waited)]);
        if (signal.aborted) return;
        if (outcome === undefined) this.#missed(undefined, false);
        else if ('answer' in outcome) {
          this.#liveness = hasAnswered(this.#liveness, this.#clock.now(), silences === 0);
          this.#answer = withLateAnswers(this.#answer, outcome.answer);
          this.#tell();
          return;
        } else {
          this.#missed(this.#host.troubleOf(outcome.error), silences > 0);
          return;
        }
      }
    } finally {
      settled.abort();
    }
    // What was asked over the old connection may never settle.
    await this.#host.disconnect();
  }

  #missed(trouble: Trouble | undefined, counted: boolean): void {
    const { address, port } = this.#host;
    this.#liveness = hasMissed(this.#liveness, trouble ?? { id: 'silent', address, port }, counted);
    // What comes after a loss is not to be mixed with what was before it.
    if (livenessState(this.#liveness) === 'lost') this.#answer = undefined;
    this.#tell();
  }
}
