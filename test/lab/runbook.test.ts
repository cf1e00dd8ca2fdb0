import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { regionPair, swapRegions } from '../../core/dr/regionPair.ts';
import { etcdctl } from '../../core/export/runbook/etcdCommands.ts';
import { editPlan } from '../../core/plan/edit.ts';
import { labFault } from '../../electron/services/lab/labFault.ts';
import { asClient, type ClientAccess, clientAccess, countedTable } from './labClient.ts';
import { settle } from './observe.ts';
import { follow, procedureOf } from './runbookRunner.ts';
import { topologyCases } from './topologyCases.ts';
import { type TopologyLab, topologyLab } from './topologyLab.ts';
import { whole } from './wholeMatrix.ts';

/** A lab with a deployed cluster, and what the tests of runbooks do to it. */
class Site {
  work!: TopologyLab;
  access!: ClientAccess;

  async make(caseId: string, name: string): Promise<void> {
    const one = topologyCases.find(({ id }) => id === caseId);
    if (one === undefined) throw new Error(`no case ${caseId}`);
    this.work = await topologyLab(one, name);
    const { failures, refusals, ok } = await this.work.deploy();
    expect({ failures, refusals, ok }).toEqual({ failures: [], refusals: [], ok: true });
    this.access = await clientAccess(this.work);
    await settle(this.work, this.access, 120);
  }

  address(host: string): string {
    return this.work.lab.hosts.find((one) => one.name === host)?.address ?? '';
  }

  /** Writes a row through the HAProxy of a host as soon as that works. */
  async write(host: string, row: number): Promise<void> {
    const sql = 'insert into counted (run, row) values ($1, $2) on conflict do nothing';
    await expect
      .poll(
        () =>
          asClient(this.access, this.address(host), 5433, (client) => client.query(sql, ['runbook', row])).then(
            () => 'written',
            (error: Error) => error.message,
          ),
        { timeout: 60_000, interval: 500 },
      )
      .toBe('written');
  }

  /** Writes a row on a host itself, whoever leads, as soon as its PostgreSQL takes it. */
  async writeDirectly(host: string, row: number): Promise<void> {
    const sql = `insert into counted values ('runbook', ${row})`;
    const command = `runuser -u postgres -- psql -h /var/run/postgresql -d app -XAtc "${sql}"`;
    const written = () =>
      this.work.on(host, command).then(
        () => 'written',
        (error: Error) => error.message,
      );
    await expect.poll(written, { timeout: 60_000, interval: 500 }).toBe('written');
  }

  /** The rows that the PostgreSQL of a host has. */
  async rows(host: string): Promise<readonly number[]> {
    const text = await this.work.on(
      host,
      `runuser -u postgres -- psql -h /var/run/postgresql -d app -XAtc "select row from counted where run = 'runbook' order by row" 2>/dev/null`,
    );
    return text.split('\n').map(Number);
  }

  async everybodyHas(hosts: readonly string[], rows: readonly number[]): Promise<void> {
    for (const host of hosts)
      await expect.poll(() => this.rows(host).catch(() => []), { timeout: 60_000, interval: 500 }).toEqual(rows);
  }

  /** Power for a host that reaches nobody but the operator. */
  async powerApart(host: string): Promise<void> {
    await labFault(this.work.lab.name, { kind: 'cut', host });
    await labFault(this.work.lab.name, { kind: 'power-on', host });
  }

  /** Waits until the member that has the only etcd to itself leads and has forgotten the other: the worst that it can have noted. */
  async leadsAlone(hostName: string): Promise<void> {
    const plan = this.work.plan();
    const host = plan.hosts.find((one) => one.name === hostName);
    if (host === undefined) throw new Error(`no host ${hostName}`);
    const ask = `${etcdctl(plan, host, 'get /pg/pg-tp/failsafe --print-value-only')} 2>/dev/null`;
    await expect
      .poll(() => this.work.on(hostName, ask).catch(() => ''), { timeout: 180_000, interval: 1000 })
      .toMatch(/^\{"pg-tp-1":[^,]*\}$/);
  }

  reconnect(host: string) {
    return labFault(this.work.lab.name, { kind: 'reconnect', host });
  }

  /** Has a member lead that may or may not lead already. */
  async leads(host: string, member: string): Promise<void> {
    const leader = await this.work.on(host, 'patronictl -c /etc/patroni/config.yml list -f tsv pg-tp | grep Leader');
    if (!leader.includes(member))
      await this.work.on(
        host,
        `patronictl -c /etc/patroni/config.yml switchover --force --candidate ${member} pg-tp; sleep 3`,
      );
  }

  powerOff(host: string) {
    return labFault(this.work.lab.name, { kind: 'power-off', host });
  }

  async deploysWithoutChange(): Promise<void> {
    const { steps, failures, checks } = await this.work.deploy();
    expect({ steps, failures, bad: checks.filter((check) => !check.ok) }).toEqual({ steps: [], failures: [], bad: [] });
  }
}

