import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledPackages } from '../../../core/components/bundlePackages.ts';
import { bundleBuildScript } from '../../../core/operations/packages/bundleBuildScript.ts';
import {
  type BundleManifest,
  bundleEntries,
  bundleFormatVersion,
  bundleManifestSchema,
} from '../../../core/operations/packages/bundleManifest.ts';
import type { Release } from '../../../core/plan/schema.ts';
import type { ExtraRepository } from '../../../core/systems/debian/extraRepository.ts';
import type { BundleBuilder } from './bundleBuilder.ts';
import { layOut } from './layOut.ts';
import { parsePackagesIndex } from './packagesIndex.ts';
import { type BundleEntry, sha256OfFile, sha256OfText, writeArchive } from './writeBundle.ts';

export interface BundleProgress {
  readonly phase: 'index' | 'download' | 'describe' | 'write';
  /** Packages taken from the earlier bundle instead of the archive, when there is one. */
  readonly reused?: number;
  /** Share of the phase that is done, 0 to 1, where it is known. */
  readonly share: number | undefined;
}

export interface BuildBundleRequest {
  readonly release: Release;
  /** Default: `bundledPackages`. */
  readonly packages?: readonly string[];
  /** Repository that packages may come from beside Debian's. */
  readonly extra?: ExtraRepository | undefined;
  /** Where the bundle goes; an existing file is replaced in one step when the new one is complete. */
  readonly out: string;
  readonly builder: BundleBuilder;
  /** An earlier bundle for these hosts: packages that have not changed are taken from it. It is verified first, and left alone when it is not whole. */
  readonly previous?: string | undefined;
  /** Written into the manifest. */
  readonly createdAt: Date;
  readonly onProgress?: (progress: BundleProgress) => void;
  /** Ends the work; nothing of it stays. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes one file with every package that hosts need, gathered and verified by the real apt on a builder.
 * @returns the manifest and the identity (see `bundleId`)
 * @throws Problem `bundle-builder-failed` when apt could not be run, could not verify the archive or could not download
 */
export async function buildBundle(request: BuildBundleRequest): Promise<{ manifest: BundleManifest; id: string }> {
  const requested = [...(request.packages ?? bundledPackages(request.release))].sort();
  const gathered = await mkdtemp(join(tmpdir(), 'quorate-bundle-'));
  const beside = `${request.out}.${randomBytes(6).toString('hex')}.new`;
  try {
    if (request.previous !== undefined) await layOut(request.previous, request.release, join(gathered, 'have'));
    await request.builder.run(
      bundleBuildScript({ release: request.release, packages: requested, extra: request.extra }),
      gathered,
      (line) => {
        const progress = parseProgress(line);
        if (progress !== undefined) request.onProgress?.(progress);
      },
      request.signal,
    );
    request.onProgress?.({ phase: 'write', share: undefined });
    const { manifest, index } = await describe(gathered, request, requested);
    request.signal?.throwIfAborted();
    const result = await compose(gathered, manifest, index, beside);
    request.signal?.throwIfAborted();
    await rename(beside, request.out);
    return { manifest, id: result };
  } finally {
    await rm(gathered, { recursive: true, force: true });
    await rm(beside, { force: true });
  }
}

/** Reads what the builder left; the checksums of the files themselves must be those of the index. */
async function describe(
  gathered: string,
  request: BuildBundleRequest,
  requested: readonly string[],
): Promise<{ manifest: BundleManifest; index: string }> {
  const index = await readFile(join(gathered, bundleEntries.index), 'utf8');
  const packages = [];
  for (const listed of parsePackagesIndex(index)) {
    const found = await sha256OfFile(join(gathered, listed.file));
    if (found.sha256 !== listed.sha256)
      throw new Error(`${listed.file} changed between the builder and this machine: its checksum is another one`);
    packages.push(listed);
  }
  const licences = licencesIn(await readFile(join(gathered, 'licences.tsv'), 'utf8'));
  const files = await readdir(join(gathered, 'pool'));
  if (files.length !== packages.length)
    throw new Error(`the builder left ${files.length} packages and listed ${packages.length}`);
  const sources = (await readFile(join(gathered, 'sources.tsv'), 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [suite, codename, date, sha256] = line.split('\t');
      return { suite, codename, date, sha256 };
    });
  const manifest = bundleManifestSchema.parse({
    format: bundleFormatVersion,
    release: request.release,
    architecture: (await readFile(join(gathered, 'architecture'), 'utf8')).trim(),
    createdAt: request.createdAt.toISOString(),
    requested,
    sources,
    packages: packages.map((one) => ({ ...one, licences: licences.get(one.name) ?? [] })),
  });
  return { manifest, index };
}

async function compose(gathered: string, manifest: BundleManifest, index: string, out: string): Promise<string> {
  const manifestText = `${JSON.stringify(manifest, undefined, 2)}\n`;
  const releaseText = releaseFile(manifest, index);
  const sums = [
    [bundleEntries.manifest, sha256OfText(manifestText)],
    [bundleEntries.index, sha256OfText(index)],
    [bundleEntries.release, sha256OfText(releaseText)],
    ...manifest.packages.map((listed) => [listed.file, listed.sha256]),
  ];
  const sumsText = sums.map(([name, sha256]) => `${sha256}  ${name}\n`).join('');
  const entries: BundleEntry[] = [
    { name: bundleEntries.manifest, content: { text: manifestText } },
    { name: bundleEntries.index, content: { text: index } },
    { name: bundleEntries.release, content: { text: releaseText } },
    ...manifest.packages.map((listed) => ({
      name: listed.file,
      content: { path: join(gathered, listed.file), sizeBytes: listed.sizeBytes },
    })),
    { name: bundleEntries.checksums, content: { text: sumsText } },
  ];
  await writeArchive(out, entries);
  return sha256OfText(sumsText);
}

/** The Release file of a flat apt repository; apt checks the index against it. */
function releaseFile(manifest: BundleManifest, index: string): string {
  return [
    'Origin: Quorate',
    'Label: Quorate',
    `Suite: ${manifest.release}`,
    `Codename: ${manifest.release}`,
    `Date: ${new Date(manifest.createdAt).toUTCString().replace('GMT', 'UTC')}`,
    `Architectures: ${manifest.architecture}`,
    'SHA256:',
    ` ${sha256OfText(index)} ${Buffer.byteLength(index)} ${bundleEntries.index}`,
    '',
  ].join('\n');
}

/** Reads lines of a package's name and its licences, with tabs between. */
function licencesIn(text: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    text.split('\n').map((line) => {
      const [name = '', ...licences] = line.split('\t').map((word) => word.trim().slice(0, 100));
      return [name, licences.filter((licence) => licence !== '')];
    }),
  );
}

/** Reads the script's `phase` lines and apt's `dlstatus:N:PERCENT:TEXT` (apt's doc/progress-reporting). */
function parseProgress(line: string): BundleProgress | undefined {
  const phase = /^phase (index|download|describe)$/.exec(line)?.[1] as BundleProgress['phase'] | undefined;
  if (phase !== undefined) return { phase, share: undefined };
  const reused = /^reused (\d+)$/.exec(line)?.[1];
  if (reused !== undefined) return { phase: 'download', share: undefined, reused: Number(reused) };
  const percent = /^dlstatus:\d+:(\d+(?:\.\d+)?):/.exec(line)?.[1];
  return percent === undefined ? undefined : { phase: 'download', share: Number(percent) / 100 };
}
