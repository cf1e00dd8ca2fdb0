import type { FailureProcess } from '../quorum/failure.ts';
import type { Phrase } from '../wording/phrase.ts';

/** A file that travels with an operation: content may hold `{{secret:NAME}}` placeholders, which the service fills just before sending. */
export interface FileContent {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
}

/** What a step would change in a file: for `--dry-run` and the review page. Secrets appear as placeholders. */
export interface FileDiff {
  readonly path: string;
  /** undefined: the file is not there yet. */
  readonly before: string | undefined;
  readonly after: string;
  /** What the path names when it is no file. */
  readonly said?: Phrase;
  /** Why `before` holds this sentence and not what is on the host. */
  readonly unshown?: Phrase;
}

/** What an operation takes away on its host while it runs. */
export interface Disturbance {
  /** What does not serve meanwhile. */
  readonly processes: readonly FailureProcess[];
  /**
   * - `restarts`: it is back, and has been waited for, when the operation ends.
   * - `returns`: the same, but it takes as long as there is data to copy.
   * - `ends`: nobody starts it again.
   * - `hands-over`: nothing stops for good; another member leads afterwards.
   */
  readonly how: 'restarts' | 'returns' | 'ends' | 'hands-over';
  /** The host whose etcd member has no vote any more afterwards. */
  readonly expels?: string;
}

/**
 * One change to one host, computed from facts and desired state. Plain data: it can be stored, shown and sent.
 * All scripts are bash, run as root with `set -euo pipefail` and the functions of the batch script's prelude, and are safe to run again.
 */
export interface Operation {
  /** Unique in a deployment, stable between runs: `<host>/<component>/<what>`, such as `n1/etcd/config`. */
  readonly id: string;
  readonly host: string;
  /** What it does, in one line, for a person. */
  readonly title: string;
  /** The title with its values apart, for another language. */
  readonly said: Phrase;
  /** The change itself. It finds its files as `$INPUT/0`, `$INPUT/1`, ... in the order of `files`. */
  readonly apply: string;
  readonly files: readonly FileContent[];
  /** Exits with 0 when the change has taken effect; may wait, bounded. */
  readonly verify: string;
  readonly diffs: readonly FileDiff[];
  /** Rough share of the whole, for an honest percentage: seconds that it takes on a lab host. */
  readonly weight: number;
  /** Units whose journals tell why it failed. */
  readonly journals: readonly string[];
  /** What it takes away while it runs; left out: what its name tells (`disturbanceOf`). */
  readonly takes?: Disturbance;
  /** A bundle follows on the script's standard input, from this byte on. At most one such operation travels in a batch. */
  readonly input?: { readonly bundle: string; readonly fromByte: number };
}
