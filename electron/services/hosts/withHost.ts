import { completePlan } from '../../../core/plan/complete.ts';
import { planSchema, planVersion } from '../../../core/plan/schema.ts';
import { Problem } from '../../../core/problem.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import { type Access, openHosts } from './openHosts.ts';

/** A host that stands in no plan. */
export interface LooseHost {
  readonly address: string;
  readonly ssh: {
    readonly user: string;
    readonly port?: number | undefined;
    readonly key?: string | undefined;
    readonly jump?: string | undefined;
    readonly sudo?: boolean | undefined;
  };
}

/**
 * Connects to a host that stands in no plan, works on it, and ends the connection.
 * @param directory where its key is kept when it is new
 * @throws SshError when it cannot be reached, Problem `host-address` (usage) when it is no address or login
 */
export async function withHost<T>(
  host: LooseHost,
  directory: string,
  access: Access,
  work: (session: HostSession) => Promise<T>,
): Promise<T> {
  const { pool, targets } = looseHosts([host.address], host.ssh, directory, access);
  try {
    const [outcome] = await pool.all(targets, work);
    if (outcome === undefined) throw new Error('there is no host to work on');
    if (!outcome.ok) throw outcome.error;
    return outcome.value;
  } finally {
    await pool.close();
  }
}

/** Prepares connections to hosts that stand in no plan; the caller closes the pool. @throws Problem `host-address` (usage) */
export function looseHosts(addresses: readonly string[], ssh: LooseHost['ssh'], directory: string, access: Access) {
  const plan = planSchema.safeParse({
    quorate: planVersion,
    name: 'loose',
    topology: 'three-node',
    ssh,
    hosts: addresses.map((address) => ({ name: address, address })),
    clusters: [{ name: 'loose', members: [{ host: addresses[0], seq: 1, role: 'primary' }] }],
  });
  if (!plan.success)
    throw new Problem(
      'host-address',
      'usage',
      say`${listOf(addresses, 'comma')}: not the address or the login of a host.`,
    );
  return openHosts(completePlan(plan.data), directory, access);
}
