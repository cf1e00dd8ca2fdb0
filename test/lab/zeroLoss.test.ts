import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labFault } from '../../electron/services/lab/labFault.ts';
import { asClient, type ClientAccess, CountingWriter, clientAccess } from './labClient.ts';
import { settle } from './observe.ts';
import { type TopologyLab, topologyLab } from './topologyLab.ts';
import { whole } from './wholeMatrix.ts';

describe.runIf(whole)('a cluster with an rpo of 0 (with QUORATE_FULL_MATRIX=1)', () => {
  let work: TopologyLab;
  let access: ClientAccess;
  beforeAll(async () => {
    work = await topologyLab(
      {
        id: 'zero-loss',
        topology: 'three-node',
        layout: 'three-members',
        release: 'bookworm',
        hosts: 3,
        objectives: { rto: 20, rpo: 0 },
        representative: 'host=n1',
      },
      'tp-zero',
    );
    expect((await work.deploy()).ok).toBe(true);
    access = await clientAccess(work);
  });
  afterAll(() => work?.remove());

  it("loses no acknowledged row when the primary's host loses its power, ten times", async () => {
    for (let turn = 1; turn <= 10; turn += 1) {
      await settle(work, access, 180);
      const writer = new CountingWriter(`zero ${turn}`);
      const { ports } = work.plan().haproxy;
      const [survivor = ''] = work.lab.hosts.flatMap((host) => (host.name === 'n2' ? [host.address] : []));
      let stopped = false;
      const writers = [1, 2, 3].map(() => writer.write(access, [survivor], ports.primary, () => stopped));
      const atLeast = async (rows: number) => {
        while (writer.acknowledged < rows) await sleep(5);
      };
      await atLeast(200);
      const before = writer.acknowledged;
      await labFault(work.lab.name, { kind: 'power-off', host: 'n1' });
      const started = performance.now();
      await sleep(1000);
      await atLeast(writer.acknowledged + 50);
      const seconds = (performance.now() - started) / 1000;
      stopped = true;
      await Promise.all(writers);
      const { value: lost, member } = await asClient(access, survivor, ports.primary, (client) => writer.lost(client));
      process.stdout.write(
        `zero-loss ${turn}: ${before} rows acknowledged before the power was off, ${writer.acknowledged} in all, ${lost} lost, ${member} leads, ${seconds.toFixed(1)} s\n`,
      );
      expect({ lost, leader: member === 'n1' }).toEqual({ lost: 0, leader: false });
      await labFault(work.lab.name, { kind: 'power-on', host: 'n1' });
    }
  }, 2_400_000);

  it('keeps the new leader and its rows when the old one, cut off and given up, is connected again', async () => {
    await settle(work, access, 180);
    const { ports } = work.plan().haproxy;
    const survivors = work.lab.hosts.filter((host) => host.name !== 'n1').map((host) => host.address);
    const writer = new CountingWriter('healed');
    await labFault(work.lab.name, { kind: 'cut', host: 'n1' });
    let stopped = false;
    const writing = writer.write(access, survivors, ports.primary, () => stopped);
    try {
      await expect.poll(() => writer.acknowledged, { timeout: 90_000 }).toBeGreaterThan(50);
      await labFault(work.lab.name, { kind: 'reconnect', host: 'all' });
      const timelines = async () => {
        const { healthy, clusters } = await work.caller.hosts.status({ planFile: work.planFile });
        return healthy ? new Set(clusters[0]?.members.map((member) => member.timeline)).size : undefined;
      };
      await expect.poll(timelines, { timeout: 120_000, interval: 1000 }).toBe(1);
    } finally {
      stopped = true;
      await writing;
    }
    const { clusters } = await work.caller.hosts.status({ planFile: work.planFile });
    expect(clusters[0]?.leader).toMatch(/^pg-tp-[23]$/);
    for (const address of [...survivors, work.lab.hosts[0]?.address ?? ''])
      expect((await asClient(access, address, ports.primary, (client) => writer.lost(client))).value).toBe(0);
  });
});
