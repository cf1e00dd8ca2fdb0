import { linesOf } from '../../../core/wording/phrase.ts';
import { SshError } from '../ssh/sshError.ts';

/**
 * One error for all hosts that could not be reached: a person sees at once which they are, and why each.
 * @param errors at least one
 */
export function unreachableHosts(errors: readonly SshError[]): SshError {
  const [first] = errors;
  if (first === undefined) throw new Error('there is no host that could not be reached');
  return new SshError(first.code, first.host, linesOf(errors.map(({ said }) => said)), first.cause, {
    hosts: errors.map(({ host }) => host),
    trouble: first.trouble,
  });
}
