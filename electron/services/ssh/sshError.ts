import type { LoginTrouble } from '../../../core/preflight/loginTrouble.ts';
import { Problem } from '../../../core/problem.ts';
import { printablePhrase } from '../../../core/shell/printable.ts';
import type { PhraseValue } from '../../../core/wording/phrase.ts';

export const sshErrorCodes = [
  'unreachable',
  'auth-failed',
  'host-key-unknown',
  'host-key-changed',
  'sudo-needs-password',
  'sudo-refused',
  'timeout',
  'lost',
] as const;
export type SshErrorCode = (typeof sshErrorCodes)[number];

/** A host could not be reached, authenticated, or kept: the command line ends with 3. */
export class SshError extends Problem {
  declare readonly code: SshErrorCode;
  /** The host's name in the plan. */
  readonly host: string;
  /** All hosts that the message speaks of. */
  readonly hosts: readonly string[];
  /** The code, or what is known more exactly: it chooses the remedy. */
  readonly trouble: LoginTrouble;

  /**
   * @param message what happened, where, and what to do next; may hold text from the host, which is made printable
   * @param more all hosts that the message speaks of, where these are several; the class of the trouble, where it is more exact than the code
   */
  constructor(
    code: SshErrorCode,
    host: string,
    message: PhraseValue,
    cause?: unknown,
    more: { readonly hosts?: readonly string[]; readonly trouble?: LoginTrouble | undefined } = {},
  ) {
    const hosts = more.hosts ?? [host];
    super(code, 'unreachable', printablePhrase(message), { cause, details: { host, hosts } });
    this.host = host;
    this.hosts = hosts;
    this.trouble = more.trouble ?? code;
  }
}
