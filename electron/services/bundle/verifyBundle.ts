import { basename } from 'node:path';
import { type BundleManifest, bundleEntries } from '../../../core/operations/packages/bundleManifest.ts';
import type { Release } from '../../../core/plan/schema.ts';
import { say } from '../../../core/wording/phrase.ts';
import { type BundleProblem, told } from './bundleProblem.ts';
import { type ByteSource, sliceOf } from './byteSource.ts';
import { type BundlePart, collectionIndex, partsOf } from './collection.ts';
import { parseManifest, withBundle } from './readManifest.ts';
import { hashEntry, readExactly, type ScannedEntry, scanBundle } from './scanBundle.ts';
import { sha256OfText } from './writeBundle.ts';

/** A bundle that is whole, and where it lies in its file. */
export interface WholeBundle {
  /** See `bundleId`. */
  readonly id: string;
  readonly manifest: BundleManifest;
  readonly start: number;
  readonly sizeBytes: number;
}

export interface BundleVerdict {
  readonly ok: boolean;
  readonly problems: readonly BundleProblem[];
  /** What could be read of it, right or wrong; of a file with several bundles the first. */
  readonly manifest: BundleManifest | undefined;
  /** The identity (see `bundleId`); only of a file that is whole and holds one bundle. */
  readonly id: string | undefined;
  /** Every bundle of the file, once all are whole. */
  readonly bundles: readonly WholeBundle[];
  readonly sizeBytes: number;
}

/**
 * Reads every byte of a bundle, or of all bundles in a file, and compares it with what the manifests and the checksum lists say.
 * @param expected what the hosts run; left out, any will do
 * @throws Problem `bundle-not-found` when there is no such file
 */
export async function verifyBundle(
  path: string,
  expected: { readonly release?: Release; readonly architecture?: string } = {},
): Promise<BundleVerdict> {
  return withBundle(path, async (file) => {
    const { parts, problems } = await partsOf(file, basename(path));
    const found = [...problems];
    const manifests: BundleManifest[] = [];
    const bundles: WholeBundle[] = [];
    for (const part of parts) {
      const verdict = await verifyPart(sliceOf(file, part.start, part.sizeBytes), part.name, expected);
      found.push(...verdict.problems, ...judgeIndex(part, verdict));
      const { id, manifest } = verdict;
      if (manifest !== undefined) manifests.push(manifest);
      if (id !== undefined && manifest !== undefined)
        bundles.push({ id, manifest, start: part.start, sizeBytes: part.sizeBytes });
    }
    const ok = found.length === 0;
    return {
      ok,
      problems: found,
      manifest: manifests[0],
      id: ok && parts.length === 1 ? bundles[0]?.id : undefined,
      bundles: ok ? bundles : [],
      sizeBytes: file.sizeBytes,
    };
  });
}

interface PartVerdict {
  readonly problems: readonly BundleProblem[];
  readonly manifest: BundleManifest | undefined;
  readonly id: string | undefined;
}

/** The index of a file with several bundles names each by what it is. */
function judgeIndex(part: BundlePart, { id, manifest }: PartVerdict): readonly BundleProblem[] {
  if (part.id === undefined || id === undefined || manifest === undefined) return [];
  if (part.id === id && part.name === `${manifest.release}-${manifest.architecture}.bundle`) return [];
  return [
    {
      code: 'bundle-manifest-invalid',
      entry: collectionIndex,
      ...told(say`the list of bundles says something else of ${part.name} than it is: build the file again`),
    },
  ];
}

async function verifyPart(
  file: ByteSource,
  fileName: string,
  expected: { readonly release?: Release; readonly architecture?: string },
): Promise<PartVerdict> {
  const { entries, problem } = await scanBundle(file, fileName);
  const problems: BundleProblem[] = problem === undefined ? [] : [problem];
  const verdict = (manifest?: BundleManifest, sums?: string): PartVerdict => ({
    problems,
    manifest,
    id: problems.length === 0 && sums !== undefined ? sha256OfText(sums) : undefined,
  });

  const first = entries[0];
  if (first === undefined) return verdict();
  if (first.name !== bundleEntries.manifest) {
    problems.push({
      code: 'bundle-entry-missing',
      entry: bundleEntries.manifest,
      ...told(say`${fileName} does not begin with ${bundleEntries.manifest}`),
    });
    return verdict();
  }
  const manifest = await parseManifest(file, first);
  if ('code' in manifest) {
    problems.push(manifest);
    return verdict();
  }
  problems.push(...judgeRelease(manifest, expected), ...judgeNames(manifest, entries, problem !== undefined));
  const sums = await readText(file, entries, bundleEntries.checksums);
  problems.push(...(await judgeContent(file, entries, manifest, sums, problem !== undefined)));
  return verdict(manifest, sums);
}

