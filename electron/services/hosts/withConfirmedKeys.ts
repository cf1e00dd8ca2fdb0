import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import type { NewHostKey } from '../ssh/hostKeys.ts';
import type { Access } from './openHosts.ts';

/** `details` of the problem `host-keys-new`. */
export interface NewHostKeys {
  readonly keys: readonly NewHostKey[];
}

/**
 * Works on hosts whose keys a person confirms between two attempts: a key seen for the first time ends the attempt, and is in what it throws.
 * @param confirmed fingerprints (`SHA256:...`) that a person has compared; undefined: new keys are asked about as `access` says
 * @throws Problem `host-keys-new` (unreachable) with `NewHostKeys` when there were keys that nobody has confirmed, whatever `work` made of it
 */
export async function withConfirmedKeys<T>(
  access: Access,
  confirmed: readonly string[] | undefined,
  work: (access: Access) => Promise<T>,
): Promise<T> {
  if (confirmed === undefined) return work(access);
  const shown = new Map<string, NewHostKey>();
  const confirmHostKey = async (key: NewHostKey) => {
    if (confirmed.includes(key.fingerprint)) return true;
    shown.set(`${key.address} ${key.port} ${key.fingerprint}`, key);
    return false;
  };
  const [outcome] = await Promise.allSettled([work({ ...access, confirmHostKey })]);
  if (shown.size > 0) {
    const details: NewHostKeys = { keys: [...shown.values()] };
    throw new Problem(
      'host-keys-new',
      'unreachable',
      say`${shown.size} host keys are seen for the first time. Compare their fingerprints with those of the hosts, confirm them, and try again.`,
      { details },
    );
  }
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}
