import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Release } from '../../core/plan/schema.ts';
import { authoritySecret, clientsAuthoritySecret } from '../../core/render/secretNames.ts';
import { type DeployLab, deployLab, expectHealthy } from './deployFixture.ts';
import type { ClientAccess } from './labClient.ts';
import { watchRestarts } from './restartWatch.ts';
import { whole } from './wholeMatrix.ts';

/** Of the settings that replicas need: raised, lowered, and both at once; each from what the one before it left. */
const changes = {
  raises: { max_connections: 180, max_worker_processes: 10, max_wal_senders: 60 },
  lowers: { max_connections: 110, max_worker_processes: 9, max_locks_per_transaction: 50 },
  'raises some and lowers others': { max_connections: 160, max_worker_processes: 7, max_prepared_transactions: 20 },
} as const;

/** loop_wait with a ttl that fits: the shortest, the usual one, a long one. */
const quick = { loopWait: 1, ttl: 20, retryTimeout: 3 };
const usual = { loopWait: 10, ttl: 30, retryTimeout: 10 };
const slow = { loopWait: 30, ttl: 60, retryTimeout: 10 };

const all = [quick, usual, slow].flatMap((timing) =>
  (Object.keys(changes) as (keyof typeof changes)[]).map((what) => ({ timing, what })),
);
/** Both orders of restarts are in the last change: replicas first for what is raised, the primary first for what is lowered. */
const cases: readonly { readonly release: Release; readonly tried: typeof all }[] = whole
  ? [
      { release: 'bookworm', tried: all },
      { release: 'trixie', tried: all },
    ]
  : [{ release: 'bookworm', tried: [{ timing: usual, what: 'raises some and lowers others' }] }];

