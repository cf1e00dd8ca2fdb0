import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unlessLocked } from '../programs/fileLock.ts';
import { machineProcesses, machinesWithCgroup } from './cgroups.ts';
import { removeHalfBuilt } from './image.ts';
import { removeLab } from './labDown.ts';
import { bridgeName, labDirectory, labLock, labsRoot } from './labPaths.ts';
import { isDeliberatelyOff, type LabRecord, labNames, readLab } from './labState.ts';
import { isMachineRunning, killMachine } from './machine.ts';
import { removeNetwork } from './network.ts';
import { checkLabRequirements } from './requirements.ts';
import { runProgram } from './runProgram.ts';

/**
 * Finds and removes what killed runs left: labs that were never finished or whose machines died without being powered
 * off, throw-away runs, bridges and rules and machines without a lab, half-built images. What runs, what is being made
 * by another program and what was powered off on purpose stays.
 * @returns what was removed, one line each
 */
export async function labClean(): Promise<readonly string[]> {
  await checkLabRequirements();
  return [
    ...(await cleanLabs()),
    ...(await cleanRuns()),
    ...(await cleanBridges()),
    ...(await cleanTables()),
    ...(await cleanMachines()),
    ...(await removeHalfBuilt()).map((directory) => `half-built image ${directory}`),
  ];
}

async function cleanLabs(): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await labNames()) {
    await unlessLocked(labLock(labDirectory(name)), async () => {
      const lab = await readLab(name).catch(() => undefined);
      if (lab?.complete === true && (await isInUse(lab))) return;
      await removeLab(labDirectory(name));
      removed.push(`lab ${name}`);
    });
  }
  return removed;
}

async function isInUse(lab: LabRecord): Promise<boolean> {
  for (const host of lab.hosts) {
    if (await isMachineRunning(host.machine)) return true;
    if (await isDeliberatelyOff(lab.name, host.name)) return true;
  }
  return false;
}

async function cleanRuns(): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await readdir(labsRoot()).catch(() => [])) {
    const pid = /^\.run-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || (await exists(`/proc/${pid}`))) continue;
    await removeLab(join(labsRoot(), name));
    removed.push(`throw-away run ${name}`);
  }
  return removed;
}

/** A bridge carries the directory of its lab as its alias; labs of other roots are told apart by it. */
async function cleanBridges(): Promise<string[]> {
  const removed: string[] = [];
  for (const { ifname, ifalias } of await bridges()) {
    const directory = /^quorate (\/.*)$/.exec(ifalias ?? '')?.[1];
    if (directory === undefined || (await exists(directory))) continue;
    await removeLab(directory);
    removed.push(`bridge ${ifname} of ${directory}`);
  }
  return removed;
}

async function cleanTables(): Promise<string[]> {
  const removed: string[] = [];
  const there = (await bridges()).map((bridge) => bridge.ifname);
  const { nftables } = JSON.parse(await runProgram('nft', ['-j', 'list', 'tables'])) as {
    nftables: readonly { table?: { name: string } }[];
  };
  const tags = nftables.flatMap(({ table }) => /^quorate_([0-9a-f]{8})$/.exec(table?.name ?? '')?.[1] ?? []);
  for (const tag of new Set(tags)) {
    if (there.includes(bridgeName(tag))) continue;
    await removeNetwork(tag, bridgeName(tag));
    removed.push(`rules quorate_${tag}`);
  }
  return removed;
}

/** Machines that run on a root tree which is gone, and cgroups in which nothing runs any more. */
async function cleanMachines(): Promise<string[]> {
  const removed: string[] = [];
  for (const machine of await machinesWithCgroup()) {
    const pids = await machineProcesses(machine);
    const roots = (await Promise.all(pids.map(rootTreeOf))).filter((root) => root !== undefined);
    const [root] = roots;
    if (root === undefined || (await exists(root))) continue;
    await killMachine(machine);
    removed.push(`machine ${machine} of ${root}`);
  }
  return removed;
}

/** The root tree that a systemd-nspawn was started with, from its command line. */
async function rootTreeOf(pid: number): Promise<string | undefined> {
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  return words.find((word) => word.startsWith('--directory='))?.slice('--directory='.length);
}

async function bridges(): Promise<readonly { ifname: string; ifalias?: string }[]> {
  const text = await runProgram('ip', ['-d', '-j', 'link', 'show', 'type', 'bridge']);
  const all = JSON.parse(text || '[]') as readonly { ifname?: string; ifalias?: string }[];
  return all.flatMap(({ ifname, ...rest }) =>
    ifname !== undefined && /^qlb[0-9a-f]{8}$/.test(ifname) ? [{ ifname, ...rest }] : [],
  );
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
