import { randomUUID } from 'node:crypto';
import { stateCheck } from '../../../core/deployment/stateCheck.ts';
import { type Cluster, type Host, memberOn } from '../../../core/plan/plan.ts';
import { say } from '../../../core/wording/phrase.ts';
import { type ProbeInput, readRow, reasonOf, withClient, writeRow } from '../probe/probeClient.ts';
import type { VerifyCheck } from '../procedures/procedureEvent.ts';
import { until } from './until.ts';

/** How long HAProxy and PgBouncer may take to find a cluster that has just been made. */
const maxSeconds = 40;

/**
 * Writes one row through the read-write port of each HAProxy of a cluster and reads it through the read-only port: as a client would,
 * with a password and over verified TLS, but carried by SSH.
 */
export async function probeWrites(input: ProbeInput, cluster: Cluster): Promise<readonly VerifyCheck[]> {
  const balancers = input.plan.hosts.filter(
    (host) =>
      host.roles.includes('haproxy') &&
      input.without?.includes(host.name) !== true &&
      memberOn(input.plan, host.name)?.cluster.name === cluster.name,
  );
  const [first, ...others] = balancers;
  if (first === undefined) return [];
  // The first makes the table that all use.
  const made = await probeHost(input, cluster, first);
  return [made, ...(await Promise.all(others.map((host) => probeHost(input, cluster, host))))];
}

async function probeHost(input: ProbeInput, cluster: Cluster, host: Host): Promise<VerifyCheck> {
  const { ports } = input.plan.haproxy;
  const id = `write-read/${host.name}`;
  const row = randomUUID();
  try {
    await until(maxSeconds, () => withClient(input, cluster, host, ports.primary, (client) => writeRow(client, row)));
    await until(maxSeconds, () => withClient(input, cluster, host, ports.replica, (client) => readRow(client, row)));
    return stateCheck(
      id,
      true,
      say`a row written through ${host.name}:${ports.primary} was read through ${host.name}:${ports.replica}`,
    );
  } catch (error) {
    return stateCheck(
      id,
      false,
      say`${host.name}: writing through port ${ports.primary} and reading through ${ports.replica} did not work: ${reasonOf(error)}`,
    );
  }
}