/** Debian 13 has newer versions of everything that the commands speak to; it is tried when everything is. */
describe.each(whole ? ['three-node-bookworm', 'three-node-trixie'] : ['three-node-bookworm'])(
  'three nodes (%s)',
  (caseId) => {
    const site = new Site();
    const all = ['n1', 'n2', 'n3'];
    beforeAll(() => site.make(caseId, 'r-three'));
    afterAll(() => site.work?.remove());

    it('a switchover, and the way back', async () => {
      await asClient(site.access, site.address('n1'), 5433, (client) => client.query(countedTable));
      await site.write('n1', 1);
      await follow(site.work, procedureOf(site.work, 'switchover', 'pg-tp: to n2'));
      await follow(site.work, procedureOf(site.work, 'switchover', 'pg-tp: to n1'));
      await site.write('n3', 2);
      await site.everybodyHas(all, [1, 2]);
    });

    it.runIf(whole)('what only looks, and what makes room on a disk', async () => {
      await follow(site.work, procedureOf(site.work, 'troubleshooting', 'pg-tp'));
      await site.work.on(
        'n1',
        `runuser -u postgres -- psql -h /var/run/postgresql -XAtc "select pg_create_physical_replication_slot('nobody', true)"`,
      );
      await follow(site.work, procedureOf(site.work, 'full-disk', 'pg-tp: n1'), { also: ['drop-slots'] });
      const slots = await site.work.on(
        'n1',
        `runuser -u postgres -- psql -h /var/run/postgresql -XAtc "select slot_name from pg_replication_slots"`,
      );
      expect(slots).not.toContain('nobody');
      await follow(site.work, procedureOf(site.work, 'full-disk', 'pg-tp: n2'));
    });

    it.runIf(whole)('a broken replica is copied anew', async () => {
      await site.work.on('n3', 'rm -rf /var/lib/postgresql/1[57]/pg-tp/base');
      await follow(site.work, procedureOf(site.work, 'replica-reinit', 'pg-tp: n3'));
      await site.everybodyHas(['n3'], [1, 2]);
    });

    it.runIf(whole)('an etcd member that has lost its data is replaced', async () => {
      await site.work.on('n2', 'systemctl stop etcd; rm -rf /var/lib/etcd/quorate');
      await follow(site.work, procedureOf(site.work, 'etcd-member-replacement', 'n2'));
      await site.deploysWithoutChange();
    });

    it.runIf(whole)('two members that take writes: the wrong one follows again, without what it wrote', async () => {
      // Killed and not started again, Patroni leaves its PostgreSQL behind: the split brain that failsafe mode cannot prevent.
      await site.work.on(
        'n1',
        `mkdir -p /run/systemd/system/patroni.service.d
printf '[Service]\\nRestart=no\\n' >/run/systemd/system/patroni.service.d/zz-test.conf
systemctl daemon-reload
systemctl kill --kill-whom=main -s KILL patroni`,
      );
      const leads = `patronictl -c /etc/patroni/config.yml list -f tsv pg-tp 2>/dev/null | grep -E 'pg-tp-[23].*Leader'`;
      await expect
        .poll(() => site.work.on('n2', leads).catch(() => ''), { timeout: 90_000, interval: 1000 })
        .not.toBe('');
      await site.write('n2', 3);
      await site.writeDirectly('n1', 666);
      expect(await site.rows('n1')).toEqual([1, 2, 666]);
      await site.work.on('n1', 'rm -r /run/systemd/system/patroni.service.d; systemctl daemon-reload');
      await follow(site.work, procedureOf(site.work, 'split-brain', 'pg-tp: n1 is wrong'));
      await site.everybodyHas(all, [1, 2, 3]);
      await settle(site.work, site.access, 120);
    });

    it('two of three hosts are lost: the survivor goes on alone, and takes both back', async () => {
      await site.powerOff('n1');
      await site.powerOff('n2');
      await follow(site.work, procedureOf(site.work, 'two-of-three-recovery', 'pg-tp: n3 survives'), {
        before: {
          'keep-out/n1': async () => {
            await site.write('n3', 4);
            await site.powerApart('n1');
          },
          'add/n1': () => site.reconnect('n1'),
          'keep-out/n2': () => site.powerApart('n2'),
          'add/n2': () => site.reconnect('n2'),
        },
        also: ['empty/n2'],
      });
      await site.write('n1', 5);
      await site.everybodyHas(all, whole ? [1, 2, 3, 4, 5] : [1, 2, 4, 5]);
      await site.deploysWithoutChange();
    });
  },
);

const majorities = [
  { caseId: 'five-node', survivors: ['n4'], lost: ['n1', 'n2', 'n3'] },
  { caseId: 'dual-dc', survivors: ['n3'], lost: ['n1', 'n2', 'n5'] },
  { caseId: 'dual-dc-zero-loss', survivors: ['n3', 'n4'], lost: ['n1', 'n2', 'n5'] },
];

