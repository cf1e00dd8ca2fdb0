import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ageProblem } from '../../../core/operations/packages/bundleAge.ts';
import { buildBundle } from '../../../electron/services/bundle/buildBundle.ts';
import type { BundleBuilder } from '../../../electron/services/bundle/bundleBuilder.ts';
import { joinBundles } from '../../../electron/services/bundle/joinBundles.ts';
import { bundleId, readManifests } from '../../../electron/services/bundle/readManifest.ts';
import { verifyBundle } from '../../../electron/services/bundle/verifyBundle.ts';
import { sha256OfFile } from '../../../electron/services/bundle/writeBundle.ts';
import { openPackageSource } from '../../../electron/services/deploy/packageSource.ts';
import { planFixture } from '../../core/planFixture.ts';
import { fixtureBuilder } from './fixtureBuilder.ts';

let directory: string;
let bookworm: string;
let trixie: string;
let both: string;
const inDirectory = (name: string) => join(directory, name);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bundle-collection-'));
  [bookworm, trixie, both] = ['bookworm.bundle', 'trixie.bundle', 'both.bundle'].map(inDirectory) as [
    string,
    string,
    string,
  ];
  const createdAt = new Date();
  await buildBundle({ release: 'bookworm', out: bookworm, builder: fixtureBuilder(['alpha', 'beta']), createdAt });
  await buildBundle({ release: 'trixie', out: trixie, builder: fixtureBuilder(['alpha', 'gamma']), createdAt });
  await joinBundles([bookworm, trixie], both);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('a file with bundles of several releases', () => {
  it('holds each of them byte for byte, with its manifest and identity', async () => {
    const { ok, problems, bundles } = await verifyBundle(both);
    expect({ ok, problems }).toEqual({ ok: true, problems: [] });
    expect(bundles.map((one) => [one.manifest.release, one.id])).toEqual([
      ['bookworm', await bundleId(bookworm)],
      ['trixie', await bundleId(trixie)],
    ]);
    const bytes = await readFile(both);
    for (const [index, path] of [bookworm, trixie].entries()) {
      const { start = 0, sizeBytes = 0 } = bundles[index] ?? {};
      expect(bytes.subarray(start, start + sizeBytes).equals(await readFile(path))).toBe(true);
    }
    expect((await readManifests(both)).map((manifest) => manifest.packages.map((one) => one.name))).toEqual([
      ['alpha', 'beta'],
      ['alpha', 'gamma'],
    ]);
    expect((await readManifests(bookworm)).map((manifest) => manifest.release)).toEqual(['bookworm']);
    expect(bundles[0]?.manifest.packages[0]?.licences).toEqual(['GPL-2+', 'BSD-3-clause']);
  });

  it('is refused with a flipped bit or a cut, wherever it is', async () => {
    const bytes = await readFile(both);
    const changed = inDirectory('changed.bundle');
    for (let at = 0; at < bytes.length; at += 173) {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8));
      await writeFile(changed, copy);
      const { ok, bundles } = await verifyBundle(changed);
      expect({ ok, bundles }, `byte ${at}`).toEqual({ ok: false, bundles: [] });
    }
    for (let at = 0; at < bytes.length; at += 1021) {
      await writeFile(changed, bytes.subarray(0, at));
      expect((await verifyBundle(changed)).ok, `${at} bytes`).toBe(false);
    }
  });

  it('is not made of what is not whole, of two for the same hosts, or of another such file', async () => {
    const out = inDirectory('never.bundle');
    await expect(joinBundles([bookworm, bookworm], out)).rejects.toMatchObject({ code: 'bundle-twice' });
    await expect(joinBundles([bookworm, both], out)).rejects.toMatchObject({ code: 'bundle-refused' });
    const bad = inDirectory('bad.bundle');
    await writeFile(bad, (await readFile(trixie)).subarray(0, -600));
    await expect(joinBundles([bookworm, bad], out)).rejects.toThrow(/lacks its last bytes|ends/);
    expect(await readdir(directory)).not.toContain('never.bundle');
  });

  it('gives each host the bundle for it', async () => {
    const plan = planFixture({ sections: { packages: { source: 'bundle', file: 'both.bundle' } } });
    const { packages, bundles } = await openPackageSource(plan, inDirectory('plan.yaml'));
    expect(packages.bundles?.map((one) => one.release)).toEqual(['bookworm', 'trixie']);
    const location = bundles.get(packages.bundles?.[1]?.id ?? '');
    const bytes = (await readFile(both)).subarray(location?.start, (location?.start ?? 0) + (location?.sizeBytes ?? 0));
    expect(bytes.equals(await readFile(trixie))).toBe(true);
  });
});

describe('an old bundle', () => {
  it('is refused before any host is touched', async () => {
    const old = inDirectory('old.bundle');
    const createdAt = new Date(Date.now() - 400 * 86_400_000);
    await buildBundle({ release: 'bookworm', out: old, builder: fixtureBuilder(['alpha']), createdAt });
    const plan = planFixture({ sections: { packages: { source: 'bundle', file: 'old.bundle' } } });
    await expect(openPackageSource(plan, inDirectory('plan.yaml'))).rejects.toMatchObject({
      code: 'bundle-refused',
      message: expect.stringMatching(/no host was touched:\n.*built 400 days ago .*build it again/),
    });
    expect(
      ageProblem({ release: 'bookworm', createdAt: '2026-01-01T00:00:00Z' }, Date.parse('2026-12-31')),
    ).toBeUndefined();
  });
});

describe('a rebuild', () => {
  /** As the real one: what lies in `have`, and then what the fixture leaves. */
  function watching(names: readonly string[], seen: string[]): BundleBuilder {
    return {
      title: 'watching',
      async run(script, out, onLine) {
        seen.push(...(await readdir(join(out, 'have')).catch(() => ['nothing'])));
        await rm(join(out, 'have'), { recursive: true, force: true });
        await fixtureBuilder(names).run(script, out, onLine);
      },
    };
  }

  it('hands the builder the packages of the earlier bundle, from a file with several too, and none of a damaged one', async () => {
    const again = (previous: string, seen: string[]) =>
      buildBundle({
        release: 'trixie',
        out: inDirectory('again.bundle'),
        builder: watching(['alpha', 'gamma'], seen),
        createdAt: new Date(),
        previous,
      });
    const wanted = (await readManifests(trixie))[0]?.packages.map((one) => one.sha256).sort();
    for (const previous of [trixie, both]) {
      const seen: string[] = [];
      await again(previous, seen);
      expect(seen.sort()).toEqual(wanted);
    }
    const none: string[] = [];
    await again(bookworm, none);
    const damaged = inDirectory('damaged.bundle');
    const bytes = Buffer.from(await readFile(trixie));
    bytes[bytes.length - 3000] = (bytes[bytes.length - 3000] ?? 0) ^ 1;
    await writeFile(damaged, bytes);
    await again(damaged, none);
    expect(none).toEqual(['nothing', 'nothing']);
    expect((await sha256OfFile(damaged)).sizeBytes).toBe(bytes.length);
  });
});
