import { type Phrase, phraseText } from '../wording/phrase.ts';

/** All timing parameters that a deployment runs with, after derivation, overrides and the clamps of the Patroni version. */
export interface Timing {
  readonly patroni: {
    readonly ttlSeconds: number;
    readonly loopWaitSeconds: number;
    readonly retryTimeoutSeconds: number;
    readonly primaryStartTimeoutSeconds: number;
    readonly primaryStopTimeoutSeconds: number;
    readonly maximumLagOnFailoverBytes: number;
    /** Watchdog safety margin; -1 means ttl/2. */
    readonly safetyMarginSeconds: number;
  };
  readonly haproxy: {
    readonly interSeconds: number;
    readonly fastinterSeconds: number;
    readonly downinterSeconds: number;
    readonly rise: number;
    readonly fall: number;
  };
  readonly etcd: { readonly heartbeatMilliseconds: number; readonly electionMilliseconds: number };
  /** How each value came about, for `--explain` and the Options page. */
  readonly explanations: readonly TimingExplanation[];
}

export interface TimingExplanation {
  /** Name of the value, such as `patroni.ttlSeconds`. */
  readonly name: string;
  readonly value: number;
  readonly unit: 's' | 'ms' | 'bytes' | 'count';
  /** The formula with its inputs filled in, such as `rto / 3 = 30 / 3`. */
  readonly formula: string;
  /** Where the rule comes from: component, version, document. */
  readonly source: string;
  /** Both with their values apart, for another language. */
  readonly said: { readonly formula: Phrase; readonly source: Phrase };
}

/** Explains one value. */
export function explained(
  name: string,
  value: number,
  unit: TimingExplanation['unit'],
  formula: Phrase,
  source: Phrase,
): TimingExplanation {
  return { name, value, unit, formula: phraseText(formula), source: phraseText(source), said: { formula, source } };
}
