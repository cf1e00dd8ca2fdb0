import type { PeerCertificate, TLSSocket } from 'node:tls';
import pg from 'pg';
import type { Cluster, Plan } from '../../core/plan/plan.ts';
import { clientsAuthoritySecret } from '../../core/render/secretNames.ts';
import type { TopologyLab } from './topologyLab.ts';

/** How a client of a cluster logs in: the application's user over verified TLS. */
export interface ClientAccess {
  readonly password: string;
  readonly ca: string;
}

const attemptMilliseconds = 2000;

/** The application's login; a standby cluster has the roles of the cluster that it follows. */
export async function clientAccess(work: TopologyLab): Promise<ClientAccess> {
  const root = work.plan().clusters.find((cluster) => cluster.standbyOf === undefined);
  return { password: await work.secret(`user/${root?.name}/app`), ca: await work.secret(clientsAuthoritySecret) };
}

/**
 * Connects to a port of a host as an application does, works, and says which host's PostgreSQL it was: TLS goes through to the member.
 * @throws Error when it does not work within two seconds
 */
export async function asClient<T>(
  access: ClientAccess,
  address: string,
  port: number,
  work: (client: pg.Client) => Promise<T>,
): Promise<{ value: T; member: string }> {
  let member = '';
  const client = new pg.Client({
    host: address,
    port,
    user: 'app',
    password: access.password,
    database: 'app',
    connectionTimeoutMillis: attemptMilliseconds,
    query_timeout: attemptMilliseconds,
    ssl: {
      ca: access.ca,
      checkServerIdentity: (_name: string, certificate: PeerCertificate) => {
        member = String(certificate.subject.CN);
        return undefined;
      },
    },
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const socket = (client as unknown as { connection: { stream: TLSSocket } }).connection.stream;
    member ||= String(socket.getPeerCertificate().subject?.CN ?? '');
    return { value: await work(client), member };
  } finally {
    // A connection to a host without power never says goodbye.
    const socket = (client as unknown as { connection: { stream: TLSSocket } }).connection.stream;
    await Promise.race([client.end().catch(() => undefined), new Promise((done) => setTimeout(done, 300))]);
    socket.destroy();
  }
}

/** Hosts of a cluster through which clients come in. */
export function entrances(
  plan: Plan,
  cluster: Cluster,
): readonly { readonly name: string; readonly address: string }[] {
  return plan.hosts.filter(
    (host) => host.roles.includes('haproxy') && cluster.members.some((member) => member.host === host.name),
  );
}

/** Writes row after row, and keeps the numbers of those whose commit was acknowledged. */
export class CountingWriter {
  readonly #acknowledged: number[] = [];
  readonly #run: string;
  #next = 1;

  constructor(run: string) {
    this.#run = run;
  }

  get acknowledged(): number {
    return this.#acknowledged.length;
  }

  /** Writes about 40 rows a second until `stopped`, so that the hosts have time for what is tried; an error ends the connection and the next one is tried at the next address. */
  async write(access: ClientAccess, addresses: readonly string[], port: number, stopped: () => boolean): Promise<void> {
    for (let turn = 0; !stopped(); turn += 1) {
      try {
        await asClient(access, addresses[turn % addresses.length] ?? '', port, async (client) => {
          while (!stopped()) {
            await this.one(client);
            await new Promise((done) => setTimeout(done, 20));
          }
        });
      } catch {
        await new Promise((done) => setTimeout(done, 100));
      }
    }
  }

  async one(client: pg.Client): Promise<void> {
    const row = this.#next;
    this.#next += 1;
    await client.query('insert into counted (run, row) values ($1, $2)', [this.#run, row]);
    this.#acknowledged.push(row);
  }

  /** How many acknowledged rows are not there. */
  async lost(client: pg.Client): Promise<number> {
    // Rows that are acknowledged while the question travels are not in its answer.
    const acknowledged = [...this.#acknowledged];
    const found = await client.query<{ row: number }>('select row from counted where run = $1', [this.#run]);
    const there = new Set(found.rows.map(({ row }) => row));
    return acknowledged.filter((row) => !there.has(row)).length;
  }
}

export const countedTable = 'create table if not exists counted (run text, row int, primary key (run, row))';

/** A client that writes rows without an end. */
export interface EndlessWriter {
  readonly writer: CountingWriter;
  /** Ends it, and waits for its last row. */
  stop(): Promise<void>;
}

/** Lets a client write through the write service, at one address after the other, until it is stopped. @param run names its rows */
export async function writeWithoutEnd(
  access: ClientAccess,
  addresses: readonly string[],
  run: string,
): Promise<EndlessWriter> {
  await asClient(access, addresses[0] ?? '', 5433, (client) => client.query(countedTable));
  const writer = new CountingWriter(run);
  let stopped = false;
  const writing = writer.write(access, addresses, 5433, () => stopped);
  return {
    writer,
    async stop() {
      stopped = true;
      await writing;
    },
  };
}
