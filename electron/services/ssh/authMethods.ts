import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type AnyAuthMethod, type ParsedKey } from 'ssh2';
import { type PhraseValue, say } from '../../../core/wording/phrase.ts';
import { SshError } from './sshError.ts';
import type { SshTarget } from './sshTarget.ts';

/**
 * The ways to log in to a target, in the order key, agent, password.
 * @throws SshError `auth-failed` when the key cannot be read or none is configured
 */
export async function authMethods(target: SshTarget): Promise<readonly AnyAuthMethod[]> {
  const { user: username, auth } = target;
  const methods: AnyAuthMethod[] = [];
  if (auth.keyPath !== undefined)
    methods.push({ type: 'publickey', username, key: await readKey(target, auth.keyPath) });
  const agent = process.env.SSH_AUTH_SOCK;
  if (auth.agent === true && agent !== undefined && agent !== '') methods.push({ type: 'agent', username, agent });
  const password = auth.password?.reveal();
  if (password !== undefined) {
    methods.push({ type: 'password', username, password });
    methods.push({
      type: 'keyboard-interactive',
      username,
      prompt: (_name, _instructions, _language, prompts, finish) => finish(prompts.map(() => password)),
    });
  }
  if (methods.length > 0) return methods;
  const why =
    auth.agent === true
      ? say`an SSH agent is wanted, but SSH_AUTH_SOCK is not set`
      : say`no key, agent or password is configured`;
  throw new SshError(
    'auth-failed',
    target.name,
    say`Cannot log in to ${target.name} as ${username}: ${why}. Name a key file in the plan (ssh.key), or start an agent and add a key to it.`,
    undefined,
    { trouble: 'key-unusable' },
  );
}

async function readKey(target: SshTarget, keyPath: string): Promise<ParsedKey> {
  const path = keyPath.startsWith('~/') ? join(homedir(), keyPath.slice(2)) : keyPath;
  let content: Buffer;
  try {
    content = await readFile(path);
  } catch (cause) {
    throw unusable(target, path, (cause as Error).message, say`Check the path (ssh.key in the plan).`, cause);
  }
  const passphrase = target.auth.passphrase?.reveal();
  const key = ssh2.utils.parseKey(content, passphrase);
  if (key instanceof Error) {
    const next = /passphrase|decrypt|integrity|bad decrypt/i.test(key.message)
      ? say`Give its passphrase, or add the key to an SSH agent.`
      : say`Name a private key in OpenSSH or PEM format.`;
    throw unusable(target, path, key.message, next, key);
  }
  if (!key.isPrivateKey())
    throw unusable(target, path, say`it is a public key`, say`Name the private key: the file without .pub.`);
  return key;
}

function unusable(target: SshTarget, path: string, why: PhraseValue, next: PhraseValue, cause?: unknown): SshError {
  return new SshError(
    'auth-failed',
    target.name,
    say`Cannot log in to ${target.name}: the key ${path} cannot be used: ${why}. ${next}`,
    cause,
    { trouble: 'key-unusable' },
  );
}
