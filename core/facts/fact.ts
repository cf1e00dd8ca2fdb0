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
   * Reads what the command printed. The text is untrusted: a parser never throws on bad text, it returns
   * what its type says for 'could not be read'.
   */
  parse(output: string): T;
}

/** The values of a record of facts. */
export type FactValues<F extends Readonly<Record<string, Fact<unknown>>>> = {
  readonly [K in keyof F]: F[K] extends Fact<infer T> ? T : never;
};
