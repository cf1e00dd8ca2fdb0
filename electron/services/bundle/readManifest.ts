import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  type BundleManifest,
  bundleEntries,
  bundleFormatVersion,
  bundleManifestSchema,
} from '../../../core/operations/packages/bundleManifest.ts';
import { Problem } from '../../../core/problem.ts';
import { type Phrase, say } from '../../../core/wording/phrase.ts';
import { type BundleProblem, told } from './bundleProblem.ts';
import { type ByteSource, sliceOf, sourceOf } from './byteSource.ts';
import { partsOf } from './collection.ts';
import { readExactly, type ScannedEntry, scanBundle } from './scanBundle.ts';
import { blockBytes, decodeHeader } from './tarFormat.ts';
import { sha256OfText } from './writeBundle.ts';

const maxManifestBytes = 16 << 20;

/**
 * Reads what a bundle says of itself, from its first entry alone. Verifies nothing: that is `verifyBundle`.
 * @throws Problem with a code of `bundleProblemCodes`, or `bundle-not-found`
 */
export async function readManifest(path: string): Promise<BundleManifest> {
  return withBundle(path, (file) => manifestOf(file, path, basename(path)));
}

/**
 * As `readManifest`, of every bundle in a file.
 * @throws Problem as `readManifest`
 */
export async function readManifests(path: string): Promise<readonly BundleManifest[]> {
  return withBundle(path, async (file) => {
    const { parts, problems } = await partsOf(file, basename(path));
    const [problem] = problems;
    if (problem !== undefined) throw asProblem(path, problem);
    const manifests = parts.map((part) => manifestOf(sliceOf(file, part.start, part.sizeBytes), path, part.name));
    return Promise.all(manifests);
  });
}

async function manifestOf(file: ByteSource, path: string, fileName: string): Promise<BundleManifest> {
  const { sizeBytes: size } = file;
  const header = size < blockBytes ? undefined : decodeHeader(await readExactly(file, 0, blockBytes));
  if (header === undefined || header === 'end' || header.name !== bundleEntries.manifest)
    throw asProblem(path, {
      code: 'bundle-unreadable',
      entry: fileName,
      ...told(say`${fileName} is not a bundle of this program, or its first bytes are damaged`),
    });
  if (blockBytes + header.sizeBytes > size)
    throw asProblem(path, {
      code: 'bundle-truncated',
      entry: header.name,
      ...told(say`${fileName} ends inside ${header.name}: copy or build it again`),
    });
  const parsed = await parseManifest(file, { ...header, offset: blockBytes });
  if ('code' in parsed) throw asProblem(path, parsed);
  return parsed;
}

/**
 * The identity of a bundle: SHA-256 of its checksum list, which covers every other entry. Equal content has equal identity; hosts
 * keep a bundle under this name and check it against it.
 * @throws Problem as `readManifest`
 */
export async function bundleId(path: string): Promise<string> {
  return withBundle(path, async (file) => {
    const { entries, problem } = await scanBundle(file, basename(path));
    const last = entries.at(-1);
    if (problem !== undefined) throw asProblem(path, problem);
    if (last?.name !== bundleEntries.checksums || last.sizeBytes > maxManifestBytes)
      throw asProblem(path, {
        code: 'bundle-entry-missing',
        entry: bundleEntries.checksums,
        ...told(say`${basename(path)} does not end with ${bundleEntries.checksums}: build it again`),
      });
    return sha256OfText((await readExactly(file, last.offset, last.sizeBytes)).toString('utf8'));
  });
}

/** Reads and judges the manifest's entry. */
export async function parseManifest(file: ByteSource, entry: ScannedEntry): Promise<BundleManifest | BundleProblem> {
  const invalid = (said: Phrase): BundleProblem => ({
    code: 'bundle-manifest-invalid',
    entry: entry.name,
    ...told(said),
  });
  if (entry.sizeBytes > maxManifestBytes) return invalid(say`the manifest is ${entry.sizeBytes} bytes long`);
  let value: unknown;
  try {
    value = JSON.parse((await readExactly(file, entry.offset, entry.sizeBytes)).toString('utf8'));
  } catch {
    return invalid(say`the manifest is not JSON: copy or build the bundle again`);
  }
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (typeof format === 'number' && format !== bundleFormatVersion)
    return {
      code: 'bundle-format-version',
      entry: entry.name,
      ...told(
        say`the bundle has format ${format}; this program reads ${bundleFormatVersion}: build it again with this program`,
      ),
    };
  const parsed = bundleManifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return invalid(say`the manifest is wrong at ${issue?.path.join('.') || say`its top`}: ${issue?.message ?? ''}`);
}

/** Opens a bundle for `work` and closes it again. */
export async function withBundle<T>(path: string, work: (file: ByteSource) => Promise<T>): Promise<T> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new Problem(
      'bundle-not-found',
      'usage',
      say`${path} cannot be opened (${cause.code ?? ''}): give the path of a bundle file`,
      {
        cause,
      },
    );
  });
  try {
    return await work(await sourceOf(file));
  } finally {
    await file.close();
  }
}

function asProblem(path: string, problem: BundleProblem): Problem {
  return new Problem(problem.code, 'usage', problem.said, { details: { ...problem, path } });
}
