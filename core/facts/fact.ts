/**
 * One thing to know about a host: the shell that prints it and the pure parser of what it printed.
 * The commands of all facts travel in one script, so that gathering costs one round trip.
 */
export interface Fact<T> {
  /** Short and unique, `[a-z0-9-]+`; it separates the sections of the gathering script's output. */
  readonly id: string;
  /** Bash that prints the fact to standard output; it may use perl, must not change anything and must end by itself. */
  readonly command: string;
  /**
   * Reads what the command printed. The text is untrusted. Of empty text it makes what its type says for 'nothing is known'.
   * @throws Unreadable for text that the command cannot have printed, where a guess would be a wrong value; nothing else
   */
  parse(output: string): T;
}

/** What a host printed for a fact cannot be understood. */
export class Unreadable extends Error {
  /** The line that cannot be, shortened; text of a host. */
  readonly line: string;

  constructor(line: string) {
    super(`unreadable: ${line.slice(0, 200)}`);
    this.line = line.slice(0, 200);
  }
}

/** A number that a command prints as digits alone. @throws Unreadable */
export function wholeNumber(text: string, line: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Unreadable(line);
  return Number(text);
}

/** The values of a record of facts. */
export type FactValues<F extends Readonly<Record<string, Fact<unknown>>>> = {
  readonly [K in keyof F]: F[K] extends Fact<infer T> ? T : never;
};
