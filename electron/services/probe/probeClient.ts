import type { PeerCertificate } from 'node:tls';
import pg from 'pg';
import { monitorRole, probeSchema } from '../../../core/plan/clusterRoles.ts';
import type { Cluster, Host, Plan } from '../../../core/plan/plan.ts';
import { addressOnHost } from '../../../core/render/hostNetwork.ts';
import { clientsAuthoritySecret, clusterSecrets } from '../../../core/render/secretNames.ts';
import { type Phrase, type PhraseValue, phraseText, say } from '../../../core/wording/phrase.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import type { HostPool } from '../ssh/hostPool.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';

export interface ProbeInput {
  readonly plan: Plan;
  readonly secrets: SecretStore;
  readonly pool: HostPool;
  readonly targets: ReadonlyMap<string, SshTarget>;
  /** Hosts that are not visited. */
  readonly without?: readonly string[] | undefined;
}

const maxSecondsPerTry = 15;

/** Where a client comes in, and as whom. */
export interface Way {
  /** The host whose connection carries it. */
  readonly host: Host;
  /** As the host reaches it. */
  readonly address: string;
  readonly port: number;
  readonly login: { readonly user: string; readonly password: string; readonly database: string };
  readonly connectSeconds?: number;
}

/** Where rows are written: a table of the monitoring role's own, in a schema of its own. */
export const probeTable = `${probeSchema}.deployment`;

/** What went wrong in the probe itself, not in a program that it asked. */
export class ProbeError extends Error {
  readonly said: Phrase;

  constructor(said: Phrase) {
    super(phraseText(said));
    this.said = said;
  }
}

/** The words of a database or of the network stay as they are. */
export function reasonOf(error: unknown): PhraseValue {
  if (error instanceof ProbeError) return error.said;
  return error instanceof Error ? error.message : String(error);
}

/** Works as the monitoring role on a port of a host: with a password and over verified TLS, but carried by SSH. */
export function withClient<T>(
  input: ProbeInput,
  cluster: Cluster,
  host: Host,
  port: number,
  work: (client: pg.Client) => Promise<T>,
  maxSeconds = maxSecondsPerTry,
): Promise<T> {
  const password = input.secrets.get(clusterSecrets(input.plan, cluster).monitor)?.reveal() ?? '';
  const login = { user: monitorRole, password, database: 'postgres' };
  return onWay(input, cluster, { host, address: addressOnHost(host.address), port, login }, work, maxSeconds);
}

/** The same as anybody. The address that PostgreSQL and the pools see is the host's: nobody gets in who could not from there. */
export async function onWay<T>(
  { plan, secrets, pool, targets }: ProbeInput,
  cluster: Cluster,
  { host, address, port, login, connectSeconds = 5 }: Way,
  work: (client: pg.Client) => Promise<T>,
  maxSeconds = maxSecondsPerTry,
): Promise<T> {
  const target = targets.get(host.name);
  if (target === undefined) throw new Error(`there is no way to reach ${host.name}`);
  const session = await pool.session(target);
  const stream = await session.forward(address, port);
  // Whatever state the conversation is in: without an end of its own one try could last for ever.
  let limit: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(new ProbeError(say`no answer within ${maxSeconds} seconds`)), maxSeconds * 1000);
  });
  const members = new Set(cluster.members.map((member) => member.host));
  const client = new pg.Client({
    ...login,
    stream: () => stream as never,
    connectionTimeoutMillis: connectSeconds * 1000,
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

/** Writes one row, and takes away those that are an hour old. */
export async function writeRow(client: pg.Client, row: string): Promise<void> {
  await client.query(
    `create table if not exists ${probeTable} (id uuid primary key, at timestamptz not null default now())`,
  );
  await client.query(`delete from ${probeTable} where at < now() - interval '1 hour'`);
  await client.query(`insert into ${probeTable} (id) values ($1) on conflict do nothing`, [row]);
}

/** What a replica answers that has not replayed the making of the table yet: no such table, no such schema. */
const notReplayed = ['42P01', '3F000'];

/** @throws ProbeError when the row is not there, or not even its table */
export async function readRow(client: Pick<pg.Client, 'query'>, row: string): Promise<void> {
  const found = await client.query(`select from ${probeTable} where id = $1`, [row]).catch((error: unknown) => {
    if (notReplayed.includes((error as pg.DatabaseError).code ?? '')) return { rowCount: 0 };
    throw error;
  });
  if (found.rowCount !== 1) throw new ProbeError(say`the row that was written is not there yet`);
}
