import { type PhraseValue, phraseText } from './wording/phrase.ts';

/**
 * What kind of trouble it is, which decides the exit code of a command line:
 * `no` the answer is no (1), `usage` wrong usage or unreadable input (2), `unreachable` a host could not be reached
 * or authenticated (3).
 */
export type ProblemKind = 'no' | 'usage' | 'unreachable';

/** An expected problem that ends what was asked for: says what happened, where, and what to do next. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;
  readonly kind: ProblemKind;
  /** The message with its values apart, for another language; where it is not a phrase it is told in English alone. */
  readonly said: PhraseValue;
  /** More for a program to read: plain data. */
  readonly details: unknown;

  constructor(
    code: string,
    kind: ProblemKind,
    message: PhraseValue,
    options: { cause?: unknown; details?: unknown } = {},
  ) {
    super(phraseText(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.kind = kind;
    this.said = message;
    this.details = options.details;
  }
}
