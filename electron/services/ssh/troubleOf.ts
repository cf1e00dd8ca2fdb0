import type { Trouble, TroubleId } from '../../../core/health/trouble.ts';
import { LoginLate, TurnedAway } from './connect.ts';
import { SshError } from './sshError.ts';
import type { SshTarget } from './sshTarget.ts';

const byErrno: Readonly<Record<string, TroubleId>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  EHOSTDOWN: 'no-route',
  ETIMEDOUT: 'timed-out',
  ENOTFOUND: 'name-unknown',
  EAI_AGAIN: 'name-unknown',
};

/** sshd's words when it could not connect for somebody (strerror, in the C locale). */
const bySaid: readonly (readonly [RegExp, TroubleId])[] = [
  [/connection refused/i, 'refused'],
  [/no route to host|network is unreachable/i, 'no-route'],
  [/timed out|not answer in time/i, 'timed-out'],
  [/not known|name resolution/i, 'name-unknown'],
];

/** What an error says of the way to a host; the trouble may be that of its jump host. */
export function troubleOnTheWay(error: unknown, target: SshTarget): Trouble {
  const { jump } = target;
  if (jump !== undefined && error instanceof SshError && error.host === jump.name) return troubleOnTheWay(error, jump);
  return { id: troubleOf(error), address: target.address, port: target.port };
}

/** What an error of a connection, or of a question through one, means. */
export function troubleOf(error: unknown): TroubleId {
  const chain = causes(error);
  if (chain.some((one) => one instanceof LoginLate)) return 'login-timed-out';
  for (const one of chain) {
    if (one instanceof TurnedAway) return 'turned-away';
    if (one instanceof SshError && one.code !== 'unreachable') return byCode[one.code];
    const errno = (one as NodeJS.ErrnoException).code;
    const known = errno === undefined ? undefined : byErrno[errno];
    if (known !== undefined) return known;
  }
  const said = chain.at(-1)?.message ?? '';
  const match = bySaid.find(([words]) => words.test(said))?.[1];
  return match ?? (chain.some((one) => one instanceof SshError) ? 'other' : 'wrong-answer');
}

const byCode: Readonly<Record<Exclude<SshError['code'], 'unreachable'>, TroubleId>> = {
  'auth-failed': 'login-refused',
  'host-key-unknown': 'key-unknown',
  'host-key-changed': 'key-changed',
  'sudo-needs-password': 'other',
  'sudo-refused': 'other',
  timeout: 'timed-out',
  lost: 'connection-lost',
};

/** The error and what caused it, the first cause last. */
function causes(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let one = error; one instanceof Error && chain.length < 10; one = one.cause) chain.push(one);
  return chain;
}
