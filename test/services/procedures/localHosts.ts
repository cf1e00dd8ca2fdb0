import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    return { run: (script: string) => bash(before + script.replaceAll(stateDirectory, state(target.name))) };
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

function bash(script: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn('bash', ['--norc', '-s'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin.end(script);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr })));
}
