import { gatherScript, parseGathered } from '../../../core/facts/gather.ts';
import { hostLock } from '../../../core/facts/hostLock.ts';
import type { HostPool } from '../ssh/hostPool.ts';
import { newNonce } from '../ssh/nonce.ts';
import type { Gather, LockedFacts } from './hostLocks.ts';

/** Makes what reads of each host who has its lock, and nothing else: for procedures that ask the programs themselves. */
export function gatherLocks(pool: HostPool): Gather<LockedFacts> {
  return (targets, before) =>
    pool.all(targets, async (session, target) => {
      const facts = { lock: hostLock };
      const nonce = newNonce();
      const script = `${before(target.name)}${gatherScript(facts, nonce)}`;
      const { stdout } = await session.run(script, { timeoutSeconds: 60 });
      return parseGathered(stdout, nonce, facts).values;
    });
}
