import { withFileLock } from '../programs/fileLock.ts';
import { machinesWithCgroup } from './cgroups.ts';
import { bridgeName, labDirectory, labLock, labTag } from './labPaths.ts';
import { checkName, labNames, requireLab } from './labState.ts';
import { killMachine } from './machine.ts';
import { removeNetwork } from './network.ts';
import { removeTree } from './overlay.ts';
import { checkLabRequirements } from './requirements.ts';

/**
 * Takes a lab down: its machines lose their power, and all of it goes: processes, interfaces, rules, mounts, files.
 * @throws Problem `lab-unknown` when there is none of that name, `lab-busy` when something holds its files
 */
export async function labDown(name: string): Promise<void> {
  await checkLabRequirements();
  checkName(name, 'lab');
  // A directory without a readable record is a lab too, one whose making was killed.
  if (!(await labNames()).includes(name)) await requireLab(name);
  const directory = labDirectory(name);
  await withFileLock(labLock(directory), () => removeLab(directory));
}

/** Removes all that a lab directory owns, whether or not its record can be read: its path names everything. */
export async function removeLab(directory: string): Promise<void> {
  const tag = labTag(directory);
  const machines = (await machinesWithCgroup()).filter((machine) => machine.startsWith(`q${tag}`));
  await Promise.all(machines.map(killMachine));
  await removeNetwork(tag, bridgeName(tag));
  await removeTree(directory);
}
