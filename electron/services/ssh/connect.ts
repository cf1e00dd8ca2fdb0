import { setTimeout as sleep } from 'node:timers/promises';
import { type AnyAuthMethod, Client } from 'ssh2';
import { type LoginTrouble, troubleSaid } from '../../../core/preflight/loginTrouble.ts';
import { printable } from '../../../core/shell/printable.ts';
import { listOf, type PhraseValue, phraseText, say } from '../../../core/wording/phrase.ts';
import { authMethods } from './authMethods.ts';
import type { ForwardedStream } from './forwardedStream.ts';
import type { HostKeys } from './hostKeys.ts';
import { HostSession } from './hostSession.ts';
import { SshError } from './sshError.ts';
import type { SshTarget } from './sshTarget.ts';
import { writeTogether } from './writeTogether.ts';

export interface ConnectOptions {
  readonly hostKeys: HostKeys;
  /** TCP, key exchange and login together; the time a person takes to confirm a host key does not count. Default 15. */
  readonly handshakeTimeoutSeconds?: number;
  /** A host that is silent for three of these is lost. Default 5. */
  readonly keepAliveSeconds?: number;
  /** How often to try again when sshd has too many logins under way (MaxStartups). Default 8. */
  readonly attempts?: number;
  readonly signal?: AbortSignal;
  /** A live session on the target's jump host, which stays the caller's. Default: one is made and ends with this session. */
  readonly via?: HostSession;
}

/** Strongest first; SHA-1 (ssh-rsa) left out. */
const hostKeyAlgorithms = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const;
type HostKeyAlgorithm = (typeof hostKeyAlgorithms)[number];

/**
 * Logs in to a host.
 * @throws SshError `unreachable`, `timeout`, `auth-failed`, `host-key-unknown`, `host-key-changed`; the signal's reason when aborted
 */
export async function connect(target: SshTarget, options: ConnectOptions): Promise<HostSession> {
  // Node connects to this very machine when it is given an empty address.
  if (target.address === '')
    throw new SshError(
      'unreachable',
      target.name,
      say`${target.name} has no address yet. Give it in the plan.`,
      undefined,
      { trouble: 'no-address' },
    );
  const methods = await authMethods(target);
  const ownJump =
    target.jump !== undefined && options.via === undefined ? await connect(target.jump, options) : undefined;
  const via = options.via ?? ownJump;
  try {
    const session = await connectWithRetries(target, options, methods, via);
    if (ownJump !== undefined) session.onEnd(() => void ownJump.close());
    return session;
  } catch (error) {
    await ownJump?.close();
    throw error;
  }
}

async function connectWithRetries(
  target: SshTarget,
  options: ConnectOptions,
  methods: readonly AnyAuthMethod[],
  via: HostSession | undefined,
): Promise<HostSession> {
  const attempts = options.attempts ?? 8;
  for (let attempt = 1; ; attempt += 1) {
    options.signal?.throwIfAborted();
    const sock = via === undefined ? undefined : await carryThrough(via, target);
    try {
      return await handshake(target, options, methods, sock);
    } catch (error) {
      sock?.destroy();
      if (!(error instanceof TurnedAway)) throw error;
      if (attempt >= attempts)
        throw unreachable(
          target,
          say`it closed ${attempts} connections before the login (${error.message})`,
          say`Check MaxStartups in its sshd_config and its journal.`,
          error,
          'turned-away',
        );
      // Everybody who was turned away would come back together: spread them out.
      await sleep((0.5 + Math.random()) * Math.min(2000, 100 * 2 ** attempt), undefined, signalOption(options.signal));
    }
  }
}

async function carryThrough(via: HostSession, target: SshTarget): Promise<ForwardedStream> {
  try {
    return await via.carry(target.address, target.port);
  } catch (error) {
    if (!via.alive) throw error;
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    const next = say`Check the address and port in the plan, and that ${via.name} reaches it and allows TCP forwarding.`;
    throw unreachable(target, say`its jump host ${via.name} could not connect: ${why}`, next, error);
  }
}

/** sshd closed the connection before the login began. */
export class TurnedAway extends Error {}

async function handshake(
  target: SshTarget,
  options: ConnectOptions,
  methods: readonly AnyAuthMethod[],
  sock: ForwardedStream | undefined,
): Promise<HostSession> {
  const client = new Client();
  const serverHostKey = await hostKeyOrder(target, options.hostKeys);
  const seconds = options.handshakeTimeoutSeconds ?? 15;
  let timer: NodeJS.Timeout | undefined;
  let onAbort = () => {};
  let verdict: Promise<unknown> | undefined;
  let reached = false;
  let banner = '';
  try {
    await new Promise<void>((resolve, reject) => {
      const startTimer = () => {
        timer = setTimeout(() => reject(timedOut(target, seconds, reached)), seconds * 1000);
      };
      startTimer();
      onAbort = () => reject(options.signal?.reason);
      options.signal?.addEventListener('abort', onAbort, { once: true });
      const giveUp = (error: Error | undefined) =>
        void explain(target, error, verdict, reached, banner).then(reject, reject);
      client
        .on('connect', () => {
          reached = true;
        })
        .on('ready', resolve)
        .on('banner', (text) => {
          banner = `${banner}${text}`.slice(-maxBannerCharacters);
        })
        .on('error', giveUp)
        .on('close', () => giveUp(undefined))
        .connect({
          host: target.address,
          port: target.port,
          ...(sock === undefined ? {} : { sock }),
          username: target.user,
          authHandler: [...methods],
          readyTimeout: 0,
          keepaliveInterval: (options.keepAliveSeconds ?? 5) * 1000,
          keepaliveCountMax: 3,
          algorithms: { serverHostKey },
          hostVerifier: (key: Buffer, verify: (valid: boolean) => void) => {
            clearTimeout(timer);
            verdict = options.hostKeys.verify(target, key);
            verdict.then(
              () => {
                startTimer();
                verify(true);
              },
              (error) => {
                reject(error);
                verify(false);
              },
            );
          },
        });
    });
    client.setNoDelay(true);
    writeTogether(client);
    const { via: _ended, ...alone } = options;
    return new HostSession(client, target, () => connect(target, alone));
  } catch (error) {
    client.on('error', () => {}).destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
  }
}

