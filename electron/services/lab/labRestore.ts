import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Problem } from '../../../core/problem.ts';
import { cacheDirectory } from '../bundle/ensureBundle.ts';
import { withFileLock } from '../programs/fileLock.ts';
import { bootHost } from './host.ts';
import { removeLab } from './labDown.ts';
import { type LabView, viewLab } from './labList.ts';
import { bridgeName, labDirectory, labLock, labTag, machineName, networkLock } from './labPaths.ts';
import { checkName, isDeliberatelyOff, type LabRecord, labNames, parseLab, readLab, writeLab } from './labState.ts';
import { freeSubnet, makeNetwork } from './network.ts';
import { checkLabRequirements } from './requirements.ts';
import { runProgram, tryProgram } from './runProgram.ts';

/**
 * Makes a lab from a file of `labSave`: under its name, with its addresses, its hosts as they were when their power was taken. Hosts that were off on
 * purpose stay off; cuts are not kept.
 * @throws Problem `lab-file` (usage) when the file is none, `lab-exists`, `lab-image-missing` when this machine lacks the image that the hosts are based
 * on, `lab-subnet` when their addresses are in use, `lab-boot`
 */
export async function labRestore(file: string, onProgress: (line: string) => void): Promise<LabView> {
  await checkLabRequirements();
  const path = resolve(file);
  const saved = await recordIn(path);
  const directory = labDirectory(saved.name);
  return withFileLock(labLock(directory), async () => {
    if ((await labNames()).includes(saved.name))
      throw new Problem(
        'lab-exists',
        'no',
        `There is a lab ${saved.name} already. Save it, or not, then take it down: quorate lab down --name ${saved.name}`,
      );
    await checkLayers(saved);
    try {
      const lab = await reserve(saved, directory);
      onProgress(`reading ${path}`);
      await runProgram('tar', [
        '--extract',
        `--file=${path}`,
        `--directory=${directory}`,
        '--xattrs',
        '--xattrs-include=*',
        '--numeric-owner',
        '--preserve-permissions',
        '--exclude=lab.json',
        'key',
        'key.pub',
        'hosts',
      ]);
      for (const host of lab.hosts) {
        if (await isDeliberatelyOff(lab.name, host.name)) continue;
        await bootHost(lab, host);
        onProgress(`${host.name} (${host.address}) is up`);
      }
      const complete = { ...lab, complete: true };
      await writeLab(complete);
      return await viewLab(complete);
    } catch (cause) {
      await removeLab(directory);
      throw cause;
    }
  });
}

async function recordIn(path: string): Promise<LabRecord> {
  const read = await tryProgram('tar', ['--extract', '--to-stdout', '--occurrence=1', `--file=${path}`, 'lab.json']);
  try {
    const lab = parseLab(read.stdout);
    checkName(lab.name, 'lab');
    for (const host of lab.hosts) checkName(host.name, 'host');
    return lab;
  } catch (cause) {
    throw new Problem('lab-file', 'usage', `${path} is no file that quorate lab save has written.`, { cause });
  }
}

/** The layers below the hosts are not in the file: they must be here, and nowhere but in this program's cache. */
async function checkLayers(lab: LabRecord): Promise<void> {
  const cache = cacheDirectory();
  for (const layer of new Set(lab.hosts.flatMap((host) => host.layers))) {
    const inside = resolve(layer).startsWith(`${cache}/`);
    const there = await access(layer).then(
      () => true,
      () => false,
    );
    if (inside && there) continue;
    throw new Problem(
      'lab-image-missing',
      'no',
      `The hosts of ${lab.name} are based on ${layer}, which is not in the cache ${cache} of this machine. Restore them on the machine that saved them, or copy that directory.`,
    );
  }
}

/** The same lab on this machine: names in the kernel follow from its directory. */
function reserve(saved: LabRecord, directory: string): Promise<LabRecord> {
  return withFileLock(networkLock, async () => {
    const others = await Promise.all((await labNames()).map((name) => readLab(name).catch(() => undefined)));
    const tag = labTag(directory);
    const taken = others.flatMap((lab) => lab?.subnet ?? []);
    const subnet = await freeSubnet(tag, taken, `${saved.subnet}.0/24`);
    const lab: LabRecord = {
      ...saved,
      tag,
      bridge: bridgeName(tag),
      subnet,
      complete: false,
      hosts: saved.hosts.map((host, index) => ({ ...host, machine: machineName(tag, index) })),
    };
    await writeLab(lab);
    await makeNetwork(tag, lab.bridge, subnet, directory);
    return lab;
  });
}