function judgeRelease(
  manifest: BundleManifest,
  expected: { release?: Release; architecture?: string },
): BundleProblem[] {
  const found: BundleProblem[] = [];
  const entry = bundleEntries.manifest;
  if (expected.release !== undefined && expected.release !== manifest.release)
    found.push({
      code: 'bundle-wrong-release',
      entry,
      ...told(
        say`the bundle is for ${manifest.release}, the hosts run ${expected.release}: build one with --release ${expected.release}`,
      ),
    });
  if (expected.architecture !== undefined && expected.architecture !== manifest.architecture)
    found.push({
      code: 'bundle-wrong-architecture',
      entry,
      ...told(
        say`the bundle is for ${manifest.architecture}, the hosts are ${expected.architecture}: build it on a machine of that architecture`,
      ),
    });
  return found;
}

/** Every file that should be there is, once, and nothing else is. */
function judgeNames(manifest: BundleManifest, entries: readonly ScannedEntry[], cutShort: boolean): BundleProblem[] {
  const wanted = new Set<string>([...Object.values(bundleEntries), ...manifest.packages.map((listed) => listed.file)]);
  const seen = new Set<string>();
  const found: BundleProblem[] = [];
  for (const { name } of entries) {
    if (!wanted.has(name))
      found.push({
        code: 'bundle-entry-unknown',
        entry: name,
        ...told(say`${name} is in the bundle, but not in its manifest`),
      });
    else if (seen.has(name))
      found.push({ code: 'bundle-entry-twice', entry: name, ...told(say`${name} is in the bundle twice`) });
    seen.add(name);
  }
  // Behind a cut or a damaged header nothing can be found: that one problem says it all.
  if (cutShort) return found;
  for (const name of wanted)
    if (!seen.has(name))
      found.push({
        code: 'bundle-entry-missing',
        entry: name,
        ...told(say`${name} is missing from the bundle: build it again`),
      });
  return found;
}

async function judgeContent(
  file: ByteSource,
  entries: readonly ScannedEntry[],
  manifest: BundleManifest,
  sums: string | undefined,
  cutShort: boolean,
): Promise<BundleProblem[]> {
  const listed = new Map(manifest.packages.map((item) => [item.file, item]));
  const sumOf = new Map<string, string>();
  for (const line of (sums ?? '').split('\n')) {
    const [, sha256, name] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? [];
    if (sha256 !== undefined && name !== undefined) sumOf.set(name, sha256);
  }
  const known = new Set<string>([bundleEntries.manifest, bundleEntries.index, bundleEntries.release, ...listed.keys()]);
  const damaged = new Set<string>();
  let contradiction: string | undefined;
  for (const entry of entries) {
    const hash = await hashEntry(file, entry);
    if (entry.name === bundleEntries.checksums) {
      if (hash === undefined || sums === undefined || sums !== checksumText(entries, sumOf)) damaged.add(entry.name);
      continue;
    }
    if (!known.has(entry.name)) continue;
    const item = listed.get(entry.name);
    const sum = sumOf.get(entry.name);
    // Two lists name each package's checksum: where they disagree, the one that disagrees with the file is the damaged one.
    const byManifest = item !== undefined && item.sha256 === hash && item.sizeBytes === entry.sizeBytes;
    if (hash !== undefined && hash === sum) contradiction ??= item === undefined || byManifest ? undefined : entry.name;
    else if (byManifest || (hash !== undefined && sum === undefined)) {
      // Behind a cut the list is not there to be damaged.
      if (sums !== undefined || !cutShort) damaged.add(bundleEntries.checksums);
    } else damaged.add(entry.name);
  }
  const found = [...damaged].map(
    (entry): BundleProblem => ({
      code: 'bundle-entry-damaged',
      entry,
      ...told(say`${entry} is damaged: it is not what its checksum says. Copy or build the bundle again`),
    }),
  );
  if (contradiction !== undefined && !damaged.has(bundleEntries.manifest))
    found.push({
      code: 'bundle-manifest-invalid',
      entry: bundleEntries.manifest,
      ...told(say`the manifest and the checksum list disagree on ${contradiction}: build the bundle again`),
    });
  return found;
}

/** The checksum list as it must be written: one line per entry before it, in their order. */
function checksumText(entries: readonly ScannedEntry[], sumOf: ReadonlyMap<string, string>): string {
  return entries
    .filter((entry) => entry.name !== bundleEntries.checksums && sumOf.has(entry.name))
    .map((entry) => `${sumOf.get(entry.name)}  ${entry.name}\n`)
    .join('');
}

async function readText(file: ByteSource, entries: readonly ScannedEntry[], name: string): Promise<string | undefined> {
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry === undefined || entry.sizeBytes > 16 << 20) return undefined;
  return (await readExactly(file, entry.offset, entry.sizeBytes)).toString('utf8');
}
