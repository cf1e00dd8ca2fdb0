import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { labFault } from '../../electron/services/lab/labFault.ts';
import { asClient, type ClientAccess, clientAccess } from './labClient.ts';
import { settle } from './observe.ts';
import { type TopologyLab, topologyLab } from './topologyLab.ts';
import { whole } from './wholeMatrix.ts';
import { whileClientsWork } from './writeWatch.ts';

let vip = '';

describe('a virtual IP', () => {
  let work: TopologyLab;
  let access: ClientAccess;
  beforeAll(async () => {
    work = await topologyLab(
      {
        id: 'vip',
        topology: 'three-node',
        layout: 'three-members',
        release: 'bookworm',
        hosts: 3,
        objectives: { rto: 15 },
        representative: 'host=n1',
      },
      'tp-vip',
      (lab) => {
        vip = lab.subnet.replace(/0\/24$/, '100');
        return { access: { vip: { address: `${vip}/24`, interface: 'host0' } } };
      },
    );
    const result = await work.deploy();
    expect({ failures: result.failures, bad: result.checks.filter((check) => !check.ok) }).toEqual({
      failures: [],
      bad: [],
    });
    access = await clientAccess(work);
    await settle(work, access, 120);
  });
  afterAll(() => work?.remove());

  const holders = async (hosts: readonly string[]) => {
    const found = await Promise.all(
      hosts.map(async (host) => ((await work.on(host, 'ip -o addr show dev host0')).includes(`${vip}/`) ? [host] : [])),
    );
    return found.flat();
  };

  it('is on the leader alone, held by keepalived', async () => {
    await expect.poll(() => holders(['n1', 'n2', 'n3']), { timeout: 30_000 }).toEqual(['n1']);
    expect(await work.on('n1', 'systemctl is-active keepalived')).toBe('active');
    expect((await work.deploy()).steps).toEqual([]);
  });

  it('moves to the new leader when the host of the old one loses its power', async () => {
    await labFault(work.lab.name, { kind: 'power-off', host: 'n1' });
    const started = performance.now();
    const write = () =>
      asClient(access, vip, 5433, (client) =>
        client.query("insert into counted (run, row) values ('vip', 1) on conflict do nothing"),
      ).then(
        ({ member }) => member,
        () => '',
      );
    await expect.poll(write, { timeout: 90_000, interval: 200 }).toMatch(/^n[23]$/);
    process.stdout.write(
      `vip: written through it again after ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
    );
    const leader = await write();
    await expect.poll(() => holders(['n2', 'n3']), { timeout: 20_000 }).toEqual([leader]);
  });

  it.runIf(whole)('is on one host only when the old one is back', async () => {
    await labFault(work.lab.name, { kind: 'power-on', host: 'n1' });
    await settle(work, access, 180);
    await expect.poll(() => holders(['n1', 'n2', 'n3']), { timeout: 30_000 }).toEqual(['n1']);
  });

  it.runIf(whole)('becomes another one, and goes, when the plan says so: no host keeps the old one', async () => {
    const text = readFileSync(work.planFile, 'utf8');
    const other = vip.replace(/100$/, '101');
    writeFileSync(work.planFile, text.replace(`${vip}/24`, `${other}/24`));
    const changed = await work.deploy();
    expect({ failures: changed.failures, refusals: changed.refusals }).toEqual({ failures: [], refusals: [] });
    expect(await holders(['n1', 'n2', 'n3'])).toEqual([]);
    const write = () =>
      asClient(access, other, 5433, (client) =>
        client.query("insert into counted (run, row) values ('vip', 2) on conflict do nothing"),
      ).then(
        ({ member }) => member,
        (error: Error) => error.message,
      );
    await expect.poll(write, { timeout: 30_000, interval: 200 }).toBe('n1');
    expect((await work.deploy()).steps).toEqual([]);

    const { access: _, ...without } = parse(readFileSync(work.planFile, 'utf8')) as Record<string, unknown>;
    writeFileSync(work.planFile, stringify(without));
    const gone = await work.deploy();
    expect({ failures: gone.failures, refusals: gone.refusals }).toEqual({ failures: [], refusals: [] });
    for (const host of ['n1', 'n2', 'n3']) {
      expect(await work.on(host, 'ip -o addr show dev host0')).not.toContain(`${other}/`);
      expect(await work.on(host, 'systemctl is-active keepalived || true')).toBe('inactive');
    }
    expect((await work.deploy()).steps).toEqual([]);
  });

  it.runIf(whole)(
    'goes on with other ports of PgBouncer and HAProxy: no acknowledged row is lost (with QUORATE_FULL_MATRIX=1)',
    async () => {
      const addresses = ['n1', 'n2', 'n3'].map(
        (host) => work.lab.hosts.find(({ name }) => name === host)?.address ?? '',
      );
      const deployed = async (change: string) => {
        const text = readFileSync(work.planFile, 'utf8');
        writeFileSync(work.planFile, `${text}${change}\n`);
        const { failures, refusals } = await work.deploy();
        expect({ failures, refusals }).toEqual({ failures: [], refusals: [] });
      };
      const { noticed } = await whileClientsWork({ access, addresses }, () => deployed('pgbouncer: { port: 6442 }'));
      process.stdout.write(
        `pgbouncer.port: ${noticed.acknowledged} rows, ${noticed.lost} lost, gap ${noticed.writeGapSeconds.toFixed(2)} s, ${noticed.failedLogins.length} of ${noticed.logins} logins failed\n`,
      );
      expect(noticed.lost).toBe(0);
      expect((await work.deploy()).steps).toEqual([]);

      await deployed('haproxy: { ports: { primary: 5443 } }');
      const through = (port: number) =>
        asClient(access, addresses[1] ?? '', port, (client) => client.query('select 1')).then(
          () => 'served',
          () => 'refused',
        );
      expect([await through(5443), await through(5433)]).toEqual(['served', 'refused']);
      expect((await work.deploy()).steps).toEqual([]);
    },
  );
});
