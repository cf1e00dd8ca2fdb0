import type { Secret } from '../secrets/secret.ts';

/** Ways to log in, tried in this order: key, agent, password. */
export interface SshAuth {
  /** Private key file on this machine; `~/` is the operator's home. */
  readonly keyPath?: string;
  readonly passphrase?: Secret;
  /** Use the agent at SSH_AUTH_SOCK. */
  readonly agent?: boolean;
  readonly password?: Secret;
}

/** A host as SSH reaches it. */
export interface SshTarget {
  /** The host's name in the plan, for messages. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly auth: SshAuth;
  /** Whether scripts run through sudo. */
  readonly sudo: boolean;
  readonly sudoPassword?: Secret;
  /** The host to go through. */
  readonly jump?: SshTarget;
}
