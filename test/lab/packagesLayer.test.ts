import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { bundledPackages } from '../../core/components/bundlePackages.ts';
import { packagesInstalledScript } from '../../core/operations/packages/installScripts.ts';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import { labDown } from '../../electron/services/lab/labDown.ts';
import { labUp } from '../../electron/services/lab/labUp.ts';
import { ensurePackagesLayer } from '../../electron/services/lab/packagesLayer.ts';
import { connect } from '../../electron/services/ssh/connect.ts';
import { HostKeys } from '../../electron/services/ssh/hostKeys.ts';

const lab = `bt-layer-${process.pid}`;
afterAll(() => labDown(lab).catch(() => undefined));

it('boots hosts that have the packages already, with nothing of them running and no trace of an installation', async () => {
  const bundle = await ensureBundle({ release: 'trixie', builder: localBuilder, createdAt: new Date() });
  const { release, directory } = await ensurePackagesLayer(bundle);
  expect(await ensurePackagesLayer(bundle)).toEqual({ release, directory });
  const { lab: view } = await labUp({
    name: lab,
    hosts: 1,
    release,
    imageLayers: [directory],
  });
  const [host] = view.hosts;
  if (host === undefined) throw new Error('the lab has no host');
  const known = await mkdtemp(join(tmpdir(), 'layer-'));
  const session = await connect(
    { name: host.name, address: host.address, port: 22, user: host.user, auth: { keyPath: host.key }, sudo: false },
    { hostKeys: new HostKeys(join(known, 'known_hosts'), { acceptNew: true, alsoRead: [] }) },
  );
  try {
    expect((await session.run(packagesInstalledScript(bundledPackages(release)))).code).toBe(0);
    const found = await session.run(`pgrep -l 'etcd|haproxy|pgbouncer|patroni|postgres|keepalived'
ls -d /var/lib/quorate /usr/sbin/policy-rc.d /var/lib/etcd/* /var/lib/postgresql/* 2>/dev/null
systemctl --failed --no-legend
test "$(stat -c %a /)" = 755 || stat -c %a /
dpkg --audit`);
    expect(found.stdout).toBe('');
  } finally {
    await session.close();
    await rm(known, { recursive: true, force: true });
  }
});
