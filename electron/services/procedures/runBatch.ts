import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { type BatchMessage, batchScript, readBatchLine } from '../../../core/operations/batchScript.ts';
import type { Operation } from '../../../core/operations/operation.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import { newNonce } from '../ssh/nonce.ts';

/** Where a bundle lies on this machine. */
export interface BundleLocation {
  readonly path: string;
  readonly start: number;
  readonly sizeBytes: number;
}

export interface BatchRequest {
  readonly operations: readonly Operation[];
  readonly operator: string;
  /** See `ownLine`. */
  readonly lockLine: string;
  /** Puts secrets in the place of their placeholders. */
  readonly fill: (content: string) => string;
  /** The bundles that an operation may ask for, by identity. */
  readonly bundles: ReadonlyMap<string, BundleLocation>;
  readonly onMessage: (message: BatchMessage) => void;
}

/** How long the script of a killed run may still be at work on the host before this one gives up. */
const waitSeconds = 600;

/**
 * Sends operations of one host as one script and reads what it reports, as it happens.
 * @returns what the script wrote to standard error, for the case that it ended in an unforeseen way
 * @throws SshError when the connection is lost
 */
export async function runBatch(session: HostSession, request: BatchRequest): Promise<{ code: number; stderr: string }> {
  const contents = request.operations.map((operation) =>
    operation.files.map((file) => Buffer.from(request.fill(file.content), 'utf8')),
  );
  const nonce = newNonce();
  const script = batchScript(
    request.operations,
    contents.map((files) => files.map((file) => file.length)),
    { nonce, operator: request.operator, lockLine: request.lockLine, waitSeconds },
  );
  const input = request.operations.find((operation) => operation.input !== undefined)?.input;
  const stdin = inputStream(contents.flat(), input, request.bundles);
  let rest = '';
  const result = await session.run(script, {
    stdin,
    maxOutputBytes: 1 << 20,
    onStdout: (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = (lines.pop() ?? '').slice(-100_000);
      for (const line of lines) {
        const message = readBatchLine(line, nonce);
        if (message !== undefined) request.onMessage(message);
      }
    },
  });
  return { code: result.code, stderr: result.stderr };
}

/** Of a bundle that is read: smaller pieces cost more turns of the event loop, which all uploads share, than encrypting them. */
export const uploadPieceBytes = 1 << 20;

function inputStream(
  contents: readonly Buffer[],
  input: Operation['input'],
  bundles: ReadonlyMap<string, BundleLocation>,
): Buffer | Readable {
  const head = Buffer.concat(contents);
  if (input === undefined) return head;
  const bundle = bundles.get(input.bundle);
  if (bundle === undefined) throw new Error(`there is no bundle ${input.bundle}`);
  const { path, start, sizeBytes } = bundle;
  const range = { start: start + Math.min(input.fromByte, sizeBytes), end: start + sizeBytes - 1 };
  if (range.start > range.end) return head;
  return Readable.from(
    (async function* () {
      yield head;
      yield* createReadStream(path, { ...range, highWaterMark: uploadPieceBytes });
    })(),
    { objectMode: false },
  );
}
