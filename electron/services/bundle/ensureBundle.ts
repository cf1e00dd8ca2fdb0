import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bundledPackages } from '../../../core/components/bundlePackages.ts';
import { buildRecipeVersion } from '../../../core/operations/packages/bundleBuildScript.ts';
import { bundleFormatVersion } from '../../../core/operations/packages/bundleManifest.ts';
import type { Release } from '../../../core/plan/schema.ts';
import { withFileLock } from '../programs/fileLock.ts';
import { type BundleProgress, buildBundle } from './buildBundle.ts';
import type { BundleBuilder } from './bundleBuilder.ts';
import { ownArchitecture } from './ownArchitecture.ts';

export interface EnsureBundleRequest {
  readonly release: Release;
  /** Default: `bundledPackages`. */
  readonly packages?: readonly string[];
  readonly builder: BundleBuilder;
  readonly createdAt: Date;
  readonly onProgress?: (progress: BundleProgress) => void;
}

/** Where things that can be made again are kept: `$QUORATE_CACHE`, else /var/cache/quorate. */
export function cacheDirectory(): string {
  return resolve(process.env.QUORATE_CACHE || '/var/cache/quorate');
}

/**
 * A bundle with these packages from the cache, built first when there is none. Several programs asking at once build it once.
 * The name holds what it is made of, not when: a cached bundle is not refreshed by newer package versions; delete it for that.
 * @returns its path
 * @throws Problem as `buildBundle`
 */
export async function ensureBundle(request: EnsureBundleRequest): Promise<string> {
  const packages = [...(request.packages ?? bundledPackages(request.release))].sort();
  const key = createHash('sha256')
    .update(JSON.stringify([bundleFormatVersion, buildRecipeVersion, packages]))
    .digest('hex')
    .slice(0, 16);
  const directory = join(cacheDirectory(), 'bundles');
  const path = join(directory, `${request.release}-${ownArchitecture()}-${key}.bundle`);
  if (await exists(path)) return path;
  await withFileLock(`${path}.lock`, async () => {
    if (!(await exists(path))) await buildBundle({ ...request, packages, out: path });
  });
  return path;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}
