import type { HostSession } from '../ssh/hostSession.ts';

const askEveryMilliseconds = 3_600_000;
/** While something is wrong: whoever mends it wants to see that it is. */
const askAgainMilliseconds = 60_000;

/** What changes seldom on a host that is asked every second for everything else: looked at once an hour unless told otherwise, without anybody waiting for it. */
export class SeldomWatch<T> {
  /** What it heard last; undefined until then. */
  last: T | undefined;
  readonly #ask: (session: HostSession) => Promise<T>;
  readonly #isWrong: (found: T) => boolean;
  readonly #restMilliseconds: number;
  #askedAt = Number.NEGATIVE_INFINITY;

  /**
   * @param isWrong what is asked for again a minute later
   * @param restMilliseconds between two looks while nothing is wrong
   */
  constructor(
    ask: (session: HostSession) => Promise<T>,
    isWrong: (found: T) => boolean,
    restMilliseconds = askEveryMilliseconds,
  ) {
    this.#ask = ask;
    this.#isWrong = isWrong;
    this.#restMilliseconds = restMilliseconds;
  }

  /** Asks again when it is time to. @param at milliseconds on any clock */
  look(session: HostSession, at: number): void {
    const rest = this.last !== undefined && this.#isWrong(this.last) ? askAgainMilliseconds : this.#restMilliseconds;
    if (at - this.#askedAt < rest) return;
    this.#askedAt = at;
    this.#ask(session).then(
      (found) => {
        this.last = found;
      },
      () => {
        // The next answer of the host is the moment to try again.
        this.#askedAt = Number.NEGATIVE_INFINITY;
      },
    );
  }
}
