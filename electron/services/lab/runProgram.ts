import { spawn } from 'node:child_process';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import { childEnvironment } from '../programs/childEnvironment.ts';

/** How a program ended and what it printed. */
export interface ProgramResult {
  /** Exit status; 128 or more when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  /** Text for its standard input; without it the input is empty. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with each complete line of either output, as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
}

const keptBytes = 1_000_000;

/** Runs a program of this machine, without a shell, in the C.UTF-8 locale. Does not throw on a bad exit status. */
export function tryProgram(program: string, args: readonly string[], options: RunOptions = {}): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: childEnvironment({ LC_ALL: 'C.UTF-8', ...options.env }),
    });
    const kept = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      let partial = '';
      child[name].setEncoding('utf8').on('data', (text: string) => {
        kept[name] = (kept[name] + text).slice(-keptBytes);
        if (options.onLine === undefined) return;
        const lines = (partial + text).split('\n');
        partial = (lines.pop() ?? '').slice(-keptBytes);
        for (const line of lines) options.onLine(line);
      });
    }
    child.on('error', (cause) =>
      reject(new Problem('program-missing', 'no', say`${program} could not be started: ${cause.message}`, { cause })),
    );
    child.on('close', (code, signal) => resolve({ code: code ?? (signal === null ? 1 : 137), ...kept }));
    // A program that ends without reading its input is judged by its exit status.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

/**
 * Runs a program of this machine and returns what it printed.
 * @throws Problem `program-failed` with the end of its messages
 */
export async function runProgram(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const result = await tryProgram(program, args, options);
  if (result.code === 0) return result.stdout;
  const said = (result.stderr.trim() || result.stdout.trim()).slice(-1500);
  throw new Problem(
    'program-failed',
    'no',
    say`${program} ${args.slice(0, 4).join(' ')} ended with ${result.code}: ${said || say`no message`}`,
  );
}
