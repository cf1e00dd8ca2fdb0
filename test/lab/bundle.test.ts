import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledPackages } from '../../core/components/bundlePackages.ts';
import { hostState } from '../../core/facts/hostState.ts';
import {
  bundleDirectory,
  bundlePresentScript,
  bundleReceiveScript,
} from '../../core/operations/packages/bundleReceiveScript.ts';
import { installFromBundleScript, packagesInstalledScript } from '../../core/operations/packages/installScripts.ts';
import { removePackagesScript } from '../../core/operations/packages/removeScript.ts';
import { distributions } from '../../core/plan/distributions.ts';
import { postgresPrograms } from '../../core/systems/debian/paths.ts';
import { buildBundle } from '../../electron/services/bundle/buildBundle.ts';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import { bundleId } from '../../electron/services/bundle/readManifest.ts';
import { labReleases } from '../../electron/services/lab/imageRecipe.ts';
import { labDown } from '../../electron/services/lab/labDown.ts';
import { labFault } from '../../electron/services/lab/labFault.ts';
import { labUp } from '../../electron/services/lab/labUp.ts';
import { connect } from '../../electron/services/ssh/connect.ts';
import { HostKeys } from '../../electron/services/ssh/hostKeys.ts';
import type { HostSession } from '../../electron/services/ssh/hostSession.ts';
import type { SshTarget } from '../../electron/services/ssh/sshTarget.ts';
import { whole } from './wholeMatrix.ts';

/** The bundle of the newer release is installed in every run too: into the layer that lab hosts boot from (packagesLayer). */
const tried = whole ? labReleases : labReleases.slice(0, 1);

