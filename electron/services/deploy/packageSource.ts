import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { packageOffers } from '../../../core/facts/packageOffers.ts';
import { ageProblem } from '../../../core/operations/packages/bundleAge.ts';
import { bundleReceiveScript } from '../../../core/operations/packages/bundleReceiveScript.ts';
import {
  installFromBundleScript,
  installFromRepositoryScript,
  upgradeFromBundleScript,
  upgradeFromRepositoryScript,
} from '../../../core/operations/packages/installScripts.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { Problem } from '../../../core/problem.ts';
import type { BundleSource, PackageSource, UpgradeSource } from '../../../core/render/desiredHost.ts';
import type { ExtraRepository, RepositoryKey } from '../../../core/systems/debian/extraRepository.ts';
import { linesOf, say } from '../../../core/wording/phrase.ts';
import { verifyBundle, type WholeBundle } from '../bundle/verifyBundle.ts';
import type { BundleLocation } from '../procedures/runBatch.ts';

/** About what a host takes in per second over SSH, unpacks and checks. */
const bundleBytesPerSecond = 60_000_000;

/** How packages come to hosts, and where the bundles for that lie. */
export interface OpenedPackageSource {
  readonly packages: PackageSource & UpgradeSource;
  readonly bundles: ReadonlyMap<string, BundleLocation>;
}

/**
 * How packages come to the hosts of a plan.
 * @param planFile paths in the plan are relative to its folder
 * @throws Problem `repository-key` (usage) when the key of an extra repository cannot be read or is none; `bundle-missing` (usage) when the plan wants a bundle and names none; `bundle-not-found`; `bundle-refused` when it is not whole
 * or too old
 */
export async function openPackageSource(plan: Plan, planFile: string): Promise<OpenedPackageSource> {
  if (plan.packages.source === 'repository') {
    const extra = await readExtraRepository(plan, planFile);
    return {
      bundles: new Map(),
      packages: {
        bundles: undefined,
        install: (names) => installFromRepositoryScript(names, extra),
        offers: (names) => packageOffers(names, extra),
        upgrade: (targets) => upgradeFromRepositoryScript(targets, extra),
        newer: (names) => packageOffers(names, extra, 'upgrade'),
      },
    };
  }
  if (plan.packages.file === undefined) {
    throw new Problem(
      'bundle-missing',
      'usage',
      say`packages.source is bundle, but packages.file names no bundle: make one with quorate bundle build and name it there.`,
    );
  }
  const path = resolve(dirname(planFile), plan.packages.file);
  const verdict = await verifyBundle(path);
  const { bundles } = verdict;
  const problems = [
    ...verdict.problems.map(({ said }) => said),
    ...bundles.flatMap(({ manifest }) => ageProblem(manifest, Date.now()) ?? []),
  ];
  if (problems.length > 0) {
    throw new Problem(
      'bundle-refused',
      'no',
      say`${path} cannot be used, so no host was touched:\n${linesOf(problems.map((said) => say`  ${said}`))}`,
      { details: { problems: verdict.problems } },
    );
  }
  return {
    bundles: new Map(bundles.map(({ id, start, sizeBytes }) => [id, { path, start, sizeBytes }])),
    packages: {
      bundles: bundles.map((one) => sourceOf(one, basename(path))),
      install: (names, bundle) => installFromBundleScript(names, idOf(bundle)),
      upgrade: (targets, bundle) => upgradeFromBundleScript(targets, idOf(bundle)),
      newer: undefined,
    },
  };
}

/**
 * The extra repository of a plan, with its signing key; undefined where the plan names none.
 * @throws Problem `repository-key` (usage)
 */
export async function readExtraRepository(plan: Plan, planFile: string): Promise<ExtraRepository | undefined> {
  const { url, key, replace } = plan.packages;
  if (url === undefined) return undefined;
  return {
    line: url,
    key: key === undefined ? undefined : await readRepositoryKey(resolve(dirname(planFile), key)),
    replace,
  };
}

/** Far more than a key with many signatures has. */
const maxKeyBytes = 256 * 1024;

/** Reads the signing key of an apt repository. @throws Problem `repository-key` (usage) */
async function readRepositoryKey(path: string): Promise<RepositoryKey> {
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (size > maxKeyBytes) throw new Error(`it has ${size} bytes`);
    bytes = await readFile(path);
  } catch (cause) {
    throw new Problem(
      'repository-key',
      'usage',
      say`The signing key ${path} of the extra repository cannot be read: ${(cause as Error).message}. Correct packages.key in the plan.`,
      { cause },
    );
  }
  const armored = bytes.includes('-----BEGIN PGP PUBLIC KEY BLOCK-----');
  // RFC 9580, 4.2: a packet begins with a set bit; a public key has type 6, in the old form or the new one.
  const first = bytes[0] ?? 0;
  const binary = (first & 0xfc) === 0x98 || first === 0xc6;
  if (!armored && !binary)
    throw new Problem(
      'repository-key',
      'usage',
      say`${path} is no OpenPGP public key, as apt needs it for the extra repository. Export it with "gpg --export --armor", and name that file in packages.key.`,
    );
  return { base64: bytes.toString('base64'), armored };
}

function idOf(bundle: BundleSource | undefined): string {
  if (bundle === undefined) throw new Error('a host without a bundle for it was not refused');
  return bundle.id;
}

function sourceOf({ id, manifest, sizeBytes }: WholeBundle, file: string): BundleSource {
  return {
    id,
    receive: (fromByte) => bundleReceiveScript(id, sizeBytes, fromByte),
    weight: 0.5 + sizeBytes / bundleBytesPerSecond,
    file,
    release: manifest.release,
    architecture: manifest.architecture,
    packages: new Map(manifest.packages.map(({ name, version }) => [name, version])),
  };
}

/** For a removal, which works by the notes on the hosts and needs no bundle to be there. */
export const nothingToInstall: PackageSource = {
  bundles: undefined,
  install: () => {
    throw new Error('a removal installs nothing');
  },
};
