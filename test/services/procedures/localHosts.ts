import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stateDirectory } from '../../../core/facts/hostState.ts';
import type { HostOutcome, HostPool } from '../../../electron/services/ssh/hostPool.ts';
import { SshError } from '../../../electron/services/ssh/sshError.ts';
import type { SshTarget } from '../../../electron/services/ssh/sshTarget.ts';

/** Hosts that are folders of this machine: their scripts really run, with their state directory in the folder. */
export interface LocalHosts {
  readonly targets: readonly SshTarget[];
  readonly pool: HostPool;
  /** Hosts that do not answer. */
  readonly dark: Set<string>;
  /** The state directory of a host. */
  state(host: string): string;
  remove(): void;
}

/** @param before put in front of every script, such as a limit */
export function localHosts(names: readonly string[], before = ''): LocalHosts {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-hosts-'));
  const state = (host: string) => join(folder, host, 'quorate');
  for (const name of names) mkdirSync(join(folder, name));
  const dark = new Set<string>();
  const session = (target: SshTarget) => {
    if (dark.has(target.name)) throw new SshError('unreachable', target.name, `${target.name} does not answer`);
    const spool = join(folder, target.name, 'spool');
    const own = (script: string) =>
      script.replaceAll(stateDirectory, state(target.name)).replaceAll('/run/quorate', spool);
    return { run: (script: string, options: RunOptions = {}) => bash(before + own(script), options) };
  };
  const pool = {
    session: async (target: SshTarget) => session(target),
    roundTrips: () => 0,
    async all<T>(targets: readonly SshTarget[], work: (one: never, target: SshTarget) => Promise<T>) {
      return Promise.all(
        targets.map(async (target): Promise<HostOutcome<T>> => {
          try {
            return { host: target.name, ok: true, value: await work(session(target) as never, target) };
          } catch (error) {
            if (error instanceof SshError) return { host: target.name, ok: false, error };
            throw error;
          }
        }),
      );
    },
  };
  return {
    targets: names.map((name) => ({ name, address: '127.0.0.1', port: 22, user: 'root', auth: {}, sudo: false })),
    pool: pool as unknown as HostPool,
    dark,
    state,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

interface RunOptions {
  readonly stdin?: Buffer;
  readonly onStdout?: (chunk: string) => void;
}

function bash(
  script: string,
  { stdin, onStdout }: RunOptions,
): Promise<{ code: number; stdout: string; stderr: string }> {
  // In a file, so that standard input is what travels with the script.
  const file = join(mkdtempSync(join(tmpdir(), 'quorate-script-')), 'script');
  writeFileSync(file, script);
  const child = spawn('bash', ['--norc', file], { stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    onStdout?.(chunk.toString());
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  return new Promise((resolve) =>
    child.on('close', (code) => {
      rmSync(dirname(file), { recursive: true, force: true });
      resolve({ code: code ?? -1, stdout, stderr });
    }),
  );
}
