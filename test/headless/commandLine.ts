import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a user does, and waits for its end. */
export function quorate(
  args: readonly string[],
  options: { readonly cwd?: string; readonly input?: string } = {},
): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'quorate.mjs'), ...args], {
    encoding: 'utf8',
    cwd: options.cwd ?? root,
    input: options.input ?? '',
    maxBuffer: 64 * 1024 ** 2,
  });
  return { code: status, stdout, stderr };
}
