import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { ClientChannel } from 'ssh2';
import { type LoginTrouble, sudoTroubleSaid, troubleSaid } from '../../../core/preflight/loginTrouble.ts';
import { type Phrase, say } from '../../../core/wording/phrase.ts';
import { earlyEventsOf } from './earlyEvents.ts';
import { MarkedOutput } from './markedOutput.ts';
import { cutMark, cutStatus, frameScript, type Privilege, passwordPrompt, stopScript } from './scriptLoader.ts';
import { SshError, type SshErrorCode } from './sshError.ts';
import type { SshTarget } from './sshTarget.ts';

export interface RunOptions {
  /** What the script finds on its standard input; nothing by default. */
  readonly stdin?: Buffer | Readable;
  /** Default: as the target says. */
  readonly sudo?: boolean;
  /** Default: no limit. */
  readonly timeoutSeconds?: number;
  /** Called with standard output as it comes, whole characters; not bounded. */
  readonly onStdout?: (chunk: string) => void;
  readonly signal?: AbortSignal;
  /** How much of standard output and of standard error is kept, each. Default 8 MiB. */
  readonly maxOutputBytes?: number;
}

export interface RunResult {
  /** Exit status; 128 plus its number after a signal. */
  readonly code: number;
  /** Such as `KILL`, when a signal ended the script. */
  readonly signal?: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether there was more output than is kept. */
  readonly truncated: boolean;
}

const defaultOutputBytes = 8 * 1024 * 1024;
/** How long output may stay silent after the script's end: a program left in the background keeps it open for ever. */
const lingerMilliseconds = 1000;
const stopMilliseconds = 5000;

/** One script running in one channel, from its first byte to its exit status. */
export class Execution {
  readonly #channel: ClientChannel;
  readonly #target: SshTarget;
  readonly #privilege: Privilege;
  readonly #script: string;
  readonly #options: RunOptions;
  readonly #stdout: MarkedOutput;
  readonly #stderr: MarkedOutput;
  readonly #decoder = new StringDecoder('utf8');
  #prompts = 0;
  #sent = false;
  #stopping: { readonly error: unknown } | undefined;
  #exit: { readonly code: number | null; readonly signal: string | undefined } | undefined;
  #timers: NodeJS.Timeout[] = [];
  #linger: NodeJS.Timeout | undefined;
  #settle: { resolve: (result: RunResult) => void; reject: (error: unknown) => void } | undefined;

  readonly #stopper: ((script: string) => Promise<unknown>) | undefined;

  /** @param stopper runs a script that ends this one, beside it, with the same rights */
  constructor(
    channel: ClientChannel,
    target: SshTarget,
    privilege: Privilege,
    script: string,
    options: RunOptions,
    stopper?: (script: string) => Promise<unknown>,
  ) {
    this.#channel = channel;
    this.#target = target;
    this.#privilege = privilege;
    this.#script = script;
    this.#options = options;
    this.#stopper = stopper;
    this.#stdout = new MarkedOutput(options.maxOutputBytes ?? defaultOutputBytes);
    this.#stderr = new MarkedOutput(options.maxOutputBytes ?? defaultOutputBytes);
  }

