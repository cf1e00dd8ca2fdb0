import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { Problem } from '../../../core/problem.ts';
import { shellQuote } from '../../../core/shell/shellQuote.ts';

/** What to put in a file: text, bytes, or a stream whose size is known, so that a cut-off transfer is noticed. */
export type FileSource = string | Buffer | { readonly stream: Readable; readonly sizeBytes: number };

export interface PutFileOptions {
  /** Permissions, such as 0o640. */
  readonly mode: number;
  /** `user` or `user:group`; default: whoever runs the script. */
  readonly owner?: string;
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
}

/**
 * The script that stores its standard input as a file: beside, fsynced, renamed, the folder fsynced; a crash leaves the old file or the new one.
 * The folder must exist.
 * @throws Problem `remote-path` (usage) unless the path is absolute and goes straight to its file
 */
export function putFileScript(remotePath: string, sizeBytes: number, options: PutFileOptions): string {
  checkRemotePath(remotePath);
  return `set -eu
file=${shellQuote(remotePath)}
folder=${shellQuote(posix.dirname(remotePath))}
umask 077
beside=$(mktemp -- "$folder/.quorate.XXXXXXXXXX")
trap 'rm -f -- "$beside"' EXIT
head -c ${sizeBytes} > "$beside"
got=$(stat -c %s -- "$beside")
[ "$got" = ${sizeBytes} ] || { echo "only $got of ${sizeBytes} bytes arrived" >&2; exit 1; }
${options.owner === undefined ? '' : `chown -- ${shellQuote(options.owner)} "$beside"\n`}chmod -- ${(options.mode & 0o7777).toString(8).padStart(4, '0')} "$beside"
sync -- "$beside"
mv -fT -- "$beside" "$file"
trap - EXIT
sync -- "$folder"`;
}

/** @throws Problem `remote-path` (usage) */
export function checkRemotePath(remotePath: string): void {
  const straight =
    remotePath.startsWith('/') && !remotePath.endsWith('/') && posix.normalize(remotePath) === remotePath;
  if (straight && !remotePath.includes('\0')) return;
  throw new Problem(
    'remote-path',
    'usage',
    `${JSON.stringify(remotePath)} cannot be the path of a file on a host: it must be absolute, without "." and ".." and NUL.`,
  );
}
