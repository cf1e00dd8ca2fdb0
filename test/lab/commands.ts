import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const exec = promisify(execFile);

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line, whatever it ends with. */
export async function quorate(...args: readonly string[]): Promise<Said> {
  const failed = (error: Partial<Said>) => ({ code: 1, stdout: '', stderr: '', ...error });
  return exec(process.execPath, ['bin/quorate.mjs', ...args]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    failed,
  );
}
