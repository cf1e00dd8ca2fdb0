import { createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, ClientChannel } from 'ssh2';
import type { LoginTrouble } from '../../../core/preflight/loginTrouble.ts';
import { Problem } from '../../../core/problem.ts';
import { printable } from '../../../core/shell/printable.ts';
import { type Phrase, say } from '../../../core/wording/phrase.ts';
import { keepEarlyEvents } from './earlyEvents.ts';
import { Execution, type RunOptions, type RunResult } from './execution.ts';
import { asSocket, type ForwardedStream } from './forwardedStream.ts';
import { Limiter } from './limiter.ts';
import { openRelay } from './relay.ts';
import { type FileSource, type PutFileOptions, putFileScript } from './remoteFile.ts';
import { loaderCommand, type Privilege } from './scriptLoader.ts';
import { SshError } from './sshError.ts';
import type { SshTarget } from './sshTarget.ts';

/** sshd allows 10 sessions per connection (MaxSessions) and frees them late. */
const maxExecs = 6;
const maxForwards = 64;
/** A refused channel has run nothing, so it may be tried again: a host may allow fewer sessions than is usual. */
const openAttempts = 20;

export interface LocalListener {
  /** On 127.0.0.1. */
  readonly port: number;
  close(): Promise<void>;
}

/** A live connection to one host. Made by `connect`; a `HostPool` makes a new one when it is lost. */
export class HostSession {
  readonly name: string;
  readonly target: SshTarget;
  /** Scripts sent so far. */
  roundTrips = 0;
  readonly #client: Client;
  readonly #execs = new Limiter(maxExecs);
  readonly #forwards = new Limiter(maxForwards);
  readonly #running = new Set<Execution>();
  readonly #cleanups = new Set<() => void>();
  readonly #ended: Promise<void>;
  /** Wakes those who wait for a script to end. */
  readonly #waiting: (() => void)[] = [];
  #forwardingForbidden = false;
  #lost: SshError | undefined;

  readonly #another: (() => Promise<HostSession>) | undefined;

  /**
   * @param client a connection that is ready, with an error handler of its own
   * @param another makes a second connection to the host
   */
  constructor(client: Client, target: SshTarget, another?: () => Promise<HostSession>) {
    this.#another = another;
    this.name = target.name;
    this.target = target;
    this.#client = client;
    let cause: Error | undefined;
    client.on('error', (error) => {
      cause = error;
    });
    this.#ended = new Promise((resolve) => client.once('close', () => resolve(this.#onClose(cause))));
  }

  get alive(): boolean {
    return this.#lost === undefined;
  }

