import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledPackages } from '../../core/components/bundlePackages.ts';
import type { Release } from '../../core/plan/schema.ts';
import { buildBundle } from '../../electron/services/bundle/buildBundle.ts';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import { joinBundles } from '../../electron/services/bundle/joinBundles.ts';
import { bundleId } from '../../electron/services/bundle/readManifest.ts';
import { type DeployLab, deployLab, expectHealthy } from './deployFixture.ts';
import { whole } from './wholeMatrix.ts';

describe.runIf(whole)('deploying from a bundle (with QUORATE_FULL_MATRIX=1)', () => {
  let work: DeployLab;
  let folder: string;
  const bundleOf = (release: Release) => ensureBundle({ release, builder: localBuilder, createdAt: new Date() });
  const changedCopy = async (change: (path: string) => Promise<void>) => {
    const path = join(folder, 'changed.bundle');
    await writeFile(path, await readFile(await bundleOf('trixie')));
    await change(path);
    return path;
  };
  const built = async (packages: readonly string[], createdAt: Date) => {
    const out = join(folder, 'built.bundle');
    const previous = await bundleOf('trixie');
    await buildBundle({ release: 'trixie', packages, out, builder: localBuilder, createdAt, previous });
    return out;
  };
  const use = (file: string) => {
    const text = readFileSync(work.planFile, 'utf8');
    writeFileSync(work.planFile, text.replace(/file: [^ }]+/, `file: ${file}`));
  };
  /** Packages, and every file outside this program's own notes that has changed since the lab was made. */
  const fingerprint = () =>
    Promise.all(
      work.lab.hosts.map((host) =>
        work.on(
          host.name,
          `dpkg-query -W | sha256sum; find /etc /usr /opt /srv /root /var/lib -xdev -newer /run/before ! -type d ! -path '/var/lib/quorate/*' ! -path '/var/lib/systemd/*'; ls -A /var/lib/quorate/bundles /var/lib/quorate/packages 2>/dev/null; true`,
        ),
      ),
    );

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bundle-refusals-'));
    work = await deployLab({ name: 'x-refusals', release: 'trixie', packagesThere: false });
    await Promise.all(work.lab.hosts.map((host) => work.on(host.name, 'touch /run/before')));
  });
  afterAll(async () => {
    await work?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    [
      'a flipped byte',
      () =>
        changedCopy(async (path) => {
          const bytes = await readFile(path);
          const at = bytes.length - 7_000_000;
          bytes[at] = (bytes[at] ?? 0) ^ 4;
          await writeFile(path, bytes);
        }),
      /no host was touched:\n {2}pool\/\S+ is damaged/,
    ],
    [
      'a file that is cut short',
      () => changedCopy((path) => truncate(path, 50_000_000)),
      /no host was touched:\n.*ends inside pool\//,
    ],
    [
      'a bundle that is too old',
      () => built(['libyaml-0-2'], new Date(Date.now() - 500 * 86_400_000)),
      /no host was touched:\n.*built 500 days ago/,
    ],
    ['a bundle of another release', () => bundleOf('bookworm'), /runs trixie on amd64.* is for bookworm on amd64/],
    [
      'a bundle without packages that the hosts need',
      () =>
        built(
          bundledPackages('trixie').filter((name) => !['patroni', 'haproxy'].includes(name)),
          new Date(),
        ),
      /needs haproxy, patroni, which built\.bundle does not hold/,
    ],
  ])('refuses %s before any host changes, and says why', async (_, file, reason) => {
    const before = await fingerprint();
    use(await file());
    const { ok, steps, message, refusals } = await work.run();
    expect(`${message ?? ''}${(refusals ?? []).map((one) => one.message).join('\n')}`).toMatch(reason);
    expect({ ok, steps: steps ?? [] }).toEqual({ ok: false, steps: [] });
    expect(await fingerprint()).toEqual(before);
  });

  it('takes from a file with bundles of several releases the one for the hosts', async () => {
    const both = join(folder, 'both.bundle');
    await joinBundles([await bundleOf('bookworm'), await bundleOf('trixie')], both);
    use(both);
    expectHealthy(await work.run());
    const id = await bundleId(await bundleOf('trixie'));
    for (const host of work.lab.hosts) expect(await work.on(host.name, 'ls -A /var/lib/quorate/bundles')).toBe(id);
  });
});
