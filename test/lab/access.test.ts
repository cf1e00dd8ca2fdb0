import { execFileSync } from 'node:child_process';
import net from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asClient, clientAccess } from './labClient.ts';
import { type TopologyLab, topologyLab } from './topologyLab.ts';

interface Login {
  readonly user: string;
  readonly password: string;
  readonly database?: string;
}

/** Two members, one network of clients that is a single address, and roles that no client should be. */
describe('access to a cluster', () => {
  const services = { primary: 5433, replica: 5434, default: 5436, offline: 5438, pool: 6432, postgres: 5432 } as const;
  const throughProxy = [services.primary, services.replica, services.default, services.offline];
  const hosts = ['n1', 'n2'];
  let work: TopologyLab;
  let client = '';
  let stranger = '';
  const address = (host: string) => work.lab.hosts.find(({ name }) => name === host)?.address ?? '';

  beforeAll(async () => {
    work = await topologyLab(
      {
        id: 'access',
        topology: 'two-node',
        layout: 'no-arbiter',
        release: 'bookworm',
        hosts: 2,
        objectives: { rto: 20 },
        representative: 'host=n1',
      },
      'tp-access',
      (lab) => {
        client = lab.subnet.replace(/0\/24$/, '1');
        stranger = lab.subnet.replace(/0\/24$/, '250');
        return {
          postgres: {
            template: 'tiny',
            databases: [{ name: 'app', owner: 'app' }, { name: 'closed' }],
            users: [
              { name: 'app' },
              { name: 'chief', superuser: true },
              { name: 'copier', replication: true },
              { name: 'barred', memberOf: ['app'] },
            ],
            clients: [`${client}/32`],
            hba: [
              { type: 'host', database: 'all', user: 'barred', address: 'all', method: 'reject' },
              {
                type: 'hostssl',
                database: 'closed',
                user: 'app',
                address: `${stranger}/32`,
                method: 'scram-sha-256',
                position: 'after',
              },
            ],
          },
        };
      },
    );
    const { ok, refusals, failures } = await work.deploy();
    expect({ refusals, failures, ok }).toEqual({ refusals: [], failures: [], ok: true });
    execFileSync('ip', ['address', 'add', `${stranger}/24`, 'dev', work.lab.bridge]);
  });
  afterAll(() => work?.remove());

  /** Logs in as a client with an address of this machine. @returns `in`, or the words of the refusal */
  async function login(
    from: string,
    to: string,
    port: number,
    { user, password, database = 'app' }: Login,
  ): Promise<string> {
    const stream = new net.Socket();
    const connect = stream.connect.bind(stream) as (options: net.TcpNetConnectOpts) => net.Socket;
    Object.assign(stream, {
      connect: (toPort: number, host: string) => connect({ port: toPort, host, localAddress: from }),
    });
    const one = new pg.Client({
      host: to,
      port,
      user,
      password,
      database,
      stream: () => stream,
      connectionTimeoutMillis: 5000,
      ssl: { rejectUnauthorized: false },
    });
    one.on('error', () => undefined);
    try {
      await one.connect();
      await one.query('select 1');
      return 'in';
    } catch (error) {
      return String((error as Error).message);
    } finally {
      await one.end().catch(() => undefined);
    }
  }

  const user = async (name: string): Promise<Login> => ({
    user: name,
    password: await work.secret(`user/pg-tp/${name}`),
  });

  it('is for the clients of the plan: through every service of every host', async () => {
    const app = await user('app');
    for (const host of hosts)
      for (const port of [...throughProxy, services.pool, services.postgres])
        expect(await login(client, address(host), port, app), `${host}:${port}`).toBe('in');
  });

  it('is for nobody else: proxies hang up before a word, pools and PostgreSQL find no rule', async () => {
    const app = await user('app');
    for (const host of hosts) {
      for (const port of throughProxy)
        expect(await login(stranger, address(host), port, app), `${host}:${port}`).toMatch(
          /ECONNRESET|terminated|socket/i,
        );
      expect(await login(stranger, address(host), services.pool, app)).toMatch(
        /no such|not allowed|login rejected|pg_hba/i,
      );
      expect(await login(stranger, address(host), services.postgres, app)).toMatch(/no pg_hba\.conf entry/);
      // The plan's own rule opens one database, past the proxies.
      expect(await login(stranger, address(host), services.postgres, { ...app, database: 'closed' })).toMatch(
        /^in$|permission denied for database/,
      );
    }
  });

  it('is refused to roles that may do everything or copy everything, with their true passwords, through every port of clients', async () => {
    const strong: readonly Login[] = [
      { user: 'postgres', password: await work.secret('postgres/pg-tp/superuser') },
      { user: 'replicator', password: await work.secret('postgres/pg-tp/replication') },
      await user('chief'),
      await user('copier'),
    ];
    for (const one of strong)
      for (const port of [...throughProxy, services.pool])
        expect(await login(client, address('n1'), port, one), `${one.user} on ${port}`).toMatch(
          /reject|pg_hba|not allowed|no such user|client certificate/i,
        );
  });

  it('follows the order of the plan’s rules, which PostgreSQL reads without an error', async () => {
    const barred = await user('barred');
    for (const port of [...throughProxy, services.pool, services.postgres])
      expect(await login(client, address('n1'), port, barred), `${port}`).toMatch(
        /pg_hba\.conf rejects|login rejected/,
      );
    for (const host of hosts) {
      const rules = await work.on(
        host,
        `cd / && runuser -u postgres -- psql -XAtc "select count(*) filter (where error is not null), count(*) > 5, min(line_number) filter (where 'barred' = any (user_name)) < min(line_number) filter (where 'all' = any (user_name) and address = '127.0.0.1') from pg_hba_file_rules"`,
      );
      expect(rules, host).toBe('0|t|t');
    }
    const access = await clientAccess(work);
    await expect(
      asClient(access, address('n1'), services.primary, (one) => one.query('select 1')),
    ).resolves.toMatchObject({ member: expect.any(String) as string });
  });
});