  /** @throws SshError `sudo-needs-password`, `sudo-refused`, `timeout`, `lost`, `auth-failed` (no bash); the signal's reason when aborted */
  async result(): Promise<RunResult> {
    const { timeoutSeconds, signal } = this.#options;
    const onAbort = () => this.#stop(signal?.reason);
    try {
      return await new Promise<RunResult>((resolve, reject) => {
        this.#settle = { resolve, reject };
        this.#listen();
        if (timeoutSeconds !== undefined)
          this.#timers.push(setTimeout(() => this.#timedOut(timeoutSeconds), timeoutSeconds * 1000));
        signal?.addEventListener('abort', onAbort, { once: true });
        if (signal?.aborted) onAbort();
        else if (this.#privilege !== 'sudo-with-password') this.#send();
      });
    } finally {
      signal?.removeEventListener('abort', onAbort);
      for (const timer of this.#timers) clearTimeout(timer);
      clearTimeout(this.#linger);
    }
  }

  /** Ends it from outside with an error. */
  fail(error: unknown): void {
    this.#settle?.reject(error);
  }

  /** Stops the script on the host, then ends with an error. */
  #stop(error: unknown): void {
    if (this.#stopping !== undefined) return;
    this.#stopping = { error };
    // Without the script the loader ends by itself.
    if (!this.#sent) this.#giveUp();
    // A host that does not answer must not hold up the answer here.
    else this.#timers.push(setTimeout(() => this.#giveUp(), stopMilliseconds));
    // A script that was sent will run: when its loader has not announced itself yet, it is stopped as soon as it does.
    if (this.#stdout.loaderPid !== undefined) this.#kill(this.#stdout.loaderPid);
  }

  #kill(loaderPid: number): void {
    const stopped = this.#stopper?.(stopScript(loaderPid)) ?? Promise.resolve();
    void stopped.catch(() => undefined).then(() => this.#giveUp());
  }

  #giveUp(): void {
    this.#channel.close();
    this.fail(this.#stopping?.error);
  }

  #listen(): void {
    const channel = this.#channel;
    channel.on('data', (chunk: Buffer) => this.#onStdout(chunk));
    channel.stderr.on('data', (chunk: Buffer) => this.#onStderr(chunk));
    const early = earlyEventsOf(channel);
    const onExit = (code: number | null, signal?: string) => {
      this.#exit = { code, signal: signal?.replace(/^SIG/, '') };
      this.#waitForSilence();
    };
    channel.on('exit', onExit);
    if (early?.exit !== undefined) onExit(early.exit.code, early.exit.signal);
    channel.on('error', (error: Error) =>
      this.fail(this.#error('lost', say`the channel failed: ${error.message}.`, error)),
    );
    channel.on('close', () => this.#onClose());
    // What was printed before is read first.
    if (early?.closed === true) setImmediate(() => this.#onClose());
  }

  #send(): void {
    const { stdin } = this.#options;
    this.#sent = true;
    this.#channel.write(frameScript(this.#script));
    if (stdin === undefined) this.#channel.end();
    else if (Buffer.isBuffer(stdin)) this.#channel.end(stdin);
    else {
      // A stream that fails must not look complete to the script, so the channel is closed and not ended.
      if (stdin.destroyed) this.#stop(stdin.errored ?? new Error('the stream for a script was closed before its end'));
      stdin.once('error', (error) => this.#stop(error)).pipe(this.#channel);
    }
  }

  #onStdout(chunk: Buffer): void {
    if (this.#exit !== undefined) this.#waitForSilence();
    const begins = this.#stdout.loaderPid === undefined;
    const own = this.#stdout.add(chunk);
    if (this.#stdout.loaderPid === undefined) return;
    if (begins && this.#stopping !== undefined) this.#kill(this.#stdout.loaderPid);
    else if (begins && this.#privilege === 'sudo-with-password') this.#send();
    if (own.length === 0) return;
    try {
      this.#options.onStdout?.(this.#decoder.write(own));
    } catch (error) {
      this.#stop(error);
    }
  }

  #onStderr(chunk: Buffer): void {
    if (this.#exit !== undefined) this.#waitForSilence();
    this.#stderr.add(chunk);
    if (this.#stderr.loaderPid !== undefined || this.#privilege !== 'sudo-with-password') return;
    const prompts = this.#stderr.chatter.split(passwordPrompt).length - 1;
    if (prompts === this.#prompts) return;
    this.#prompts = prompts;
    // A second question means that the answer was wrong; asking on would lock the account.
    if (prompts === 1) this.#channel.write(`${this.#target.sudoPassword?.reveal() ?? ''}\n`);
    else this.#channel.end();
  }

  #waitForSilence(): void {
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => this.#channel.close(), lingerMilliseconds);
  }

  #onClose(): void {
    if (this.#stopping !== undefined) this.fail(this.#stopping.error);
    else if (this.#stdout.loaderPid !== undefined && this.#exit !== undefined) {
      const { code, signal } = this.#exit;
      if (code === cutStatus && this.#stderr.text().includes(cutMark)) {
        this.fail(this.#cutShort());
        return;
      }
      this.#settle?.resolve({
        code: code ?? 128 + (constants.signals[`SIG${signal ?? ''}` as NodeJS.Signals] ?? 0),
        ...(signal === undefined ? {} : { signal }),
        stdout: this.#stdout.text(),
        stderr: this.#stderr.text(),
        truncated: this.#stdout.truncated || this.#stderr.truncated,
      });
    } else if (this.#exit === undefined) {
      this.fail(
        this.#error(
          'lost',
          say`the connection was lost while a script ran. Whether it ended is unknown: look at the host and run again.`,
        ),
      );
    } else this.fail(this.#notStarted());
  }

  #notStarted(): SshError {
    const said = this.#stderr.chatter.replaceAll(passwordPrompt, '').trim() || this.#stdout.chatter.trim();
    const printed = said || say`nothing`;
    const { user } = this.#target;
    if (this.#privilege === 'login') {
      const trouble = troubleSaid(`${this.#stdout.chatter}\n${said}`) ?? 'forced-command';
      return this.#error(
        'auth-failed',
        say`${user} may log in, but no script can be run: ${printed}.`,
        undefined,
        trouble,
      );
    }
    // What the login shell says of itself comes before sudo is asked.
    const trouble = this.#prompts > 1 ? 'sudo-wrong-password' : (loginSaid(said) ?? sudoTroubleSaid(said));
    if (trouble === 'sudo-needs-password') {
      return this.#error(
        trouble,
        say`sudo asks ${user} for a password. Give the sudo password, or allow ${user} to use sudo without one (NOPASSWD).`,
      );
    }
    const wrong = trouble === 'sudo-wrong-password' ? say`the sudo password was refused` : say`sudo refused ${user}`;
    const code = trouble.startsWith('sudo') ? 'sudo-refused' : 'auth-failed';
    return this.#error(code, say`${wrong}: ${printed}.`, undefined, trouble);
  }

  /** The script was cut short before it reached the loader: a start-up file of the login has read from its input. */
  #cutShort(): SshError {
    const { user } = this.#target;
    return this.#error(
      'auth-failed',
      say`a start-up file of ${user} reads from the input of scripts, which arrive cut off. Nothing was run.`,
      undefined,
      'login-reads-input',
    );
  }

  #timedOut(seconds: number): void {
    this.#stop(
      this.#error(
        'timeout',
        say`a script was not done after ${seconds} seconds and was told to stop. Look at the load and the journal of the host, then try again.`,
      ),
    );
  }

  #error(code: SshErrorCode, what: Phrase, cause?: unknown, trouble?: LoginTrouble): SshError {
    const { name, address } = this.#target;
    return new SshError(code, name, say`On ${name} (${address}): ${what}`, cause, { trouble });
  }
}

/** What the login itself said, when it was not sudo that spoke. */
function loginSaid(text: string): LoginTrouble | undefined {
  return /sudo/i.test(text) ? undefined : troubleSaid(text);
}
