import { randomUUID } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';
import pg from 'pg';
import { stateCheck } from '../../../core/deployment/checkState.ts';
import { type Cluster, type Host, memberOn, type Plan } from '../../../core/plan/plan.ts';
import { addressOnHost } from '../../../core/render/hostNetwork.ts';
import { monitorRole, probeSchema } from '../../../core/render/roles.ts';
import { clientsAuthoritySecret, clusterSecrets } from '../../../core/render/secretsOf.ts';
import { type Phrase, type PhraseValue, phraseText, say } from '../../../core/wording/phrase.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import type { HostPool } from '../ssh/hostPool.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';
import type { VerifyCheck } from './deployEvent.ts';
import { until } from './until.ts';

export interface ProbeInput {
  readonly plan: Plan;
  readonly secrets: SecretStore;
  readonly pool: HostPool;
  readonly targets: ReadonlyMap<string, SshTarget>;
  /** Hosts that are not visited. */
  readonly without?: readonly string[] | undefined;
}

/** How long HAProxy and PgBouncer may take to find a cluster that has just been made. */
const mostSeconds = 40;
const mostSecondsPerTry = 15;
const table = `${probeSchema}.deployment`;

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
    await until(mostSeconds, () =>
      withClient(input, cluster, host, ports.primary, async (client) => {
        await client.query(
          `create table if not exists ${table} (id uuid primary key, at timestamptz not null default now())`,
        );
        await client.query(`delete from ${table} where at < now() - interval '1 hour'`);
        await client.query(`insert into ${table} (id) values ($1) on conflict do nothing`, [row]);
      }),
    );
    await until(mostSeconds, () =>
      withClient(input, cluster, host, ports.replica, async (client) => {
        const found = await client.query(`select from ${table} where id = $1`, [row]);
        if (found.rowCount !== 1) throw new ProbeError(say`the row that was written is not there yet`);
      }),
    );
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

/** What went wrong in the probe itself, not in a program that it asked. */
class ProbeError extends Error {
  readonly said: Phrase;

  constructor(said: Phrase) {
    super(phraseText(said));
    this.said = said;
  }
}

/** The words of a database or of the network stay as they are. */
function reasonOf(error: unknown): PhraseValue {
  if (error instanceof ProbeError) return error.said;
  return error instanceof Error ? error.message : String(error);
}

async function withClient<T>(
  { plan, secrets, pool, targets }: ProbeInput,
  cluster: Cluster,
  host: Host,
  port: number,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const target = targets.get(host.name);
  if (target === undefined) throw new Error(`there is no way to reach ${host.name}`);
  const session = await pool.session(target);
  const stream = await session.forward(addressOnHost(host.address), port);
  // Whatever state the conversation is in: without an end of its own one try could last for ever.
  let limit: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    limit = setTimeout(
      () => reject(new ProbeError(say`no answer within ${mostSecondsPerTry} seconds`)),
      mostSecondsPerTry * 1000,
    );
  });
  const members = new Set(cluster.members.map((member) => member.host));
  const client = new pg.Client({
    user: monitorRole,
    password: secrets.get(clusterSecrets(plan, cluster).monitor)?.reveal() ?? '',
    database: 'postgres',
    stream: () => stream as never,
    connectionTimeoutMillis: 5000,
    query_timeout: 10_000,
    ssl: plan.security.tls
      ? {
          ca: secrets.get(clientsAuthoritySecret)?.reveal() ?? '',
          // HAProxy passes TLS on: the certificate is that of whichever member answers.
          checkServerIdentity: (_name: string, certificate: PeerCertificate) =>
            members.has(String(certificate.subject.CN))
              ? undefined
              : new ProbeError(say`the certificate of ${String(certificate.subject.CN)} is not one of a member`),
        }
      : false,
  });
  client.on('error', () => stream.destroy());
  try {
    return await Promise.race([client.connect().then(() => work(client)), tooLong]);
  } finally {
    clearTimeout(limit);
    // The goodbye is a courtesy that nobody waits for: an unanswered one would never end.
    void client.end().catch(() => undefined);
    stream.destroy();
  }
}