describe.runIf(whole).each(majorities)('a majority of etcd is lost ($caseId)', ({ caseId, survivors, lost }) => {
  const site = new Site();
  beforeAll(() => site.make(caseId, 'r-most'));
  afterAll(() => site.work?.remove());

  it('goes on with one survivor, and takes all others back', async () => {
    const { work } = site;
    const members = work.plan().clusters.flatMap((cluster) => cluster.members.map(({ host }) => host));
    await asClient(site.access, site.address('n1'), 5433, (client) => client.query(countedTable));
    await site.write('n1', 1);
    await site.everybodyHas(members, [1]);
    const synchronous = await work.on(
      'n1',
      'patronictl -c /etc/patroni/config.yml list -f tsv pg-tp | grep Sync || true',
    );
    const survivor = survivors.find((host) => !synchronous.includes(site.address(host))) ?? 'n3';
    for (const host of lost) await site.powerOff(host);
    const procedure = procedureOf(work, 'two-of-three-recovery', `pg-tp: ${survivor} survives`);
    const away = lost.flatMap((host): [string, () => Promise<unknown>][] => [
      [`keep-out/${host}`, () => site.powerApart(host)],
      [`add/${host}`, () => site.reconnect(host)],
    ]);
    await follow(work, procedure, {
      before: Object.fromEntries(away),
      also: procedure.steps
        .map(({ id }) => id)
        .filter((id) => id === 'asynchronous' || (id.startsWith('apart/') && !lost.includes(id.slice(6)))),
    });
    await site.write('n1', 2);
    await site.everybodyHas(members, [1, 2]);
    expect(await work.deploy()).toMatchObject({ ok: true, failures: [] });
    await site.deploysWithoutChange();
  });
});

describe.runIf(whole)('two nodes without an arbiter (with QUORATE_FULL_MATRIX=1)', () => {
  const site = new Site();
  beforeAll(() => site.make('two-node-no-arbiter', 'r-two'));
  afterAll(() => site.work?.remove());

  it('the only etcd member starts again, with an empty store if need be', async () => {
    await site.write('n1', 1);
    await site.work.on('n1', 'systemctl stop etcd; rm -rf /var/lib/etcd/quorate/*');
    await follow(site.work, procedureOf(site.work, 'etcd-member-replacement', 'n1'), { also: ['empty'] });
    await site.write('n2', 2);
    await site.deploysWithoutChange();
  });

  // The survivor either follows, or led until then: it is stopped before it has made itself a replica.
  it.each(['pg-tp-1', 'pg-tp-2'])(
    'the host with etcd is lost while %s leads: the other member is promoted by hand, and both go on as before in the end',
    async (leader) => {
      await site.leads('n2', leader);
      await site.powerOff('n1');
      await follow(site.work, procedureOf(site.work, 'two-node-promotion', 'pg-tp: n2 survives'), {
        before: {
          'keep-out/n1': async () => {
            await site.write('n2', 3);
            await site.powerApart('n1');
            await site.leadsAlone('n1');
            await site.writeDirectly('n1', 99);
          },
          etcd: () => site.reconnect('n1'),
        },
        also: ['empty/n1'],
      });
      await site.write('n1', 4);
      await site.everybodyHas(['n1', 'n2'], [1, 2, 3, 4]);
      await site.deploysWithoutChange();
    },
  );
});

describe.runIf(whole)('two regions (with QUORATE_FULL_MATRIX=1)', () => {
  const site = new Site();
  const primaryRegion = ['n1', 'n2', 'n3'];
  beforeAll(() => site.make('geo-dr', 'r-geo'));
  afterAll(() => site.work?.remove());

  it('the primary region is dark: promotion with the program, and the way back by hand', async () => {
    await site.write('n1', 1);
    await site.everybodyHas(['n4', 'n5', 'n6'], [1]);
    // Of the book that was printed before the promotion changed the plan.
    const back = procedureOf(site.work, 'dr-return', 'pg-tp: by hand');
    await Promise.all(primaryRegion.map((host) => site.powerOff(host)));
    await follow(site.work, procedureOf(site.work, 'dr-promote', 'pg-tp-dr: with quorate'));
    await site.write('n5', 2);
    await Promise.all(primaryRegion.map((host) => site.powerApart(host)));
    // Emptying is right in any case, and with the first all of them: it then has nobody in its own region to copy from.
    await follow(site.work, back, {
      before: { slot: () => site.reconnect('all') },
      also: [...primaryRegion.map((host) => `empty/${host}`), 'initialize'],
    });
    await site.everybodyHas(primaryRegion, [1, 2]);
    // The new roles change files, once.
    expect(await site.work.deploy()).toMatchObject({ ok: true, failures: [] });
    await site.deploysWithoutChange();
  });

  it('the writes move back: promotion by hand, and the way back with the program', async () => {
    const back = procedureOf(site.work, 'dr-return', 'pg-tp-dr: with quorate');
    await follow(site.work, procedureOf(site.work, 'dr-promote', 'pg-tp: by hand'));
    await site.write('n2', 3);
    const { planFile } = site.work;
    const edits = swapRegions(site.work.plan(), regionPair(site.work.plan(), undefined));
    writeFileSync(planFile, editPlan(readFileSync(planFile, 'utf8'), edits));
    await follow(site.work, back);
    await site.everybodyHas(['n1', 'n2', 'n3', 'n4', 'n5', 'n6'], [1, 2, 3]);
  });
});