describe.each(cases)('settings that replicas need, on $release (all: QUORATE_FULL_MATRIX=1)', (one) => {
  let work: DeployLab;
  let access: ClientAccess;
  let restAuthority: string;
  let plan: string;

  const settings = (parameters: Readonly<Record<string, number>>, timing: object) => {
    const text = plan
      .replace('postgres: { template: tiny,', `postgres: { template: tiny, parameters: ${JSON.stringify(parameters)},`)
      .concat(`patroni: { timing: ${JSON.stringify(timing)} }\n`);
    writeFileSync(work.planFile, text);
  };
  const everywhere = (command: string) =>
    Promise.all(work.lab.hosts.map(async ({ name }) => `${name}: ${await work.on(name, command)}`));
  /** A word of PostgreSQL about settings of a replica that are too small for its primary; logs on the disk and in the journal. */
  const insufficient = async () => {
    const said = await everywhere(
      "{ journalctl --no-pager -o cat; cat /var/log/postgresql/* /var/lib/postgresql/*/*/log/* 2>/dev/null; } | grep -i 'insufficient parameter' || true",
    );
    return said.filter((line) => !line.endsWith(': '));
  };
  const running = async () => {
    const names =
      'max_connections max_worker_processes max_wal_senders max_locks_per_transaction max_prepared_transactions';
    const ask = names
      .split(' ')
      .map((name) => `show ${name};`)
      .join(' ');
    return everywhere(`cd /; runuser -u postgres -- psql -XqAt -h /var/run/postgresql -c '${ask}' | tr '\\n' ' '`);
  };
  const watched = async <T>(change: () => Promise<T>) => {
    const watch = watchRestarts(work.lab.hosts, access, restAuthority, 5433);
    while (!watch.writing()) await sleep(50);
    const value = await change();
    // Replicas that fall behind do so seconds later.
    await sleep(5000);
    return { value, ...(await watch.stop()) };
  };

  beforeAll(async () => {
    work = await deployLab({ name: `roll-${one.release}`, release: one.release, packagesThere: true });
    plan = readFileSync(work.planFile, 'utf8');
    expectHealthy(await work.run());
    const { secrets } = JSON.parse(readFileSync(join(work.directory, 'secrets.json'), 'utf8')) as {
      secrets: Record<string, { value: string }>;
    };
    const value = (name: string) => secrets[name]?.value ?? '';
    access = { password: value('user/pg-orders/app'), ca: value(clientsAuthoritySecret) };
    restAuthority = value(authoritySecret);
  });
  afterAll(() => work?.remove());

  for (const { timing, what } of one.tried) {
    const parameters: Readonly<Record<string, number>> = changes[what];
    it(`${what} with a loop_wait of ${timing.loopWait} s: somebody can take over at every moment`, async () => {
      settings({}, timing);
      expectHealthy(await work.run());
      settings(parameters, timing);
      work.printed.length = 0;
      const { value, writeGapSeconds, writes, samples, uncovered } = await watched(() => work.run());
      process.stdout.write(
        `${one.release}, loop_wait ${timing.loopWait}, ${what}: ${value.seconds} s, ${writes} writes, longest gap ${writeGapSeconds.toFixed(2)} s, ${samples} samples, ${uncovered.length} without a candidate\n`,
      );
      expectHealthy(value);
      expect(uncovered).toEqual([]);
      expect(await insufficient()).toEqual([]);
      expect(samples).toBeGreaterThan(20);
      for (const line of await running())
        for (const value of Object.values(parameters)) expect(line.split(' ')).toContain(String(value));
      // What the run says of PostgreSQL, and the way back of HAProxy (three checks, a second apart) and of PgBouncer (a second).
      const said = work.printed
        .join('')
        .matchAll(/PostgreSQL of pg-orders-1 took no connections for ([\d.]+) seconds/g);
      const closedSeconds = Math.max(...[...said].map(([, seconds]) => Number(seconds)));
      expect(writeGapSeconds).toBeLessThan(closedSeconds + 6);
      expect((await work.run()).planned).toEqual([]);
    });
  }

  it.runIf(whole)('are left alone in a paused cluster, which is said with the way out', async () => {
    const patronictl = 'patronictl -c /etc/patroni/config.yml';
    await work.on('n1', `${patronictl} pause --wait pg-orders`);
    const before = await running();
    settings({ max_connections: 230 }, quick);
    const { value, uncovered } = await watched(() => work.run());
    expect(value.refusals.map(({ code, message }) => [code, message])).toEqual([
      ['cluster-paused', expect.stringContaining(`${patronictl} resume pg-orders`)],
    ]);
    expect(value.steps).toEqual([]);
    expect(uncovered).toEqual([]);
    expect(await running()).toEqual(before);
    await work.on('n1', `${patronictl} resume --wait pg-orders`);
    expectHealthy(await work.run());
    for (const line of await running()) expect(line.split(' ')).toContain('230');
    expect(await insufficient()).toEqual([]);
  });

  it.runIf(whole)('changed by somebody else with patronictl restart in the right order too', async () => {
    await work.on(
      'n1',
      'patronictl -c /etc/patroni/config.yml edit-config --force -p max_locks_per_transaction=99 pg-orders; sleep 3',
    );
    await work.on(
      'n1',
      'patronictl -c /etc/patroni/config.yml edit-config --force -p max_pred_locks_per_transaction=99 pg-orders',
    );
    const { value, uncovered } = await watched(() => work.run());
    expectHealthy(value);
    expect(uncovered).toEqual([]);
    const order = value.steps.flatMap(({ id, host }) => (id.endsWith('/postgres/restart') ? [host] : []));
    expect([order.length, order.at(-1)]).toEqual([3, 'n1']);
    expect(await insufficient()).toEqual([]);
  });

  it.runIf(whole)('are not changed by restarts while a replica does not replay', async () => {
    // Patroni resumes a replay that was paused; a startup process that hangs is nobody's to mend.
    const startup = (signal: string) => work.on('n3', `pkill -${signal} -f 'postgres: .*startup'`);
    await startup('STOP');
    settings({ max_connections: 240 }, quick);
    const { value: stopped } = await watched(() => work.run());
    await startup('CONT');
    expect(stopped.ok).toBe(false);
    expect(stopped.failures.map(({ id, output }) => [id, output])).toEqual([
      ['n2/postgres/restart', expect.stringMatching(/pg-orders-3 has \d+ bytes to replay/)],
    ]);
    expect(stopped.steps.filter(({ id, result }) => id.endsWith('/postgres/restart') && result === 'done')).toEqual([]);
    expectHealthy(await work.run());
    expect(await insufficient()).toEqual([]);
  });
});
