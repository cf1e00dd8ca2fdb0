import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { aptTransportSettings, mirrorOf, readAptSources, sourcesText } from './aptSources.ts';
import { removeMachineCgroups } from './cgroups.ts';
import { ensureImage } from './image.ts';
import type { LabRelease } from './imageRecipe.ts';
import { labsRoot, labTag, machineName } from './labPaths.ts';
import { inMachineCgroups, killMachine, nspawnEnvironment } from './machine.ts';
import { mountOverlay, removeTree } from './overlay.ts';
import { checkLabRequirements } from './requirements.ts';
import { runProgram, tryProgram } from './runProgram.ts';

/** A directory of this machine shown inside. */
export interface Bind {
  readonly from: string;
  readonly to: string;
  readonly readOnly?: boolean;
}

/** What to run in a throw-away copy of an image. */
export interface RunInImageOptions {
  readonly release: LabRelease;
  /** A bash script, run as root; `set -e` is the script's own business. */
  readonly script: string;
  readonly binds?: readonly Bind[];
  /** Layers over the image, uppermost first. */
  readonly layers?: readonly string[];
  /** Where to keep what the script changed, as a layer for other runs and labs; kept only when the script ends with 0. */
  readonly keepLayerAs?: string;
  readonly onLine?: (line: string) => void;
}

const aptFiles = ['etc/apt/sources.list.d/machine.sources', 'etc/apt/apt.conf.d/90machine'];
const networkFiles = ['etc/resolv.conf', 'etc/hosts'];
// A mirror of the machine's own may be signed with a key that the release does not know. apt tells its form by its name.
const keyringFiles = ['usr/share/keyrings/machine.gpg', 'usr/share/keyrings/machine.asc'];
const scriptFile = '.quorate-script';

/**
 * Runs a script in a throw-away copy of a release's image, not booted, with the network of this machine and its own
 * apt mirrors for that release. This is the builder host of packages and of layers.
 * @returns the script's exit status and the end (1 MB) of what it printed, both outputs in their order
 * @throws Problem when this machine cannot hold a lab or the image cannot be built
 */
export async function runInImage(options: RunInImageOptions): Promise<{ code: number; output: string }> {
  await checkLabRequirements();
  const image = await ensureImage(options.release, options.onLine);
  await mkdir(labsRoot(), { recursive: true });
  const directory = await mkdtemp(join(labsRoot(), `.run-${process.pid}-`));
  const machine = machineName(labTag(directory), 0);
  try {
    const root = await mountOverlay(directory, [...(options.layers ?? []), image]);
    await prepare(root, options);
    const result = await tryProgram('/bin/sh', await commandLine(machine, root, options.binds ?? []), {
      env: { ...nspawnEnvironment },
      onLine: options.onLine,
    });
    if (result.code === 0 && options.keepLayerAs !== undefined) await keepLayer(directory, options.keepLayerAs);
    return {
      code: result.code,
      output: result.code === 0 ? result.stdout : result.stdout + ownMessages(result.stderr),
    };
  } finally {
    await killMachine(machine);
    await removeMachineCgroups(machine);
    await removeTree(directory);
  }
}

async function prepare(root: string, options: RunInImageOptions): Promise<void> {
  const mirror = mirrorOf(options.release, await readAptSources('/etc/apt'));
  const [sources = '', settings = ''] = aptFiles;
  const keyring = keyringFiles.find(
    (file) => mirror.keyring !== undefined && extname(file) === extname(mirror.keyring),
  );
  if (mirror.keyring !== undefined && keyring !== undefined) await copyFile(mirror.keyring, join(root, keyring));
  await writeFile(join(root, sources), sourcesText(options.release, mirror, keyring && `/${keyring}`));
  await writeFile(join(root, settings), `${await aptTransportSettings()}\n`);
  // Read through links: what they point to is not in there.
  for (const file of networkFiles)
    await writeFile(join(root, file), await readFile(`/${file}`, 'utf8').catch(() => ''));
  await writeFile(join(root, scriptFile), options.script);
}

function commandLine(machine: string, root: string, binds: readonly Bind[]): Promise<readonly string[]> {
  return inMachineCgroups(machine, [
    'systemd-nspawn',
    '--quiet',
    '--as-pid2',
    '--register=no',
    '--keep-unit',
    '--console=pipe',
    '--resolv-conf=off',
    '--timezone=off',
    '--setenv=DEBIAN_FRONTEND=noninteractive',
    '--setenv=LC_ALL=C.UTF-8',
    `--directory=${root}`,
    `--machine=${machine}`,
    ...binds.map(({ from, to, readOnly }) => `--bind${readOnly === true ? '-ro' : ''}=${escaped(from)}:${escaped(to)}`),
    '/bin/bash',
    '-c',
    `exec bash /${scriptFile} 2>&1`,
  ]);
}

/** What systemd-nspawn itself had to say, without its word on a directory that it leaves where /run is not a tmpfs. */
function ownMessages(text: string): string {
  return text.replace(/^Attempted to remove disk file system .*\n?/m, '');
}

/** systemd-nspawn splits bind arguments at colons. */
function escaped(path: string): string {
  return path.replace(/[\\:]/g, (character) => `\\${character}`);
}

/** Moves the changes to their place, without what was there only for this run. */
async function keepLayer(directory: string, place: string): Promise<void> {
  const upper = join(directory, 'upper');
  for (const file of [scriptFile, ...keyringFiles, ...aptFiles, ...networkFiles])
    await rm(join(upper, file), { force: true });
  for (const path of ['var/lib/apt/lists', 'run', 'tmp']) await rm(join(upper, path), { recursive: true, force: true });
  await mkdir(dirname(place), { recursive: true });
  // The place may be on another file system: copied beside it first, it is never there by half.
  const beside = `${place}.${process.pid}`;
  await runProgram('mv', ['-T', upper, beside]);
  await rename(beside, place);
}
