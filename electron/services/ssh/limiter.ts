/** Lets at most `most` pieces of work run at once; the others wait in order. */
export class Limiter {
  readonly #most: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Waits for a place. Call the result once to give it back. */
  async enter(): Promise<() => void> {
    if (this.#running < this.#most) this.#running += 1;
    // The place is handed over by whoever leaves, so nobody can slip in between.
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    };
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const leave = await this.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }
}
