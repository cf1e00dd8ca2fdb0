import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { withFileLock } from '../programs/fileLock.ts';
import { bootHost } from './host.ts';
import { labDirectory, labLock } from './labPaths.ts';
import { isDeliberatelyOff, type LabRecord, requireLab } from './labState.ts';
import { isMachineRunning, killMachine } from './machine.ts';
import { makeNetwork } from './network.ts';
import { checkLabRequirements } from './requirements.ts';
import { runProgram, tryProgram } from './runProgram.ts';

export interface SavedLab {
  readonly name: string;
  readonly file: string;
  readonly hosts: readonly string[];
  readonly sizeBytes: number;
}

/**
 * Writes all that makes a lab what it is into one file: its record, its key, and what its hosts have changed on top of the image. All hosts lose
 * their power at the same moment for it, which is the state that is saved, and those that ran get it back.
 * @throws Problem `lab-unknown`, `lab-boot`, `program-failed`
 */
export async function labSave(name: string, file: string, onProgress: (line: string) => void): Promise<SavedLab> {
  await checkLabRequirements();
  const path = resolve(file);
  const directory = labDirectory(name);
  await requireLab(name);
  return withFileLock(labLock(directory), async () => {
    const lab = await requireLab(name);
    const running = await runningHosts(lab);
    onProgress(`taking the power of ${running.map((host) => host.name).join(', ') || 'no host: all are off'}`);
    await Promise.all(running.map((host) => killMachine(host.machine)));
    const beside = `${path}.${process.pid}.part`;
    try {
      onProgress(`writing ${path}`);
      await runProgram('tar', await tarWords(lab, directory, beside));
      await rename(beside, path);
    } finally {
      await rm(beside, { force: true });
      await makeNetwork(lab.tag, lab.bridge, lab.subnet, directory);
      await Promise.all(running.map((host) => bootHost(lab, host)));
    }
    const sizeBytes = Number(await runProgram('stat', ['-c', '%s', path]));
    return { name, file: path, hosts: lab.hosts.map((host) => host.name), sizeBytes };
  });
}

/** The record comes first, so that a restore reads it without the rest. Extended attributes and device files are overlayfs's own marks. */
async function tarWords(lab: LabRecord, directory: string, file: string): Promise<readonly string[]> {
  const fast = (await tryProgram('zstd', ['--version']).catch(() => ({ code: 1 }))).code === 0;
  const off: string[] = [];
  for (const host of lab.hosts)
    if (await isDeliberatelyOff(lab.name, host.name)) off.push(`hosts/${host.name}/powered-off`);
  return [
    '--create',
    `--file=${file}`,
    fast ? '--use-compress-program=zstd -T0 -1' : '--gzip',
    `--directory=${directory}`,
    '--xattrs',
    '--xattrs-include=*',
    '--numeric-owner',
    '--sparse',
    '--one-file-system',
    'lab.json',
    'key',
    'key.pub',
    ...lab.hosts.map((host) => `hosts/${host.name}/upper`),
    ...off,
  ];
}

async function runningHosts(lab: LabRecord): Promise<LabRecord['hosts']> {
  const running = await Promise.all(lab.hosts.map((host) => isMachineRunning(host.machine)));
  return lab.hosts.filter((_, index) => running[index]);
}
