import { readdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

const parent = 'quorate-labs';

/**
 * The hierarchies in which systemd keeps its units: cgroup2, and beside it `name=systemd` on machines in hybrid mode.
 * The cgroup2 one comes first. Empty where there is none.
 */
export async function cgroupRoots(): Promise<readonly string[]> {
  let mounts: string;
  try {
    mounts = await readFile('/proc/self/mounts', 'utf8');
  } catch {
    return [];
  }
  const lines = mounts.split('\n').map((line) => line.split(' '));
  const unified = lines.find((fields) => fields[2] === 'cgroup2')?.[1];
  if (unified === undefined) return [];
  const named = lines.find((fields) => fields[2] === 'cgroup' && fields[3]?.split(',').includes('name=systemd'))?.[1];
  return named === undefined ? [unified] : [unified, named];
}

/**
 * The cgroup directories that a machine must be started in. Each machine needs its own: with --keep-unit systemd-nspawn
 * puts its payload below the cgroup of its caller, and two systemds in one cgroup stop each other's services.
 */
export async function machineCgroups(machine: string): Promise<readonly string[]> {
  return (await cgroupRoots()).map((root) => join(root, parent, machine));
}

/** Names of all machines that have a cgroup, whether or not anything runs in it. */
export async function machinesWithCgroup(): Promise<readonly string[]> {
  const [unified] = await cgroupRoots();
  if (unified === undefined) return [];
  return (await directoriesIn(join(unified, parent))).filter((name) => /^q[0-9a-z]+$/.test(name));
}

/** The processes of a machine, its supervisor among them, as the kernel knows them: only a start of ours puts one there. */
export async function machineProcesses(machine: string): Promise<readonly number[]> {
  const [unified] = await machineCgroups(machine);
  return unified === undefined ? [] : processesBelow(unified);
}

/** Removes the empty cgroups of a machine that is off. */
export async function removeMachineCgroups(machine: string): Promise<void> {
  for (const directory of await machineCgroups(machine)) await removeBelow(directory);
}

async function processesBelow(directory: string): Promise<number[]> {
  let own: string;
  try {
    own = await readFile(join(directory, 'cgroup.procs'), 'utf8');
  } catch {
    return [];
  }
  const found = own.split('\n').filter(Boolean).map(Number);
  for (const name of await directoriesIn(directory)) found.push(...(await processesBelow(join(directory, name))));
  return found.filter((pid) => pid > 0);
}

async function removeBelow(directory: string): Promise<void> {
  for (const name of await directoriesIn(directory)) await removeBelow(join(directory, name));
  // Busy or gone already: `lab clean` finds what stays.
  await rmdir(directory).catch(() => undefined);
}

async function directoriesIn(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch {
    return [];
  }
}
