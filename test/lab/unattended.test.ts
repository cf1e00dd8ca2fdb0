import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import { type FileServer, serveFiles } from './aptRepository.ts';
import { type DeployLab, deployLab, expectHealthy } from './deployFixture.ts';
import { newerBundle, newerEnd } from './newerBundle.ts';
import { checkAtRest, programsOf, stopsOf, underWrites, upgrade } from './upgradeFixture.ts';
import { whole } from './wholeMatrix.ts';

const names = ['postgresql-17', 'patroni', 'etcd-server', 'etcd-client', 'haproxy', 'pgbouncer'];

describe.runIf(whole)('Debian 13 hosts that upgrade themselves, with newer packages in their apt sources', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-unattended-'));
  let work: DeployLab;
  let server: FileServer;
  const everywhere = (command: string) => Promise.all(work.lab.hosts.map(({ name }) => work.on(name, command)));
  const installed = () =>
    everywhere(`dpkg-query -W -f '\${Package} \${Version} \${db:Status-Abbrev}\\n' ${names.join(' ')}`);
  const programs = () => Promise.all(work.lab.hosts.map(({ name }) => programsOf(work, name)));
  /** On all hosts in the same moment. */
  const unattended = () => everywhere('unattended-upgrade -v 2>&1; echo "status $?"');

  beforeAll(async () => {
    const request = { release: 'trixie', builder: localBuilder, createdAt: new Date() } as const;
    const newer = await newerBundle(await ensureBundle(request), 'trixie', names);
    const itself = await ensureBundle({ ...request, packages: ['unattended-upgrades'] });
    for (const [name, bundle] of Object.entries({ newer, itself })) {
      mkdirSync(join(folder, name));
      execFileSync('tar', ['-x', '-f', bundle, '-C', join(folder, name)]);
    }
    work = await deployLab({ name: 'unattended', release: 'trixie', packagesThere: true });
    expectHealthy(await work.run());
    const [first] = work.lab.hosts;
    server = await serveFiles(folder, first?.address.replace(/\d+$/, '1'));
    const said = await everywhere(`set -e
rm -f /etc/apt/sources.list.d/*
printf 'deb [trusted=yes] ${server.url}/%s ./\\n' newer itself >/etc/apt/sources.list
apt-get -qq update
DEBIAN_FRONTEND=noninteractive apt-get -qq -y install unattended-upgrades >/dev/null
printf 'Unattended-Upgrade::Origins-Pattern { "origin=Quorate"; };\\n' >/etc/apt/apt.conf.d/60origins
command -v unattended-upgrade`);
    for (const one of said) expect(one).toContain('/usr/bin/unattended-upgrade');
    const text = readFileSync(work.planFile, 'utf8').replace(/packages: \{.*\}/, 'packages: { source: repository }');
    writeFileSync(work.planFile, text);
  });
  afterAll(async () => {
    await work?.remove();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('restart nothing of the cluster when they do so in the same minute', async () => {
    const before = [await installed(), await programs()];
    const said = await unattended();
    for (const one of said) {
      expect(one).toContain('status 0');
      for (const name of names) expect(one).toContain(`Package ${name} is marked to be held back`);
    }
    expect([await installed(), await programs()]).toEqual(before);
  });

  it('would restart it without the hold: a package whose hold somebody has ended is upgraded, and its service restarts', async () => {
    const before = await programsOf(work, 'n3');
    await work.on('n3', 'apt-mark unhold pgbouncer');
    const said = await work.on('n3', 'unattended-upgrade -v 2>&1');
    expect(await work.on('n3', 'dpkg-query -W pgbouncer'), said).toContain(newerEnd);
    const service = (text: string) => text.split('\n').find((line) => line.startsWith('pgbouncer'));
    expect(service(await programsOf(work, 'n3'))).not.toBe(service(before));
  });

  it('are upgraded by the program from these sources, without a lost row, and hold what they held', async () => {
    const look = await checkAtRest(work.planFile);
    expect(look.document.objections).toEqual([]);
    expect(look.document.versions).toHaveLength(3 * names.length - 1);
    const { value, ...noticed } = await underWrites(work, () => upgrade(work.planFile, ['--yes', '--probe']));
    process.stdout.write(
      `trixie: ${noticed.acknowledged + noticed.writes} writes, ${stopsOf(value.document).join(', ')}; longest gap ${noticed.writeGapSeconds.toFixed(2)} s, ${noticed.lost} lost, ${noticed.uncovered.length} of ${noticed.samples} moments without a candidate\n`,
    );
    expect({ code: value.code, message: value.document.error?.message }, value.log).toEqual({
      code: 0,
      message: undefined,
    });
    expect(value.document.probe?.lost).toBe(0);
    expect(noticed.lost).toBe(0);
    expect(noticed.uncovered).toEqual([]);
    for (const host of await installed())
      for (const line of host.trim().split('\n')) expect(line).toMatch(/\+quorate1 hi/);
    for (const text of await programs()) expect(text).not.toContain('(deleted)');
    const again = await upgrade(work.planFile, ['--yes']);
    expect({ changed: again.document.changed, steps: again.document.steps }).toEqual({ changed: false, steps: [] });
  }, 1_800_000);
});
