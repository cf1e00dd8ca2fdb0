import { basename, dirname, resolve } from 'node:path';
import type { PackageSource } from '../../../core/deployment/desiredHost.ts';
import { bundleReceiveScript } from '../../../core/operations/packages/bundleReceiveScript.ts';
import {
  installFromBundleScript,
  installFromRepositoryScript,
} from '../../../core/operations/packages/installScripts.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { Problem } from '../../../core/problem.ts';
import { verifyBundle } from '../bundle/verifyBundle.ts';

/** About what a host takes in per second over SSH, unpacks and checks. */
const bundleBytesPerSecond = 60_000_000;

/**
 * How packages come to the hosts of a plan.
 * @param planFile paths in the plan are relative to its folder
 * @throws Problem `bundle-missing` (usage) when the plan wants a bundle and names none; `bundle-not-found`; `bundle-refused` when it is not whole
 */
export async function openPackageSource(
  plan: Plan,
  planFile: string,
): Promise<{ readonly packages: PackageSource; readonly bundleFile: string | undefined }> {
  if (plan.packages.source === 'repository') {
    const { url } = plan.packages;
    const extra = url === undefined ? undefined : { line: url, keyPath: undefined };
    return {
      bundleFile: undefined,
      packages: { bundle: undefined, install: (names) => installFromRepositoryScript(names, extra) },
    };
  }
  if (plan.packages.file === undefined) {
    throw new Problem(
      'bundle-missing',
      'usage',
      'packages.source is bundle, but packages.file names no bundle: make one with quorate bundle build and name it there.',
    );
  }
  const bundleFile = resolve(dirname(planFile), plan.packages.file);
  const { id, manifest, problems, sizeBytes } = await verifyBundle(bundleFile);
  if (id === undefined || manifest === undefined) {
    throw new Problem(
      'bundle-refused',
      'no',
      [`${bundleFile} cannot be used, so no host was touched:`, ...problems.map(({ message }) => `  ${message}`)].join(
        '\n',
      ),
      { details: { problems } },
    );
  }
  const { release, architecture } = manifest;
  return {
    bundleFile,
    packages: {
      bundle: {
        id,
        receive: bundleReceiveScript(id, sizeBytes),
        weight: 0.5 + sizeBytes / bundleBytesPerSecond,
        file: basename(bundleFile),
        release,
        architecture,
        packages: new Set(manifest.packages.map(({ name }) => name)),
      },
      install: (names) => installFromBundleScript(names, id),
    },
  };
}

/** For a removal, which works by the notes on the hosts and needs no bundle to be there. */
export const nothingToInstall: PackageSource = {
  bundle: undefined,
  install: () => {
    throw new Error('a removal installs nothing');
  },
};
