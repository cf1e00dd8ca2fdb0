import { createHash } from 'node:crypto';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { stateDirectory } from '../../../core/facts/hostState.ts';
import { bundleReceiveScript } from '../../../core/operations/packages/bundleReceiveScript.ts';
import { installFromBundleScript } from '../../../core/operations/packages/installScripts.ts';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import { cacheDirectory } from '../bundle/ensureBundle.ts';
import { bundleId, readManifest } from '../bundle/readManifest.ts';
import { withFileLock } from '../programs/fileLock.ts';
import { imageHash, type LabRelease } from './imageRecipe.ts';
import { runInImage } from './runInImage.ts';

/**
 * A layer for lab hosts (`labUp`'s `imageLayers`) in which the packages of a bundle are installed already, as the installation
 * leaves them: nothing enabled, no cluster, and nothing that says that this program brought them. Made once per bundle and image,
 * kept in the cache.
 * @param bundlePath such as from `ensureBundle`
 * @returns the layer's directory
 * @throws Problem `lab-layer` with the end of the installation's output; those of `runInImage` and `readManifest`
 */
export async function ensurePackagesLayer(
  bundlePath: string,
  onLine?: (line: string) => void,
): Promise<{ release: LabRelease; directory: string }> {
  const manifest = await readManifest(bundlePath);
  const { release } = manifest;
  const script = layerScript(manifest.requested, await bundleId(bundlePath), (await stat(bundlePath)).size);
  const key = createHash('sha256')
    .update(`${imageHash(release)} ${script}`)
    .digest('hex')
    .slice(0, 16);
  const directory = join(cacheDirectory(), 'layers', `${release}-${key}`);
  if (await exists(directory)) return { release, directory };
  await withFileLock(`${directory}.lock`, async () => {
    if (await exists(directory)) return;
    const result = await runInImage({
      release,
      script,
      binds: [{ from: bundlePath, to: bundleInside, readOnly: true }],
      keepLayerAs: directory,
      ...(onLine === undefined ? {} : { onLine }),
    });
    if (result.code !== 0)
      throw new Problem(
        'lab-layer',
        'no',
        say`The packages could not be installed in the ${release} image (exit ${result.code}): ${result.output.slice(-2000).trim()}`,
      );
  });
  return { release, directory };
}

/** Below /run, which is never part of a layer. */
const bundleInside = '/run/quorate.bundle';

function layerScript(packages: readonly string[], id: string, sizeBytes: number): string {
  return `set -euo pipefail
( ${bundleReceiveScript(id, sizeBytes)} ) <${bundleInside}
( ${installFromBundleScript(packages, id)} )
rm -rf ${stateDirectory}
`;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