describe.each(tried)('installing from a bundle on %s, offline (all releases: QUORATE_FULL_MATRIX=1)', (release) => {
  const lab = `bt-${release}-${process.pid}`;
  const packages = bundledPackages(release);
  let directory: string;
  let bundle: string;
  let id: string;
  let sizeBytes: number;
  let target: SshTarget;
  let session: HostSession;
  let locale: string;

  const login = () =>
    connect(target, { hostKeys: new HostKeys(join(directory, 'known_hosts'), { acceptNew: true, alsoRead: [] }) });
  const succeed = async (script: string) => {
    const result = await session.run(script);
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    return result.stdout.trim();
  };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'bundle-lab-'));
    bundle = await ensureBundle({ release, builder: localBuilder, createdAt: new Date() });
    id = await bundleId(bundle);
    sizeBytes = (await stat(bundle)).size;
    const { lab: view } = await labUp({ name: lab, hosts: 1, release });
    const host = view.hosts[0];
    if (host === undefined) throw new Error('the lab has no host');
    target = {
      name: host.name,
      address: host.address,
      port: 22,
      user: host.user,
      auth: { keyPath: host.key },
      sudo: false,
    };
    session = await login();
    locale = await succeed('cat /etc/default/locale');
  });
  afterAll(async () => {
    await session?.close();
    await labDown(lab).catch(() => undefined);
    await rm(directory, { recursive: true, force: true });
  });

  it('refuses a bundle with a flipped byte, then takes the whole one, once', async () => {
    const damaged = createReadStream(bundle).map((chunk: Buffer) => chunk);
    let at = 0;
    const flip = damaged.map((chunk: Buffer) => {
      const wanted = sizeBytes - 5_000_000 - at;
      at += chunk.length;
      if (wanted < 0 || wanted >= chunk.length) return chunk;
      const changed = Buffer.from(chunk);
      changed[wanted] = (changed[wanted] ?? 0) ^ 1;
      return changed;
    });
    const refused = await session.run(bundleReceiveScript(id, sizeBytes), { stdin: flip });
    expect(refused.code).toBe(1);
    expect(refused.stdout + refused.stderr).toContain('damaged on its way');
    expect((await session.run(bundlePresentScript(id))).code).toBe(1);
    expect((await session.run(bundleReceiveScript(id, sizeBytes), { stdin: Buffer.from('half') })).code).toBe(1);

    const taken = await session.run(bundleReceiveScript(id, sizeBytes), { stdin: createReadStream(bundle) });
    expect(taken, taken.stderr).toMatchObject({ code: 0 });
    await succeed(bundlePresentScript(id));
    expect(await succeed('ls -A /var/lib/quorate/bundles')).toBe(id);
  });

  it('goes on where an upload was cut off, and reads a bundle over that is there', async () => {
    await succeed(`rm -rf ${bundleDirectory(id)}`);
    const part = 30_000_001;
    const cut = await session.run(bundleReceiveScript(id, sizeBytes), {
      stdin: createReadStream(bundle, { end: part - 1 }),
    });
    expect(cut).toMatchObject({ code: 1, stderr: expect.stringContaining('it goes on where it ended') });
    const asked = async () => hostState.parse(await succeed(hostState.command));
    expect([...(await asked()).arriving]).toEqual([[id, part]]);
    const rest = await session.run(bundleReceiveScript(id, sizeBytes, part), {
      stdin: createReadStream(bundle, { start: part }),
    });
    expect(rest, rest.stderr).toMatchObject({ code: 0 });
    const { arriving, bundles } = await asked();
    expect({ arriving: arriving.size, bundles }).toEqual({ arriving: 0, bundles: [id] });
    expect(await succeed('ls -A /var/lib/quorate/bundles')).toBe(id);
    // Bytes before the cut that have changed meanwhile are found in the end, and not gone on with again.
    await succeed(`rm -rf ${bundleDirectory(id)}; head -c ${part} /dev/zero >/var/lib/quorate/bundles/.arriving-${id}`);
    const spoilt = await session.run(bundleReceiveScript(id, sizeBytes, part), {
      stdin: createReadStream(bundle, { start: part }),
    });
    expect(spoilt.code).toBe(1);
    expect((await asked()).arriving.size).toBe(0);
    const taken = await session.run(bundleReceiveScript(id, sizeBytes), { stdin: createReadStream(bundle) });
    expect(taken, taken.stderr).toMatchObject({ code: 0 });
  });

  /** Takes the host's power while packages are being installed, and gives it back. */
  async function interrupt(): Promise<void> {
    const dying = session.run(installFromBundleScript(packages, id)).catch(() => undefined);
    const watcher = await login();
    const unfinished = `dpkg-query -W -f '\${db:Status-Status}\\n' | grep -c -e unpacked -e half`;
    await expect
      .poll(async () => (await watcher.run(unfinished)).stdout, { timeout: 120_000, interval: 50 })
      .toMatch(/^[1-9]\d/);
    await labFault(lab, { kind: 'power-off', host: target.name });
    await dying;
    await labFault(lab, { kind: 'power-on', host: target.name });
    session = await login();
    // One package as dpkg leaves it when it is cut off while unpacking, which is not sure to happen here.
    await succeed(`name=$(dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' | sed -n 's/^unpacked //p' | head -n 1)
perl -00 -pi -e "s/^Status: .*/Status: install reinstreq half-installed/m if /^Package: $name\\n/" /var/lib/dpkg/status`);
    expect(await succeed('pgrep -l "etcd|haproxy|pgbouncer|patroni|postgres|keepalived" || true')).toBe('');
    expect((await session.run(packagesInstalledScript(packages))).code).toBe(1);
  }

  it.runIf(whole)('loses power in the middle, comes back with nothing running, and goes back or on', async () => {
    await succeed('cp /bin/true /usr/sbin/policy-rc.d');
    const names = `dpkg-query -W -f '\${Package}\\n'`;
    const before = await succeed(names);
    await interrupt();
    await succeed(removePackagesScript(packages));
    expect(await succeed(names)).toBe(before);
    expect(await succeed('cmp /bin/true /usr/sbin/policy-rc.d; ls -A /var/lib/quorate; dpkg --audit')).toBe('');

    const sent = await session.run(bundleReceiveScript(id, sizeBytes), { stdin: createReadStream(bundle) });
    expect(sent).toMatchObject({ code: 0 });
    await interrupt();
  });

  it('leaves nothing running or enabled, no cluster, and the policy of before', async () => {
    await succeed('cp /bin/true /usr/sbin/policy-rc.d');
    await succeed(installFromBundleScript(packages, id));
    await succeed(packagesInstalledScript(packages));
    expect(await succeed('pgrep -l "etcd|haproxy|pgbouncer|patroni|postgres|keepalived" || true')).toBe('');
    const { patroni, etcd, haproxy, pgbouncer, postgres } = distributions[release];
    for (const unit of [patroni, etcd, haproxy, pgbouncer].map((service) => service.unit).concat('keepalived.service'))
      expect(await succeed(`systemctl is-enabled ${unit} || true`), unit).toBe('disabled');
    expect(await succeed('find /var/lib/postgresql /etc/postgresql /var/lib/etcd -mindepth 1')).toBe('');
    expect(
      await succeed(
        'cmp /bin/true /usr/sbin/policy-rc.d && rm /usr/sbin/policy-rc.d; ls /usr/sbin/policy-rc.d* /var/lib/quorate/packages-* 2>/dev/null || true',
      ),
    ).toBe('');
    expect(await succeed('dpkg --audit')).toBe('');
    await succeed(`test -x ${postgresPrograms(distributions[release].postgresMajor)}/initdb && test -x ${patroni.binary} && test -x ${etcd.binary} && test -x ${haproxy.binary}
python3 -c 'import patroni.dcs.etcd3'
for user in ${etcd.user} ${postgres.user} ${haproxy.user}; do id "$user"; done`);
  });

  it('changes nothing when run again, and removes exactly what it brought', async () => {
    const list = `dpkg-query -W -f '\${Package} \${Version} \${db:Status-Status}\\n'`;
    const before = await succeed(list);
    await succeed(installFromBundleScript(packages, id));
    expect(await succeed(list)).toBe(before);
    const brought = (await succeed('cat /var/lib/quorate/packages')).split('\n');
    expect(brought).toContain('patroni');
    expect(brought).not.toContain('systemd');

    await succeed(removePackagesScript(packages));
    const left = (await succeed(list)).split('\n').map((line) => line.split(' ')[0]);
    expect(brought.filter((name) => left.includes(name))).toEqual([]);
    expect(before.split('\n').length - left.length).toBe(brought.length);
    expect(
      await succeed(`ls -d ${bundleDirectory(id)} /etc/postgresql-common /usr/sbin/policy-rc.d 2>/dev/null || true`),
    ).toBe('');
    expect(await succeed('find /etc/systemd/system -lname /dev/null -name "[ehp]*"')).toBe('');
    // The package locales takes the host's own along when it is purged.
    expect(await succeed('cat /etc/default/locale')).toBe(locale);
    expect(await succeed("find /usr /etc -name '*.dpkg-new'")).toBe('');
  });

  it('refuses to install without the bundle, or from one that was damaged since it came', async () => {
    expect((await session.run(installFromBundleScript(packages, id))).stdout).toContain('send it again');
    const taken = await session.run(bundleReceiveScript(id, sizeBytes), { stdin: createReadStream(bundle) });
    expect(taken).toMatchObject({ code: 0 });
    // As after a reboot: the files are checked again.
    await succeed(
      `cd ${bundleDirectory(id)}; echo earlier >.verified; printf x | dd of=$(ls pool/patroni*) bs=1 seek=900 conv=notrunc`,
    );
    const refused = await session.run(installFromBundleScript(packages, id));
    expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('is damaged: send it again') });
    expect((await session.run(bundlePresentScript(id))).code).toBe(1);
    expect((await session.run('command -v patroni')).code).toBe(1);
  });
});

describe('building a bundle again', () => {
  it('downloads nothing that the earlier bundle has and the archive still lists, and names licences', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'bundle-again-'));
    try {
      const reused: number[] = [];
      const build = async (name: string, previous?: string) =>
        buildBundle({
          release: 'bookworm',
          packages: ['libyaml-0-2'],
          out: join(directory, name),
          builder: localBuilder,
          createdAt: new Date('2026-01-01'),
          previous,
          onProgress: (progress) => {
            if (progress.reused !== undefined) reused.push(progress.reused);
          },
        });
      const first = await build('first');
      const second = await build('second', join(directory, 'first'));
      expect(second.id).toBe(first.id);
      expect(reused).toEqual([first.manifest.packages.length]);
      expect(first.manifest.packages.find((one) => one.name === 'libyaml-0-2')?.licences).toContain('Expat');
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