  /** @throws SshError `lost` when the connection has ended: what failed through it says nothing about a service of the host */
  throwIfLost(): void {
    if (this.#lost !== undefined) throw this.#lost;
  }

  /**
   * Runs a bash script on the host. The script travels over standard input: no process list shows it. LC_ALL is C.UTF-8.
   * @throws SshError `sudo-needs-password`, `sudo-refused`, `timeout`, `lost`; a script that fails is no error: see `code`
   */
  async run(script: string, options: RunOptions = {}): Promise<RunResult> {
    const { stdin, sudo } = options;
    // Its error may come while the script waits for its turn; the execution asks for it then.
    if (stdin instanceof Readable) stdin.on('error', () => {});
    try {
      return await this.#execs.run(async () => {
        options.signal?.throwIfAborted();
        return await this.#execute(script, options, (stopping) =>
          this.#runBeside(stopping, sudo === undefined ? {} : { sudo }),
        );
      });
    } finally {
      if (stdin instanceof Readable) stdin.destroy();
    }
  }

  /**
   * Replaces one file on the host in one round trip: a crash at any moment leaves the old or the new file.
   * @throws Problem `remote-path` (usage), `remote-write-failed` (no); SshError as `run`
   */
  async putFile(remotePath: string, source: FileSource, options: PutFileOptions): Promise<void> {
    const stdin =
      typeof source === 'string' ? Buffer.from(source, 'utf8') : 'stream' in source ? source.stream : source;
    const sizeBytes = Buffer.isBuffer(stdin) ? stdin.length : (source as { sizeBytes: number }).sizeBytes;
    const { timeoutSeconds, signal } = options;
    const result = await this.run(putFileScript(remotePath, sizeBytes, options), {
      stdin,
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (result.code !== 0) throw writeError(this.target, remotePath, result);
  }

  /** Opens a TCP connection from the host to an address that it can reach. @throws SshError `unreachable` when nothing answers there */
  async forward(remoteHost: string, remotePort: number): Promise<ForwardedStream> {
    const leave = await this.#forwards.enter();
    try {
      const stream = await this.carry(remoteHost, remotePort);
      stream.once('close', leave);
      return stream;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** As `forward`, outside the limit: for the connections to other hosts that a jump host carries for as long as they live. */
  async carry(remoteHost: string, remotePort: number): Promise<ForwardedStream> {
    if (this.#forwardingForbidden) return this.#relay(remoteHost, remotePort);
    try {
      // Whether something answers there is for the caller to judge, so it is asked once.
      const channel = await this.#open(
        (done) => this.#client.forwardOut('127.0.0.1', 0, remoteHost, remotePort, done),
        say`could not reach ${remoteHost} port ${remotePort}`,
        say`Check that the service there runs.`,
        1,
      );
      channel.on('error', () => channel.close());
      return asSocket(channel);
    } catch (error) {
      if (!isForbidden(error)) throw error;
      this.#forwardingForbidden = true;
      return this.#relay(remoteHost, remotePort);
    }
  }

  /** As `carry` where sshd forbids forwarding (AllowTcpForwarding, DisableForwarding, PermitOpen, `restrict`): a script on the host connects. */
  async #relay(remoteHost: string, remotePort: number): Promise<ForwardedStream> {
    const channel = await this.#openExec('login');
    try {
      return asSocket(await openRelay(channel, remoteHost, remotePort));
    } catch (error) {
      channel.close();
      throw this.#notOpened(
        say`could not reach ${remoteHost} port ${remotePort}`,
        say`Check that the service there runs.`,
        error as Error,
      );
    }
  }

  /** Listens on a free port of this machine's loopback and forwards every connection. */
  async listenLocal(remoteHost: string, remotePort: number): Promise<LocalListener> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
      this.forward(remoteHost, remotePort).then(
        (stream) => {
          if (socket.destroyed) {
            stream.destroy();
            return;
          }
          socket.pipe(stream).pipe(socket);
          stream.on('close', () => socket.destroy());
          // After the pipes: as they come apart they pause the stream, and one that is paused never reports its end.
          socket.on('close', () => stream.destroy());
        },
        () => socket.destroy(),
      );
    });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    const stop = () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    };
    this.#cleanups.add(stop);
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
    return {
      port: address.port,
      close: async () => {
        this.#cleanups.delete(stop);
        const closed = new Promise<void>((resolve) => server.once('close', resolve));
        stop();
        await closed;
      },
    };
  }

  /** Runs when the connection has ended, however it did. */
  onEnd(work: () => void): void {
    if (this.alive) this.#cleanups.add(work);
    else work();
  }

  /** Ends the connection; scripts that run end with `lost`. */
  async close(): Promise<void> {
    if (!this.alive) return;
    this.#client.end();
    const force = setTimeout(() => this.#client.destroy(), 2000);
    await this.#ended;
    clearTimeout(force);
  }

  #onClose(cause: Error | undefined): void {
    const { name, address } = this.target;
    const why = cause === undefined ? '' : say` (${cause.message})`;
    this.#lost = new SshError(
      'lost',
      name,
      say`The connection to ${name} (${address}) was lost${why}. Check that the host is up and reachable, then try again.`,
      cause,
    );
    for (const execution of this.#running) execution.fail(this.#lost);
    for (const work of this.#cleanups) work();
    this.#cleanups.clear();
  }

  async #execute(
    script: string,
    options: RunOptions,
    stopper?: (script: string) => Promise<unknown>,
  ): Promise<RunResult> {
    const privilege = this.#privilege(options.sudo);
    const channel = await this.#openExec(privilege);
    this.roundTrips += 1;
    const execution = new Execution(channel, this.target, privilege, script, options, stopper);
    this.#running.add(execution);
    try {
      return await execution.result();
    } finally {
      this.#running.delete(execution);
      for (const wake of this.#waiting.splice(0)) wake();
    }
  }

  /** Runs a script beside those at work, over another connection when this one takes no more. */
  async #runBeside(script: string, options: RunOptions): Promise<RunResult> {
    const privilege = this.#privilege(options.sudo);
    const channel = await this.#openExec(privilege, 1).catch(() => undefined);
    if (channel !== undefined) return new Execution(channel, this.target, privilege, script, options).result();
    if (this.#another === undefined) throw new Error(`there is no other connection to ${this.name}`);
    const session = await this.#another();
    try {
      return await session.run(script, options);
    } finally {
      await session.close();
    }
  }

  #openExec(privilege: Privilege, attempts = openAttempts): Promise<ClientChannel> {
    return this.#open(
      (done) =>
        this.#client.exec(loaderCommand(privilege), (error, channel) => {
          if (error === undefined) keepEarlyEvents(channel);
          done(error, channel);
        }),
      say`refuses to run a script`,
      say`Check MaxSessions in its sshd_config, and its load.`,
      attempts,
    );
  }

  /** Until a script of this connection has ended, or the time is over. */
  async #scriptEnded(milliseconds: number): Promise<void> {
    const timer = new AbortController();
    const ended = new Promise<void>((resolve) => this.#waiting.push(resolve));
    await Promise.race([ended, sleep(milliseconds, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
  }

  #privilege(sudo: boolean | undefined): Privilege {
    if (!(sudo ?? this.target.sudo)) return 'login';
    return this.target.sudoPassword === undefined ? 'sudo' : 'sudo-with-password';
  }

  async #open(
    request: (done: (error: Error | undefined, channel: ClientChannel) => void) => void,
    what: Phrase,
    next: Phrase,
    attempts = openAttempts,
  ): Promise<ClientChannel> {
    for (let attempt = 1; ; ) {
      if (this.#lost !== undefined) throw this.#lost;
      try {
        return await new Promise<ClientChannel>((resolve, reject) => {
          request((error, channel) => (error === undefined ? resolve(channel) : reject(error)));
        });
      } catch (error) {
        if (this.#lost !== undefined) throw this.#lost;
        // With a script of our own at work the host has merely as many as it allows: its end makes room, however long it takes.
        if (attempts > 1 && this.#running.size > 0) {
          await this.#scriptEnded(1000);
          continue;
        }
        if (attempt >= attempts)
          throw this.#notOpened(what, next, error as Error, attempts > 1 ? 'few-sessions' : undefined);
        attempt += 1;
        await sleep(50 + Math.random() * 100 * Math.min(attempt, 5));
      }
    }
  }

  #notOpened(what: Phrase, next: Phrase, cause: Error, trouble?: LoginTrouble): SshError {
    const { name, address } = this.target;
    return new SshError('unreachable', name, say`${name} (${address}) ${what}: ${cause.message}. ${next}`, cause, {
      trouble,
    });
  }
}

/** sshd's answer to a forwarding that its configuration does not allow (RFC 4254, 5.1: SSH_OPEN_ADMINISTRATIVELY_PROHIBITED). */
function isForbidden(error: unknown): boolean {
  const cause = error instanceof SshError ? error.cause : undefined;
  return cause instanceof Error && (cause as { reason?: unknown }).reason === administrativelyProhibited;
}

const administrativelyProhibited = 1;

function writeError(target: SshTarget, remotePath: string, result: RunResult): Problem {
  const said = printable(result.stderr.trim(), 500);
  const where = `${target.name} (${target.address})`;
  return new Problem(
    'remote-write-failed',
    'no',
    say`${where} could not write ${JSON.stringify(remotePath)}: ${said}. Check the disk space and the permissions there.`,
    { details: { host: target.name, path: remotePath } },
  );
}
