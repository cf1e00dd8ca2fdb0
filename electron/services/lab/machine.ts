import { spawn } from 'node:child_process';
import { mkdir, open, readFile, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../../core/problem.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import { childEnvironment } from '../programs/childEnvironment.ts';
import { machineCgroups, machineProcesses, removeMachineCgroups } from './cgroups.ts';
import { vethName } from './labPaths.ts';
import { tryProgram } from './runProgram.ts';

/** What systemd-nspawn needs to boot one machine. */
export interface Machine {
  readonly machine: string;
  readonly hostname: string;
  /** Its root tree. */
  readonly root: string;
  readonly bridge: string;
  /** Where its console goes. */
  readonly log: string;
}

// Enters the machine's own cgroups, then becomes systemd-nspawn: $1.. up to `--` are cgroup directories.
const enterCgroups =
  'while [ "$1" != -- ]; do mkdir -p "$1" && echo $$ >"$1/cgroup.procs" || exit 70; shift; done; shift; exec "$@"';

/** Wraps a command line so that it runs in the machine's own cgroups. */
export async function inMachineCgroups(machine: string, command: readonly string[]): Promise<readonly string[]> {
  return ['-c', enterCgroups, 'sh', ...(await machineCgroups(machine)), '--', ...command];
}

/** What systemd-nspawn must be told by its environment: trixie's systemd does not boot on the old cgroup hierarchy. */
export const nspawnEnvironment: Readonly<Record<string, string>> = { UNIFIED_CGROUP_HIERARCHY: '1' };

/** Starts a machine that outlives this process. Does not wait for its boot. */
export async function startMachine(machine: Machine): Promise<void> {
  await mkdir(dirname(machine.log), { recursive: true });
  await delegateControllers(machine.machine);
  await raiseInotifyLimit();
  const log = await open(machine.log, 'a', 0o600);
  try {
    const command = [
      'systemd-nspawn',
      '--quiet',
      '--boot',
      '--register=no',
      '--keep-unit',
      '--console=pipe',
      '--link-journal=no',
      '--resolv-conf=off',
      '--timezone=off',
      // What Debian's kernel gives its init; the limits of whoever starts the lab may be lower.
      '--rlimit=NOFILE=1024:524288',
      `--directory=${machine.root}`,
      `--machine=${machine.machine}`,
      `--hostname=${machine.hostname}`,
      `--network-bridge=${machine.bridge}`,
    ];
    const child = spawn('/bin/sh', await inMachineCgroups(machine.machine, command), {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: childEnvironment(nspawnEnvironment),
    });
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.unref();
    // Until it is in its cgroup, nothing tells a machine that starts from one that is off.
    while (child.exitCode === null && !(await isMachineRunning(machine.machine))) await sleep(5);
  } finally {
    await log.close();
  }
}

/** The last lines that a machine's console and supervisor wrote. */
export async function machineLogTail(log: string): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  // Consoles colour their text, and what a host wrote is not to be trusted.
  return text
    .replace(/\p{Cc}\[[0-9;?]*[A-Za-z]/gu, '')
    .replace(/(?!\n)\p{Cc}/gu, '')
    .slice(-1500)
    .trim();
}

/** Whether anything of a machine runs. */
export async function isMachineRunning(machine: string): Promise<boolean> {
  return (await machineProcesses(machine)).length > 0;
}

/**
 * Cuts a machine's power: its init dies, and with it at once every process of its PID namespace, nothing is shut down.
 * Returns when nothing of it runs and its network interface is gone. Does nothing when it is off.
 * @throws Problem `lab-power-off` when processes stay
 */
export async function killMachine(machine: string): Promise<void> {
  const deadline = performance.now() + 20_000;
  for (let round = 0; performance.now() < deadline; round += 1) {
    const pids = await machineProcesses(machine);
    if (pids.length === 0) {
      await tryProgram('ip', ['link', 'delete', vethName(machine)]);
      // systemd-nspawn leaves it where /run is not a tmpfs.
      await rmdir(`/run/systemd/nspawn/propagate/${machine}`).catch(() => undefined);
      return removeMachineCgroups(machine);
    }
    const inits = await keepAsync(pids, isContainerInit);
    // The supervisor reaps its init and takes the interface away; it is killed only when it does not end by itself.
    for (const pid of inits.length > 0 || round < 40 ? inits : pids) kill(pid);
    await sleep(25);
  }
  throw new Problem(
    'lab-power-off',
    'no',
    say`Machine ${machine} does not go off: processes ${listOf(await machineProcesses(machine), 'comma')} stay.`,
  );
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself in the meantime
  }
}

/** PID 1 of a container, seen from outside: its pid in the innermost namespace is 1. */
async function isContainerInit(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const pids = /^NSpid:\s+(.*)$/m.exec(status)?.[1]?.split(/\s+/) ?? [];
  return pids.length > 1 && pids.at(-1) === '1';
}

async function keepAsync<T>(items: readonly T[], test: (item: T) => Promise<boolean>): Promise<T[]> {
  const kept = await Promise.all(items.map(test));
  return items.filter((_, index) => kept[index]);
}

/**
 * Each init and its services take about ten inotify instances, counted for root of this machine as a whole: the kernel's
 * 128 are used up by a dozen hosts, and then nothing boots. Raised, never lowered; a reboot takes it back.
 */
async function raiseInotifyLimit(): Promise<void> {
  const file = '/proc/sys/fs/inotify/max_user_instances';
  if (Number(await readFile(file, 'utf8')) < 1024) await writeFile(file, '1024');
}

/** Lets the machines limit their services' memory and tasks, where this machine's init has enabled those controllers. */
async function delegateControllers(machine: string): Promise<void> {
  const [unified] = await machineCgroups(machine);
  if (unified === undefined) return;
  await mkdir(unified, { recursive: true });
  const available = await readFile(join(dirname(unified), 'cgroup.controllers'), 'utf8').catch(() => '');
  for (const controller of ['cpu', 'memory', 'pids', 'io']) {
    if (!available.split(/\s+/).includes(controller)) continue;
    await tryProgram('sh', ['-c', 'echo "+$1" >"$2/cgroup.subtree_control"', 'sh', controller, dirname(unified)]);
  }
}
