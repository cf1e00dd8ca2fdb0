import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HostKeys, type HostKeysOptions } from '../../../electron/services/ssh/hostKeys.ts';
import type { SshTarget } from '../../../electron/services/ssh/sshTarget.ts';

const program = '/usr/sbin/sshd';
/** Whether a real sshd can be run: Debian's openssh-server, as root. */
export const canRunSshd = existsSync(program) && process.getuid?.() === 0;

/** A real sshd on loopback with host and user keys of its own, in a folder of its own. */
export class Sshd {
  readonly directory = mkdtempSync(join(tmpdir(), 'quorate-sshd-'));
  readonly keyPath = join(this.directory, 'user');
  #child: ChildProcess | undefined;
  #port = 0;

  readonly #kill = () => this.#child?.kill('SIGKILL');

  constructor() {
    this.makeKey('host');
    this.makeKey('user');
    this.authorize('user');
  }

  get port(): number {
    return this.#port;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  makeKey(name: string, passphrase = ''): string {
    const path = join(this.directory, name);
    rmSync(path, { force: true });
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', name, '-f', path]);
    return path;
  }

  /** Of its host key, as ssh-keygen prints it: `SHA256:...`. */
  fingerprint(): string {
    const shown = execFileSync('ssh-keygen', ['-lf', join(this.directory, 'host.pub')], { encoding: 'utf8' });
    return shown.split(' ')[1] ?? '';
  }

  authorize(...names: string[]): void {
    const lines = names.map((name) => readFileSync(join(this.directory, `${name}.pub`), 'utf8'));
    writeFileSync(join(this.directory, 'authorized_keys'), lines.join(''), { mode: 0o644 });
  }

  /** Starts it, on a free port of 22100-22199 or, after `stop`, on the same one. @param settings further lines of sshd_config */
  async start(...settings: string[]): Promise<void> {
    // sshd drops its privileges into this folder, which systemd would make.
    mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
    execFileSync('chmod', ['755', this.directory]);
    const first = this.#port === 0 ? 22100 + Math.floor(Math.random() * 100) : this.#port;
    for (let offset = 0; offset < 100; offset += 1) {
      if (await this.#tryPort(this.#port === 0 ? 22100 + ((first - 22100 + offset) % 100) : first, settings)) return;
    }
    throw new Error('no port for sshd');
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    process.off('exit', this.#kill);
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }

  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  target(changes: Partial<SshTarget> = {}): SshTarget {
    return {
      name: 'n1',
      address: '127.0.0.1',
      port: this.#port,
      user: userInfo().username,
      auth: { keyPath: this.keyPath },
      sudo: false,
      ...changes,
    };
  }

  /** A store that knows nothing yet, and not the operator's own either. */
  hostKeys(
    options: HostKeysOptions = { acceptNew: true },
    name = `known_hosts.${Math.random().toString(36).slice(2)}`,
  ): HostKeys {
    return new HostKeys(join(this.directory, name), { alsoRead: [], ...options });
  }

  async #tryPort(port: number, settings: readonly string[]): Promise<boolean> {
    if (await answers(port)) return false;
    const config = join(this.directory, 'sshd_config');
    const lines = [
      ...settings,
      'ListenAddress 127.0.0.1',
      `HostKey ${join(this.directory, 'host')}`,
      `AuthorizedKeysFile ${join(this.directory, 'authorized_keys')}`,
      `PidFile ${join(this.directory, 'pid')}`,
      'PermitRootLogin yes',
      'StrictModes no',
      'UsePAM no',
    ];
    writeFileSync(config, `${lines.join('\n')}\n`);
    const child = spawn(program, ['-D', '-e', '-f', config, '-p', String(port)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    while (child.exitCode === null) {
      if (log.includes('Server listening on') && (await answers(port))) {
        this.#child = child;
        this.#port = port;
        process.once('exit', this.#kill);
        return true;
      }
      await sleep(10);
    }
    if (/Address already in use|Cannot bind/i.test(log)) return false;
    throw new Error(`sshd does not start: ${log}`);
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
