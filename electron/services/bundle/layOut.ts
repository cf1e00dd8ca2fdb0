import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Release } from '../../../core/plan/schema.ts';
import { sliceOf } from './byteSource.ts';
import { withBundle } from './readManifest.ts';
import { scanBundle } from './scanBundle.ts';
import { verifyBundle } from './verifyBundle.ts';

/**
 * Takes the packages of a release out of a bundle file, each into a file named by its SHA-256. A bundle that is not whole, or has none of that
 * release, gives none: the directory is then not made.
 */
export async function layOut(path: string, release: Release, directory: string): Promise<void> {
  const { bundles } = await verifyBundle(path);
  const found = bundles.filter(({ manifest }) => manifest.release === release);
  if (found.length === 0) return;
  await mkdir(directory, { recursive: true });
  for (const { manifest, start, sizeBytes } of found) {
    const { entries } = await withBundle(path, (file) => scanBundle(sliceOf(file, start, sizeBytes), basename(path)));
    for (const listed of manifest.packages) {
      const entry = entries.find((one) => one.name === listed.file);
      if (entry === undefined) continue;
      const from = start + entry.offset;
      await pipeline(
        createReadStream(path, { start: from, end: from + entry.sizeBytes - 1 }),
        createWriteStream(join(directory, listed.sha256)),
      );
    }
  }
}
