import { access, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import { unlessLocked, withFileLock } from '../programs/fileLock.ts';
import { aptTransportSettings, mirrorOf, readAptSources } from './aptSources.ts';
import { finishScript, imageHash, imagePackages, type LabRelease, labReleases } from './imageRecipe.ts';
import { imagesRoot } from './labPaths.ts';
import { removeTree } from './overlay.ts';
import { runProgram, tryProgram } from './runProgram.ts';

/** Where the root tree of a release's image is, or will be once it is built. */
export function imageTree(release: LabRelease): string {
  return join(imagesRoot(), `${release}-${imageHash(release)}`, 'root');
}

/**
 * Returns the root tree of a release's image, building it first where this machine has none (about a minute, with the
 * network). It is built beside its place and renamed, so that a tree that is there is whole; two builds wait for each other.
 * @throws Problem `lab-image` with the end of debootstrap's messages
 */
export async function ensureImage(release: LabRelease, onProgress?: (line: string) => void): Promise<string> {
  const tree = imageTree(release);
  if (await exists(tree)) return tree;
  const root = imagesRoot();
  await withFileLock(imageLock(release), async () => {
    if (await exists(tree)) return;
    await removeHalfBuiltOf(release);
    const building = join(root, `.building-${release}-${process.pid}`);
    await mkdir(building, { recursive: true });
    try {
      onProgress?.(`building the ${release} image, about a minute`);
      await build(release, join(building, 'root'), onProgress);
      await rename(building, dirname(tree));
    } catch (cause) {
      await removeTree(building);
      throw cause;
    }
  });
  return tree;
}

/** Removes what killed builds left, but nothing of a build that still runs: that one holds its release's lock. */
export async function removeHalfBuilt(): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const release of labReleases) {
    if ((await halfBuilt(release)).length === 0) continue;
    await unlessLocked(imageLock(release), async () => {
      removed.push(...(await removeHalfBuiltOf(release)));
    });
  }
  return removed;
}

function imageLock(release: LabRelease): string {
  return join(imagesRoot(), `.${release}.lock`);
}

async function halfBuilt(release: LabRelease): Promise<readonly string[]> {
  const names = await readdir(imagesRoot()).catch(() => []);
  return names.filter((name) => name.startsWith(`.building-${release}-`)).map((name) => join(imagesRoot(), name));
}

async function removeHalfBuiltOf(release: LabRelease): Promise<readonly string[]> {
  const directories = await halfBuilt(release);
  for (const directory of directories) await removeTree(directory);
  return directories;
}

async function build(release: LabRelease, tree: string, onProgress?: (line: string) => void): Promise<void> {
  const mirror = mirrorOf(release, await readAptSources('/etc/apt'));
  const script = `/usr/share/debootstrap/scripts/${release}`;
  const args = [
    '--variant=minbase',
    `--include=${imagePackages.join(',')}`,
    ...(mirror.keyring === undefined ? [] : [`--keyring=${mirror.keyring}`]),
    release,
    tree,
    mirror.main,
    // An older debootstrap knows not every newer release; the releases' scripts are links to this one.
    ...((await exists(script)) ? [] : ['/usr/share/debootstrap/scripts/sid']),
  ];
  const result = await tryProgram('debootstrap', args, { env: await proxyEnvironment(), onLine: onProgress });
  if (result.code !== 0) {
    throw new Problem(
      'lab-image',
      'no',
      say`The ${release} image could not be built from ${mirror.main}: ${(result.stderr + result.stdout).slice(-800).trim()}`,
    );
  }
  await writeFile(join(tree, '.finish'), finishScript);
  await runProgram('chroot', [tree, '/bin/bash', '/.finish'], { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });
  await runProgram('rm', [join(tree, '.finish')]);
}

/** debootstrap fetches with wget, which takes a proxy from its environment, not from apt's configuration. */
async function proxyEnvironment(): Promise<Record<string, string>> {
  const environment: Record<string, string> = {};
  for (const scheme of ['http', 'https']) {
    const pattern = new RegExp(`^Acquire::${scheme}::Proxy "([^"]+)"`, 'mi');
    const proxy = pattern.exec(await aptTransportSettings())?.[1];
    if (proxy !== undefined && proxy !== 'DIRECT') environment[`${scheme}_proxy`] = proxy;
  }
  return environment;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
