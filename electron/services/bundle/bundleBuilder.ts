import { spawn } from 'node:child_process';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import { childEnvironment } from '../programs/childEnvironment.ts';

/** A Debian machine that can reach a mirror: this one, a lab image with network, or a host over SSH. */
export interface BundleBuilder {
  /** Says which machine it is, in messages. */
  readonly title: string;
  /**
   * Runs a bash script whose `$OUT` is an empty directory, and brings what it leaves there to `outDirectory` on this machine.
   * @param onLine each line of standard output, as it comes
   * @param signal ends the script, and everything that it has started
   * @throws Problem `bundle-builder-failed` with the last lines of standard error
   */
  run(script: string, outDirectory: string, onLine: (line: string) => void, signal?: AbortSignal): Promise<void>;
}

const maxErrorCharacters = 4000;

/** Builds on this machine, when it is a Debian one; needs no privileges. */
export const localBuilder: BundleBuilder = {
  title: 'this machine',
  async run(script, outDirectory, onLine, signal) {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const child = spawn('bash', ['-s'], {
        env: childEnvironment({ OUT: outDirectory }),
        stdio: ['pipe', 'pipe', 'pipe'],
        // A group of its own can be ended with apt in it; without a signal, Ctrl+C of the terminal ends both.
        detached: signal !== undefined,
      });
      const stop = () => {
        if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
      };
      signal?.addEventListener('abort', stop, { once: true });
      const emit = splitLines(onLine);
      let errors = '';
      child.stdout.setEncoding('utf8').on('data', emit);
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        errors = (errors + text).slice(-maxErrorCharacters);
      });
      child.on('error', reject);
      child.on('close', (code) => {
        signal?.removeEventListener('abort', stop);
        if (signal?.aborted === true) reject(signal.reason);
        else if (code === 0) resolve();
        else reject(builderFailed('this machine', code, errors));
      });
      child.stdin.on('error', () => undefined);
      child.stdin.end(script);
    });
  },
};

/** Cuts a stream of text into lines. */
export function splitLines(onLine: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(-maxErrorCharacters);
    for (const line of lines) onLine(line);
  };
}

/** The problem of a build script that ended with `code`; its last words say what to do. */
export function builderFailed(title: string, code: number | null, errors: string): Problem {
  return new Problem(
    'bundle-builder-failed',
    code === 3 ? 'usage' : 'no',
    say`The bundle could not be built on ${title} (exit ${code ?? say`by a signal`}): ${errors.trim() || say`it said nothing`}`,
    { details: { exitCode: code } },
  );
}
