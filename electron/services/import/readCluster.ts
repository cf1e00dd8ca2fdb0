import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressesIn, clusterFacts, type HostReading } from '../../../core/export/import/cluster/clusterReading.ts';
import type { ClusterImport } from '../../../core/export/import/cluster/importCluster.ts';
import type { Access } from '../hosts/openHosts.ts';
import { looseHosts } from '../hosts/withHost.ts';
import { gatherFacts } from '../ssh/gatherFacts.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import { knownHostsFile } from '../ssh/knownHosts.ts';

export interface ReadClusterRequest {
  /** Addresses of hosts to begin with; the others are found by what these say. */
  readonly from: readonly string[];
  readonly ssh: ClusterImport['ssh'];
  readonly access: Access;
  /** Where new host keys are kept; undefined: only for this reading. */
  readonly directory: string | undefined;
}

/** Members of one cluster name all others, and a standby cluster its upstream: two rounds find everything, a third what only that names. */
const rounds = 3;
const maxHosts = 200;

export interface ClusterReading extends Pick<ClusterImport, 'readings' | 'unread'> {
  /** Text of a known_hosts file with the keys of hosts that were seen for the first time and accepted. */
  readonly knownHosts: string;
}

/**
 * Reads running clusters through SSH, host by host, and changes nothing on them.
 * @throws SshError when a host to begin with cannot be reached
 */
export async function readCluster(request: ReadClusterRequest): Promise<ClusterReading> {
  const folder = request.directory ?? (await mkdtemp(join(tmpdir(), 'quorate-import-')));
  const readings: HostReading[] = [];
  const unread: { address: string; reason: string }[] = [];
  try {
    let wanted: readonly string[] = [...new Set(request.from)];
    for (let round = 0; round < rounds && wanted.length > 0; round++) {
      const outcomes = await readHosts(wanted, folder, request);
      for (const [index, outcome] of outcomes.entries()) {
        const address = wanted[index] ?? '';
        if (outcome.ok) readings.push({ address, ssh: {}, values: outcome.value });
        else if (round === 0) throw outcome.error;
        else unread.push({ address, reason: outcome.error.message });
      }
      wanted = further(readings, unread).slice(0, maxHosts - readings.length);
    }
    const knownHosts = await readFile(join(folder, knownHostsFile), 'utf8').catch(() => '');
    return { readings, unread, knownHosts };
  } finally {
    if (request.directory === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** Addresses that were named and not asked yet; a host that was asked at one address is known at all of them. */
function further(readings: readonly HostReading[], unread: readonly { address: string }[]): readonly string[] {
  const known = new Set([
    ...readings.flatMap(({ address, values }) => [address, ...values.networkInterfaces.map((one) => one.address)]),
    ...unread.map(({ address }) => address),
  ]);
  return [...new Set(readings.flatMap(addressesIn))].filter((address) => !known.has(address));
}

async function readHosts(addresses: readonly string[], directory: string, { ssh, access }: ReadClusterRequest) {
  const { pool, targets } = looseHosts(addresses, ssh, directory, access);
  try {
    return await pool.all(targets, readHost);
  } finally {
    await pool.close();
  }
}

async function readHost(session: HostSession): Promise<HostReading['values']> {
  const limits = { timeoutSeconds: 120, maxOutputBytes: 16 * 1024 * 1024 };
  return (await gatherFacts(session, clusterFacts, limits)).values;
}
