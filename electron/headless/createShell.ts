import type { Context } from '../api/context.ts';
import { createLiveWork } from '../api/liveWork.ts';
import { type Caller, createCaller } from '../api/router.ts';
import { credentialsFromEnvironment } from '../services/hosts/credentials.ts';
import { programRoot } from './programRoot.ts';
import { confirm, interactive } from './prompt.ts';

/**
 * Makes a caller of the router for this process: new host keys are asked about on the terminal, and credentials come from the environment
 * (QUORATE_SSH_PASSWORD, QUORATE_KEY_PASSPHRASE, QUORATE_SUDO_PASSWORD), never from arguments, which every process can see.
 */
export function createShellCaller(options: { readonly acceptNewHostKeys: boolean }): Caller {
  return createCaller(createShellContext({ ...options, interactive: interactive() }));
}

/** The context of a shell. Where nobody can be asked (`interactive` false), host keys that are new are refused. */
export function createShellContext(options: {
  readonly acceptNewHostKeys: boolean;
  readonly interactive: boolean;
}): Context {
  return {
    programRoot,
    live: createLiveWork(),
    access: {
      acceptNewHostKeys: options.acceptNewHostKeys,
      async confirmHostKey(key) {
        if (!options.interactive) return false;
        return confirm(
          `${key.host} (${key.address}, port ${key.port}) shows this key for the first time:\n  ${key.type} ${key.fingerprint}\nIs it the host's own?`,
        );
      },
      credentials: credentialsFromEnvironment(process.env),
    },
  };
}
