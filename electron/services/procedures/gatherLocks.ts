import type { Fact, FactValues } from '../../../core/facts/fact.ts';
import { gatherScript, parseGathered } from '../../../core/facts/gather.ts';
import { type HostLock, hostLock } from '../../../core/facts/hostLock.ts';
import { hostOwner } from '../../../core/facts/hostOwner.ts';
import type { HostPool } from '../ssh/hostPool.ts';
import { newNonce } from '../ssh/nonce.ts';
import type { Gather, LockedFacts } from './hostLocks.ts';

type LockAndMore = Readonly<Record<string, Fact<unknown>>> & { readonly lock: Fact<HostLock | undefined> };

/** Makes what reads these facts of each host, who has its lock among them, in one round trip. */
export function gatherOf<F extends LockAndMore>(pool: HostPool, facts: F): Gather<FactValues<F> & LockedFacts> {
  return (targets, before) =>
    pool.all(targets, async (session, target) => {
      const nonce = newNonce();
      const script = `${before(target.name)}${gatherScript(facts, nonce)}`;
      const { stdout } = await session.run(script, { timeoutSeconds: 60 });
      // What `lock` gives is known, though the compiler cannot see it through the type parameter.
      return parseGathered(stdout, nonce, facts).values as FactValues<F> & LockedFacts;
    });
}

/** Makes what reads of each host who has its lock, and nothing else: for procedures that ask the programs themselves. */
export function gatherLocks(pool: HostPool): Gather<LockedFacts> {
  return gatherOf(pool, { lock: hostLock, owner: hostOwner });
}
