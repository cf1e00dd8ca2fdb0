import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import type { HostLock, LockOwner } from '../../../core/facts/hostLock.ts';

/** How often the owner of a lock shows on each host that it is there. */
export const beatSeconds = 15;
/** After this long without a beat the owner of a lock is gone, wherever it was: its computer, its network or its container. */
export const goneAfterSeconds = 90;

/** No system has larger ones; kill(2) takes them for groups of processes. */
const maxPid = 2 ** 31 - 1;

/** The runs of this process that hold locks or may take them. */
const underWay = new Set<string>();

/** Who this run is, as its lock on the hosts says. Until `endRun` its locks are respected by other runs of this process too. */
export function beginRun(run: string, project: string, why: string): LockOwner {
  underWay.add(run);
  return { run, project, operator: operatorName(), ...thisProcess(), since: new Date().toISOString(), why };
}

export function endRun({ run }: LockOwner): void {
  underWay.delete(run);
}

/** `user@machine`, without anything that a log or a shell could take for something else. */
export function operatorName(): string {
  return `${userInfo().username}@${hostname()}`.replaceAll(/[^\w.@-]/g, '_');
}

/** Where a process is, and which. */
export type ProcessPlace = Pick<LockOwner, 'process' | 'machine' | 'boot' | 'space'>;

/** Where this process is, as far as the system tells. */
export function thisProcess(): ProcessPlace {
  return {
    process: `${process.pid}/${startTime(process.pid) ?? 'unknown'}`,
    machine: firstLine('/etc/machine-id') ?? hostname().replaceAll(/[^\w.-]/g, '_'),
    boot: firstLine('/proc/sys/kernel/random/boot_id') ?? 'unknown',
    space: processSpace(),
  };
}

/**
 * Whether a process can be told to be there or gone, from here: only where its number means the same, which is on the same computer, since
 * the same boot and in the same space of process numbers.
 * @returns undefined where it cannot be told
 */
export function processGone(place: ProcessPlace): boolean | undefined {
  const here = thisProcess();
  if (place.machine !== here.machine || place.boot !== here.boot || place.space !== here.space) return undefined;
  const [pid, started] = place.process.split('/');
  if (pid === undefined || !/^[1-9]\d{0,9}$/.test(pid) || Number(pid) > maxPid) return true;
  const now = startTime(Number(pid));
  if (now !== undefined && started !== 'unknown') return now !== started;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/**
 * Whether nobody can give a lock back any more: it names nobody, its process is gone, its run in this process has ended, or its owner
 * has not shown itself for `goneAfterSeconds`.
 */
export function isStale({ owner, silentSeconds }: HostLock): boolean {
  if (owner === undefined) return true;
  const gone = processGone(owner);
  if (gone === undefined) return silentSeconds > goneAfterSeconds;
  if (gone) return true;
  return owner.process === thisProcess().process && owner.run !== 'unknown' && !underWay.has(owner.run);
}

/** Whether the lock is that of this very run. */
export function isOurs(lock: HostLock | undefined, { run }: LockOwner): boolean {
  return lock?.owner?.run === run;
}

/** When a process started, in ticks since boot (proc(5), stat field 22); undefined where the system does not tell. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** The identity of the space of process numbers (pid_namespaces(7)). */
function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '') || 'unknown';
  } catch {
    return 'unknown';
  }
}

function firstLine(path: string): string | undefined {
  try {
    const line = readFileSync(path, 'utf8').split('\n')[0] ?? '';
    return /^[\w-]{1,64}$/.test(line) ? line : undefined;
  } catch {
    return undefined;
  }
}
