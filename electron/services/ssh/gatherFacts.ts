import { type Facts, type Gathered, gatherScript, parseGathered } from '../../../core/facts/gather.ts';
import type { RunOptions } from './execution.ts';
import type { HostSession } from './hostSession.ts';
import { newNonce } from './nonce.ts';

/**
 * Asks a host for facts, all in one round trip; nothing of it changes.
 * @throws SshError as `HostSession.run`
 */
export async function gatherFacts<F extends Facts>(
  session: HostSession,
  facts: F,
  options: Pick<RunOptions, 'timeoutSeconds' | 'maxOutputBytes'>,
): Promise<Gathered<F>> {
  const nonce = newNonce();
  const { stdout } = await session.run(gatherScript(facts, nonce), options);
  return parseGathered(stdout, nonce, facts);
}
