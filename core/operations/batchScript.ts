import { stateDirectory } from '../facts/hostState.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { batchPrelude, endMark, failMark, relayEnd, startMark } from './batchPrelude.ts';
import type { Operation } from './operation.ts';

export interface BatchOptions {
  /** Letters and digits that nothing on the host can foresee: they mark the lines of the protocol. */
  readonly nonce: string;
  /** Who does it, for the audit log: `user@machine`. */
  readonly operator: string;
  /** A line that the host's lock must hold: otherwise the lock is another run's by now, and nothing is done. */
  readonly lockLine: string;
  /** How long to wait for the script of an earlier run that is still at work on the host. */
  readonly waitSeconds: number;
}

/**
 * One script that does several operations on a host one after the other, and reports each as it begins and ends.
 *
 * Its standard input is the content of all files, one after the other in the order of the operations, then the bundle
 * when an operation asks for it. A host-wide flock keeps it apart from the script of a run that was killed and that still works on.
 * @param sizesBytes for each operation the sizes of its files as they are sent, secrets filled in
 */
export function batchScript(
  operations: readonly Operation[],
  sizesBytes: readonly (readonly number[])[],
  options: BatchOptions,
): string {
  const files = operations.flatMap((_, index) =>
    (sizesBytes[index] ?? []).map((size, file) => `${index} ${file} ${size}`),
  );
  const parts = operations.map(
    (operation, index) => `
${startMark} ${index} ${shellQuote(operation.id)}
( set -euo pipefail; export INPUT="$SPOOL/${index}"
${operation.apply}
) >>"$LOG" 2>&1 ${operation.input !== undefined ? '<&4' : '</dev/null'}
${failMark} $? apply
( set -euo pipefail
${operation.verify}
) >>"$LOG" 2>&1 </dev/null
${failMark} $? verify
${endMark}`,
  );
  return `NONCE=${options.nonce}
STATE=${stateDirectory}
OPERATOR=${shellQuote(options.operator)}
LOCK_LINE=${shellQuote(options.lockLine)}
WAIT=${options.waitSeconds}
${batchPrelude}
${files.length === 0 ? '' : `receive ${files.join(' ')}`}
${parts.join('\n')}
${relayEnd}
say finished
`;
}

/** What a batch script says, line by line. Everything in it comes from the host: untrusted. */
export type BatchMessage =
  | { readonly kind: 'begin'; readonly index: number }
  /** What follows as `output` was printed by this operation; it may come after the operation's end. */
  | { readonly kind: 'at'; readonly index: number }
  /** One line that an operation printed, its end cut off when it is long. Secrets may be in it. */
  | { readonly kind: 'output'; readonly text: string }
  | { readonly kind: 'done'; readonly index: number }
  | {
      readonly kind: 'failed';
      readonly index: number;
      readonly phase: 'apply' | 'verify';
      readonly status: number;
      /** Base64 of the end of what the operation printed. */
      readonly output: string;
    }
  | { readonly kind: 'waiting' | 'busy' | 'unlocked' | 'incomplete' | 'finished' | 'alive' };

/** Reads one line of a batch script's output; undefined when it is not one of the protocol's. */
export function readBatchLine(line: string, nonce: string): BatchMessage | undefined {
  if (!line.startsWith(`${nonce} `)) return undefined;
  const outputStart = `${nonce} output `;
  if (line.startsWith(outputStart)) return { kind: 'output', text: line.slice(outputStart.length) };
  const [kind, index, phase, status, output] = line.slice(nonce.length + 1).split(' ');
  const position = /^\d{1,5}$/.test(index ?? '') ? Number(index) : -1;
  switch (kind) {
    case 'waiting':
    case 'busy':
    case 'unlocked':
    case 'incomplete':
    case 'finished':
    case 'alive':
      return { kind };
    case 'begin':
    case 'at':
    case 'done':
      return position < 0 ? undefined : { kind, index: position };
    case 'failed':
      if (position < 0 || (phase !== 'apply' && phase !== 'verify')) return undefined;
      return { kind, index: position, phase, status: Number(status) || 0, output: output ?? '' };
    default:
      return undefined;
  }
}
