import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BundleProgress, buildBundle } from '../../../electron/services/bundle/buildBundle.ts';
import { localBuilder } from '../../../electron/services/bundle/bundleBuilder.ts';
import { bundleId, readManifest } from '../../../electron/services/bundle/readManifest.ts';
import { blockBytes, encodeHeader, endBytes, paddingBytes } from '../../../electron/services/bundle/tarFormat.ts';
import { verifyBundle } from '../../../electron/services/bundle/verifyBundle.ts';
import { fixtureBuilder } from './fixtureBuilder.ts';

const createdAt = new Date('2026-01-02T03:04:05Z');
let directory: string;
let good: string;
let bytes: Buffer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bundle-test-'));
  good = join(directory, 'good.bundle');
  await buildBundle({
    release: 'bookworm',
    packages: ['alpha', 'beta'],
    out: good,
    builder: fixtureBuilder(['alpha', 'beta']),
    createdAt,
  });
  bytes = await readFile(good);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function problemsOf(content: Buffer): Promise<string[]> {
  const path = join(directory, 'changed.bundle');
  await writeFile(path, content);
  const verdict = await verifyBundle(path);
  expect(verdict.ok).toBe(verdict.problems.length === 0);
  expect(verdict.ok).toBe(verdict.id !== undefined);
  return verdict.problems.map((problem) => `${problem.code} ${problem.entry}`);
}

/** Cuts an archive into its entries: header, content and padding in one piece. */
function pieces(content: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 0; at < content.length - endBytes; ) {
    const size = Number.parseInt(content.toString('latin1', at + 124, at + 135), 8);
    const end = at + blockBytes + size + paddingBytes(size);
    found.set(content.toString('latin1', at, at + 100).replace(/\0+$/, ''), content.subarray(at, end));
    at = end;
  }
  return found;
}

function entry(name: string, text: string): Buffer {
  const content = Buffer.from(text);
  return Buffer.concat([
    encodeHeader({ name, sizeBytes: content.length }),
    content,
    Buffer.alloc(paddingBytes(content.length)),
  ]);
}

const join512 = (parts: Iterable<Buffer>) => Buffer.concat([...parts, Buffer.alloc(endBytes)]);

describe('buildBundle', () => {
  it('makes the same bytes of the same packages, in a format that tar and sha256sum read', async () => {
    const again = join(directory, 'again.bundle');
    const phases: BundleProgress[] = [];
    const { id, manifest } = await buildBundle({
      release: 'bookworm',
      packages: ['beta', 'alpha'],
      out: again,
      builder: fixtureBuilder(['alpha', 'beta']),
      createdAt,
      onProgress: (progress) => phases.push(progress),
    });
    expect((await readFile(again)).equals(bytes)).toBe(true);
    expect(await bundleId(again)).toBe(id);
    expect(await readManifest(again)).toEqual(manifest);
    expect(phases).toContainEqual({ phase: 'download', share: 0.5 });
    const run = promisify(execFile);
    await run('tar', ['-xf', again, '-C', directory]);
    const { stdout } = await run('sha256sum', ['-c', '--strict', 'SHA256SUMS'], { cwd: directory });
    expect(stdout.split('\n').filter((line) => line.endsWith(': OK'))).toHaveLength(5);
  });

  it('says what the builder said when it fails, and leaves the bundle of before', async () => {
    const builder = {
      ...localBuilder,
      run: (_: string, out: string, onLine: (line: string) => void) =>
        localBuilder.run('echo the mirror is away >&2; exit 4', out, onLine),
    };
    await expect(buildBundle({ release: 'bookworm', out: good, builder, createdAt })).rejects.toMatchObject({
      code: 'bundle-builder-failed',
      message: expect.stringContaining('the mirror is away'),
    });
    expect((await readFile(good)).equals(bytes)).toBe(true);
  });
});

