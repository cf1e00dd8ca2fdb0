import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Release, releases } from '../../core/plan/schema.ts';
import { noteChange } from './changeTable.ts';
import { type DeployLab, deployLab, expectHealthy, findLeaks, type RunnerResult } from './deployFixture.ts';
import { asClient, type ClientAccess } from './labClient.ts';
import { whole } from './wholeMatrix.ts';
import { type Noticed, whileClientsWork } from './writeWatch.ts';

const asked = releases.filter((release) => whole || release === (process.env['QUORATE_ROTATE_ON'] ?? 'bookworm'));

interface Entry {
  readonly kind: string;
  readonly value: string;
}

/** Logins that failed for what is rotated here; a machine under load drops one for other reasons too. */
function refusedBy({ failedLogins }: Noticed): readonly string[] {
  return failedLogins.filter((message) => /password|authenticat|certificate|unable to verify|alert/i.test(message));
}

interface ClientLogin {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Asks a host by mutual TLS. @param auth to change nothing by a PATCH with this login @returns the status, or that it was refused */
function ask(host: string, port: number, path: string, login: ClientLogin, auth?: string): Promise<number | 'refused'> {
  return new Promise((resolve) => {
    const method = auth === undefined ? 'GET' : 'PATCH';
    const asked = request(
      { host, port, path, method, ...login, timeout: 5000, agent: false, ...(auth && { auth }) },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    asked.on('timeout', () => asked.destroy(new Error('late')));
    asked.on('error', () => resolve('refused'));
    asked.end(auth === undefined ? undefined : '{"no-such-key": null}');
  });
}

describe.each(asked)('rotation on %s (all: QUORATE_FULL_MATRIX=1)', (release: Release) => {
  let work: DeployLab;
  let addresses: readonly string[];
  const secretsFile = () => join(work.directory, 'secrets.json');
  const secrets = (): Record<string, Entry> => JSON.parse(readFileSync(secretsFile(), 'utf8')).secrets;
  const value = (name: string) => secrets()[name]?.value ?? '';
  const access = (): ClientAccess => ({ password: value('user/pg-orders/app'), ca: value('tls/ca.crt') });
  const everywhere = (command: string) =>
    Promise.all(work.lab.hosts.map(async ({ name }) => (await work.on(name, command)).trim()));
  const operator = (): ClientLogin => ({
    ca: value('tls/members-ca.crt'),
    cert: value('tls/operator.crt'),
    key: value('tls/operator.key'),
  });
  const report = (what: string, noticed: Noticed, result: RunnerResult) => {
    noteChange(`rotation: ${what}`, release, result, noticed);
    const { seconds } = result;
    const { acknowledged, lost, writeGapSeconds, logins, failedLogins } = noticed;
    process.stdout.write(
      `${release}, ${what}: ${seconds} s, ${acknowledged} rows, ${lost} lost, longest gap ${writeGapSeconds.toFixed(2)} s, ${logins} logins, failed ${failedLogins.length} ${[...new Set(failedLogins)].join(' | ')}\n`,
    );
  };
  /** Kills a rotation once it has said something, as power would end. @returns whether it had said it before its end */
  const killedAt = async (said: RegExp, ...flags: string[]): Promise<boolean> => {
    const from = work.printed.length;
    const { child, ended } = work.start(...flags);
    const since = () => work.printed.slice(from).join('');
    while (child.exitCode === null && !said.test(since())) await sleep(2);
    const there = child.exitCode === null;
    child.kill('SIGKILL');
    await ended;
    return there;
  };
  const settled = async () => {
    const again = await work.run();
    expectHealthy(again);
    expect(again.planned).toEqual([]);
  };
  const timelines = () =>
    everywhere(
      "cd /; runuser -u postgres -- psql -XqAt -h /var/run/postgresql -c 'select timeline_id, pg_is_in_recovery() from pg_control_checkpoint()'",
    );
  /** Ends the streams of all replicas, which have to log in again. */
  const reconnects = async () => {
    await everywhere("pkill -f 'postgres: .*walreceiver' || true");
    const streaming = () =>
      work.on(
        'n1',
        'cd /; runuser -u postgres -- psql -XqAt -h /var/run/postgresql -c "select count(*) from pg_stat_replication where state = \'streaming\'"',
      );
    for (let turn = 0; turn < 100 && (await streaming()).trim() !== '2'; turn += 1) await sleep(200);
    expect((await streaming()).trim()).toBe('2');
  };

  beforeAll(async () => {
    work = await deployLab({ name: `rot-${release}`, release, packagesThere: true });
    addresses = work.lab.hosts.map(({ address }) => address);
    expectHealthy(await work.run());
  });
  afterAll(() => work?.remove());

  it('gives every password that no client has to learn another value, and nobody notices', async () => {
    const before = secrets();
    const clients = { access: access(), addresses };
    const { value: result, noticed } = await whileClientsWork(clients, () => work.run('rotate=passwords'));
    report('passwords', noticed, result);
    expectHealthy(result);
    expect([noticed.lost, refusedBy(noticed)]).toEqual([0, []]);
    expect(noticed.writeGapSeconds).toBeLessThan(2);
    const same = Object.entries(secrets()).flatMap(([name, { kind, value: now }]) =>
      kind === 'password' && before[name]?.value === now ? [name] : [],
    );
    expect(same).toEqual(['user/pg-orders/app']);
    expect(Object.keys(secrets()).filter((name) => name.startsWith('former/'))).toEqual([]);
    await reconnects();
    const patch = (password: string) =>
      Promise.all(addresses.map((address) => ask(address, 8008, '/config', operator(), `quorate:${password}`)));
    expect(await patch(before['patroni/pg-orders/rest']?.value ?? '')).toEqual([401, 401, 401]);
    expect(await patch(value('patroni/pg-orders/rest'))).toEqual([200, 200, 200]);
    await settled();
    expect(await findLeaks(work)).toEqual([]);
  });

  it.runIf(whole)(
    'converges when it is killed after each of its steps, with the passwords that it had made',
    async () => {
      const clients = { access: access(), addresses };
      const { value: results, noticed } = await whileClientsWork(clients, async () => {
        const all: RunnerResult[] = [];
        const moments = [/step-end .*"n1\/sql\//, /step-end .*\/reload"/, /"id":"turn\/renew"/, /step-end .*\/files"/];
        for (const said of whole ? moments : moments.slice(0, 2)) {
          const before = value('postgres/pg-orders/replication');
          expect(await killedAt(said, 'rotate=passwords')).toBe(true);
          const made = value('postgres/pg-orders/replication');
          const result = await work.run('rotate=passwords', 'take-lock');
          expectHealthy(result);
          // What is killed as its turn is told may not have made them yet.
          if (made !== before) expect(value('postgres/pg-orders/replication')).toBe(made);
          await reconnects();
          all.push(result);
        }
        return all;
      });
      report('passwords, killed', noticed, results.at(-1) as RunnerResult);
      expect(noticed.lost).toBe(0);
      await settled();
    },
    1_200_000,
  );

  it.runIf(whole)('changes the password of a user when it is named, and keeps that of the others', async () => {
    const old = access();
    const monitor = value('postgres/pg-orders/monitor');
    const result = await work.run('rotate=passwords', 'name=app');
    expectHealthy(result);
    expect(value('postgres/pg-orders/monitor')).toBe(monitor);
    for (const port of [5433, 5436]) {
      await expect(asClient(old, addresses[0] ?? '', port, (client) => client.query('select 1'))).rejects.toThrow();
      await asClient(access(), addresses[0] ?? '', port, (client) => client.query('select 1'));
    }
    await settled();
  });

  it.runIf(whole)(
    'replaces the authority of the members though its key is lost and the run is killed, and has clients wait for theirs',
    async () => {
      const file = JSON.parse(readFileSync(secretsFile(), 'utf8'));
      delete file.secrets['tls/members-ca.key'];
      writeFileSync(secretsFile(), JSON.stringify(file));
      const stolen = { cert: value('tls/member/n1.crt'), key: value('tls/member/n1.key') };
      const old = access();
      const before = await timelines();
      const { value: result, noticed } = await whileClientsWork({ access: old, addresses }, async () => {
        for (const said of [
          /"id":"turn\/members\/bring"[\s\S]*step-end .*etcd\/restart"/,
          /"id":"turn\/members\/serve"[\s\S]*step-end .*\/files"/,
        ])
          expect(await killedAt(said, 'rotate=ca')).toBe(true);
        return work.run('rotate=ca', 'take-lock');
      });
      report('members authority, killed twice', noticed, result);
      expectHealthy(result);
      expect([noticed.lost, refusedBy(noticed)]).toEqual([0, []]);
      expect(noticed.writeGapSeconds).toBeLessThan(3);
      expect(await timelines()).toEqual(before);
      // A member's certificate of the old authority opens nothing any more.
      const opened = (login: ClientLogin) =>
        Promise.all(
          addresses.flatMap((address) => [ask(address, 2379, '/health', login), ask(address, 8008, '/patroni', login)]),
        );
      expect(new Set(await opened({ ...stolen, ca: value('tls/members-ca.crt') }))).toEqual(new Set(['refused']));
      expect(new Set(await opened(operator()))).toEqual(new Set([200]));
      await reconnects();
      await settled();
    },
  );

  it.runIf(whole)('shows clients the new authority only when somebody says that they have it', async () => {
    const old = access();
    if (value('tls/next/ca.crt') === '') expectHealthy(await work.run('rotate=ca', 'name=clients'));
    const both = access();
    expect(both.ca).not.toBe(old.ca);
    const waiting = await work.run('rotate=ca');
    expectHealthy(waiting);
    expect(waiting.notes?.map(({ message }) => message).join()).toContain('--clients-have-ca');
    const { value: result, noticed } = await whileClientsWork({ access: both, addresses, after: access }, () =>
      work.run('rotate=ca', 'clients-have-ca'),
    );
    report('clients authority', noticed, result);
    expectHealthy(result);
    expect([noticed.lost, refusedBy(noticed)]).toEqual([0, []]);
    const [first = ''] = both.ca.split(/(?<=END CERTIFICATE-----\n)/);
    await expect(
      asClient({ ...both, ca: first }, addresses[0] ?? '', 5433, (client) => client.query('select 1')),
    ).rejects.toThrow();
    await asClient(access(), addresses[0] ?? '', 5433, (client) => client.query('select 1'));
    await settled();
    expect(await findLeaks(work)).toEqual([]);
  });
});
