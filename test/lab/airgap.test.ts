import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import type { LabView } from '../../electron/services/lab/labList.ts';
import { labUp } from '../../electron/services/lab/labUp.ts';
import { hostOf, labsOfTest, ssh } from './labFixture.ts';
import { type OutsideRecorder, recordOutside } from './outsideRecorder.ts';

/** Only the program, a plan file and a bundle, as on a stick: hosts and operator have no way out. */
describe('a site without any way out', () => {
  const labs = labsOfTest();
  const stick = mkdtempSync(join(tmpdir(), 'quorate-stick-'));
  const planFile = join(stick, 'orders.yaml');
  let lab: LabView;
  let outside: OutsideRecorder;
  const quorate = (...args: string[]) => outside.asOperator(process.execPath, ['bin/quorate.mjs', ...args]);
  const unattended = ['--yes', '--accept-new-host-keys', '--json'];

  beforeAll(async () => {
    const bundle = await ensureBundle({ release: 'bookworm', builder: localBuilder, createdAt: new Date() });
    copyFileSync(bundle, join(stick, 'orders.bundle'));
    const hosts = ['n1', 'n2', 'n3'].map((name) => ({ name }));
    ({ lab } = await labUp({ name: 'r-air', release: 'bookworm', hosts }));
    outside = await recordOutside(lab, 'r-air');
    const named = lab.hosts.flatMap((host) => ['--host', `${host.name}=${host.address}`]);
    const key = ['--user', 'root', '--key', lab.hosts[0]?.key ?? ''];
    writeFileSync(
      planFile,
      await quorate('new', '--name', 'orders', '--template', 'tiny', '--bundle', 'orders.bundle', ...key, ...named),
    );
  });
  afterAll(async () => {
    await outside?.remove();
    await labs.remove();
    rmSync(stick, { recursive: true, force: true });
  });

  it('would be seen to look outside', async () => {
    await ssh(hostOf(lab, 'n2'), 'getent hosts mirror.example.org; ping -c 1 -W 1 192.0.2.1');
    await outside.asOperator('getent', ['hosts', 'registry.example.org']).catch(() => undefined);
    expect(outside.asked).toEqual(expect.arrayContaining(['mirror.example.org', 'registry.example.org']));
    expect(await outside.packets()).toBeGreaterThan(0);
  });

  it('gets a healthy cluster from a bundle, with no question for a name and no packet to the outside', async () => {
    await outside.forget();
    const checked = JSON.parse(await quorate('preflight', planFile, ...unattended)) as { ok: boolean };
    expect(checked.ok).toBe(true);
    const deployed = JSON.parse(await quorate('deploy', planFile, ...unattended)) as { ok: boolean; changed: boolean };
    expect(deployed).toMatchObject({ ok: true, changed: true });
    expect(JSON.parse(await quorate('deploy', planFile, ...unattended))).toMatchObject({ ok: true, changed: false });
    const status = JSON.parse(await quorate('status', planFile, '--json')) as { clusters: { leader: string }[] };
    expect(status.clusters[0]?.leader).toBe('pg-orders-1');
    expect({ asked: outside.asked, packets: await outside.packets() }).toEqual({ asked: [], packets: 0 });
  });
});
