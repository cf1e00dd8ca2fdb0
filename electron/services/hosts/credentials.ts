import { Secret } from '../secrets/secret.ts';
import type { Credentials } from './openHosts.ts';

/**
 * What the environment brings to log in with: QUORATE_SSH_PASSWORD for the hosts, QUORATE_JUMP_PASSWORD for the jump
 * hosts, QUORATE_KEY_PASSPHRASE, QUORATE_SUDO_PASSWORD. Never from arguments,
 * which every process can see.
 */
export function credentialsFromEnvironment(environment: NodeJS.ProcessEnv): Credentials {
  const secret = (name: string) => {
    const value = environment[name];
    return value === undefined || value === '' ? undefined : new Secret(value);
  };
  const sshPassword = secret('QUORATE_SSH_PASSWORD');
  const jumpPassword = secret('QUORATE_JUMP_PASSWORD');
  const keyPassphrase = secret('QUORATE_KEY_PASSPHRASE');
  const sudoPassword = secret('QUORATE_SUDO_PASSWORD');
  return {
    ...(sshPassword === undefined ? {} : { sshPassword }),
    ...(jumpPassword === undefined ? {} : { jumpPassword }),
    ...(keyPassphrase === undefined ? {} : { keyPassphrase }),
    ...(sudoPassword === undefined ? {} : { sudoPassword }),
  };
}
