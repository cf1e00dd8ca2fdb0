/** When something worked, and how long it did not in between. All times in milliseconds of one clock. */
export class Rhythm {
  readonly #times: number[] = [];
  readonly #pause: number;

  /** @param pause between two tries while all is well */
  constructor(pause: number) {
    this.#pause = pause;
  }

  get last(): number | undefined {
    return this.#times.at(-1);
  }

  worked(at: number): void {
    this.#times.push(at);
  }

  /**
   * The longest time without success that began in a span, beyond the usual pause, in seconds.
   * @param end when it was given up to try: what did not work until then counts as well
   */
  longest(from: number, to: number, end: number): number {
    const first = this.#times.findIndex((at) => at >= from);
    const next = this.#times[first] ?? end;
    if (next >= to) return this.#seconds(Math.min(next, to) - from);
    let longest = 0;
    for (let index = first; (this.#times[index] ?? to) < to; index += 1)
      longest = Math.max(longest, (this.#times[index + 1] ?? end) - (this.#times[index] ?? end));
    return this.#seconds(longest);
  }

  #seconds(milliseconds: number): number {
    return Math.max(0, Math.round(milliseconds - this.#pause) / 1000);
  }
}