/** Turns an error of ssh2 into ours. A host key that was refused is the reason, whatever came after it. */
async function explain(
  target: SshTarget,
  error: Error | undefined,
  verdict: Promise<unknown> | undefined,
  reached: boolean,
  banner: string,
): Promise<Error> {
  await verdict;
  const { code, level } = (error ?? {}) as { code?: string | number; level?: string };
  const said = error?.message ?? say`the connection was closed`;
  // sshd sends what PAM says of an account as a banner, and closes the connection.
  const named = troubleSaid(banner);
  const inLogin = reached && verdict !== undefined;
  if (inLogin && named !== undefined && named !== 'no-shell' && named !== 'bash-missing')
    return refusedLogin(target, say`it says: ${printable(banner.trim(), 300)}`, error, named);
  if (inLogin && /too many authentication failures/i.test(error?.message ?? ''))
    return refusedLogin(target, say`too many keys were offered before the right one`, error, 'too-many-keys');
  if (inLogin && level === undefined && (error === undefined || code === 'ECONNRESET' || code === 'EPIPE'))
    return refusedLogin(
      target,
      say`it closed the connection during the login, as sshd does for an account that may not log in`,
      error,
      'login-not-allowed',
    );
  if (level === 'client-authentication') {
    return new SshError(
      'auth-failed',
      target.name,
      say`${target.name} (${target.address}, port ${target.port}) refused the login of ${target.user}: none of ${waysOf(target)} was accepted. Check the user, and that the key is in ~${target.user}/.ssh/authorized_keys on the host.`,
      error,
    );
  }
  if (
    reached &&
    verdict === undefined &&
    (error === undefined || level === 'protocol' || code === 'ECONNRESET' || code === 'EPIPE')
  ) {
    return new TurnedAway(phraseText(said), { cause: error });
  }
  const next =
    code === 'ECONNREFUSED'
      ? say`Check that sshd runs there and listens on that port.`
      : say`Check the address and port in the plan, the network, and that the host is up.`;
  const errno = typeof code === 'string' ? byErrno[code] : undefined;
  return unreachable(target, said, next, error, errno);
}

const maxBannerCharacters = 4000;

const byErrno: Readonly<Record<string, LoginTrouble>> = {
  ECONNREFUSED: 'port-refuses',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  ENOTFOUND: 'name-unknown',
  EAI_AGAIN: 'name-unknown',
};

/** The host would not let this account in, whatever the key. */
function refusedLogin(target: SshTarget, why: PhraseValue, cause: unknown, trouble: LoginTrouble): SshError {
  const { name, address, port, user } = target;
  return new SshError(
    'auth-failed',
    name,
    say`${name} (${address}, port ${port}) refused the login of ${user}: ${why}.`,
    cause,
    { trouble },
  );
}

function waysOf({ auth }: SshTarget): PhraseValue {
  const ways = [
    ...(auth.keyPath === undefined ? [] : [say`the key ${auth.keyPath}`]),
    ...(auth.agent === true ? [say`the agent's keys`] : []),
    ...(auth.password === undefined ? [] : [say`the password`]),
  ];
  return listOf(ways, 'comma');
}

/** The types that are recorded for the host first, as OpenSSH does: else it would show a key that nobody has recorded. */
async function hostKeyOrder(target: SshTarget, hostKeys: HostKeys): Promise<HostKeyAlgorithm[]> {
  const types = await hostKeys.typesOf(target.address, target.port);
  const isRecorded = (algorithm: string) =>
    types.includes(algorithm) || (algorithm.startsWith('rsa-') && types.includes('ssh-rsa'));
  return [...hostKeyAlgorithms.filter(isRecorded), ...hostKeyAlgorithms.filter((algorithm) => !isRecorded(algorithm))];
}

function unreachable(
  target: SshTarget,
  why: PhraseValue,
  next: PhraseValue,
  cause: unknown,
  trouble?: LoginTrouble,
): SshError {
  return new SshError(
    'unreachable',
    target.name,
    say`Cannot reach ${target.name} (${target.address}, port ${target.port}): ${why}. ${next}`,
    cause,
    { trouble },
  );
}

function timedOut(target: SshTarget, seconds: number, reached: boolean): SshError {
  const { name, address, port } = target;
  const said = reached
    ? say`${name} (${address}, port ${port}) answered, but its login was not done within ${seconds} seconds. Check that the host is up, and firewalls in between.`
    : say`${name} (${address}, port ${port}) did not answer within ${seconds} seconds. Check that the host is up, and firewalls in between.`;
  return new SshError('timeout', name, said, reached ? new LoginLate() : undefined, {
    trouble: reached ? 'login-late' : 'timeout',
  });
}

/** Something listens there, but the login was not done in time. */
export class LoginLate extends Error {}

function signalOption(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