describe('verifyBundle', () => {
  it('accepts a whole bundle, and says when it is for other hosts', async () => {
    expect(await problemsOf(bytes)).toEqual([]);
    const verdict = await verifyBundle(good, { release: 'trixie', architecture: 'arm64' });
    expect(verdict.problems.map((problem) => problem.code)).toEqual([
      'bundle-wrong-release',
      'bundle-wrong-architecture',
    ]);
  });

  it('finds a flipped bit wherever it is', async () => {
    let tried = 0;
    for (let at = 0; at < bytes.length; at += 97) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      expect(await problemsOf(changed), `byte ${at}`).not.toEqual([]);
      tried += 1;
    }
    expect(tried).toBeGreaterThan(100);
  });

  it('finds a cut wherever it is', async () => {
    for (let at = 0; at < bytes.length; at += 509) {
      expect((await problemsOf(bytes.subarray(0, at))).at(0), `${at} bytes`).toMatch(/^bundle-truncated /);
    }
    expect(await problemsOf(bytes.subarray(0, -1))).toEqual(['bundle-truncated changed.bundle']);
  });

  it('names the damaged entry, in the packages, the lists and the manifest', async () => {
    for (const name of ['pool/beta_1.0_amd64.deb', 'Packages', 'Release', 'SHA256SUMS', 'manifest.json']) {
      const parts = pieces(bytes);
      const changed = Buffer.from(parts.get(name) ?? Buffer.alloc(0));
      // A digit of a package's checksum where the entry lists them, else any byte.
      const digits = [...changed.toString('latin1').matchAll(/[0-9a-f]{64}/g)].at(-1)?.index ?? blockBytes + 10;
      changed.write(changed[digits] === 0x30 ? '1' : '0', digits, 'latin1');
      parts.set(name, changed);
      expect(await problemsOf(join512(parts.values()))).toEqual([`bundle-entry-damaged ${name}`]);
    }
  });

  it('finds what is missing, unknown, twice, behind the end', async () => {
    const without = pieces(bytes);
    without.delete('pool/alpha_1.0_amd64.deb');
    expect(await problemsOf(join512(without.values()))).toContain('bundle-entry-missing pool/alpha_1.0_amd64.deb');
    const parts = [...pieces(bytes).values()];
    expect(await problemsOf(join512([...parts.slice(0, -1), entry('pool/evil.deb', 'x'), ...parts.slice(-1)]))).toEqual(
      ['bundle-entry-unknown pool/evil.deb'],
    );
    expect(await problemsOf(join512([...parts, ...parts.slice(3, 4)]))).toContain(
      'bundle-entry-twice pool/alpha_1.0_amd64.deb',
    );
    expect(await problemsOf(Buffer.concat([bytes, Buffer.from('more')]))).toEqual([
      'bundle-trailing-data changed.bundle',
    ]);
    expect(await problemsOf(join512(parts.slice(1)))).toEqual(['bundle-entry-missing manifest.json']);
  });

  it('says which format it cannot read, and what is no bundle', async () => {
    const parts = pieces(bytes);
    const manifest = JSON.parse(
      (parts.get('manifest.json') ?? Buffer.alloc(0)).toString('utf8', blockBytes).replace(/\0+$/, ''),
    );
    parts.set('manifest.json', entry('manifest.json', JSON.stringify({ ...manifest, format: 2 })));
    expect(await problemsOf(join512(parts.values()))).toEqual(['bundle-format-version manifest.json']);
    parts.set(
      'manifest.json',
      entry(
        'manifest.json',
        JSON.stringify({ ...manifest, packages: [{ ...manifest.packages[0], file: 'pool/../../x.deb' }] }),
      ),
    );
    expect(await problemsOf(join512(parts.values()))).toEqual(['bundle-manifest-invalid manifest.json']);
    expect(await problemsOf(Buffer.from('x'.repeat(2000)))).toEqual(['bundle-unreadable changed.bundle']);
    await expect(readManifest(join(directory, 'nowhere.bundle'))).rejects.toMatchObject({ code: 'bundle-not-found' });
  });
});
