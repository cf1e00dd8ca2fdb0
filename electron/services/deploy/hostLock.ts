import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { type LockOwner, stateDirectory } from '../../../core/facts/hostState.ts';
import { shellQuote } from '../../../core/operations/shellQuote.ts';

/** Who this run is, as its lock on the hosts says. */
export function thisRun(project: string, why: string): LockOwner {
  return {
    project,
    operator: `${userInfo().username}@${hostname()}`.replaceAll(/[^\w.@-]/g, '_'),
    process: `${process.pid}/${startTime(process.pid) ?? 'unknown'}`,
    since: new Date().toISOString(),
    why,
  };
}

/** Whether a lock was left by a run on this computer, for this project, whose process is gone. */
export function isStale(lock: LockOwner, run: LockOwner): boolean {
  if (lock.project !== run.project || lock.operator !== run.operator) return false;
  const [pid, started] = lock.process.split('/');
  if (pid === undefined || !/^\d+$/.test(pid)) return true;
  const now = startTime(Number(pid));
  if (now !== undefined && started !== 'unknown') return now !== started;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

export function sameOwner(one: LockOwner, other: LockOwner): boolean {
  return one.project === other.project && one.operator === other.operator && one.process === other.process;
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

const lockPath = `${stateDirectory}/lock`;

/**
 * Takes the lock if nobody has it: by a hard link, which appears whole and only once. What it finds is told by the fact about the host's state.
 * @param replace the owner whose lock may be taken over: one that is gone, or that a person decided against
 */
export function lockScript(owner: LockOwner, replace?: LockOwner): string {
  const mine = `${lockPath}.${owner.process.replaceAll(/\W/g, '-')}`;
  const takeOver =
    replace === undefined
      ? ''
      : `if grep -qxF -- ${shellQuote(`process=${replace.process}`)} ${lockPath} 2>/dev/null; then rm -f -- ${lockPath}; fi\n`;
  return `mkdir -p -m 0700 ${stateDirectory}
${takeOver}printf '%s\\n' ${lines(owner)} >${mine}
ln -T -- ${mine} ${lockPath} 2>/dev/null || true
rm -f -- ${mine}
`;
}

/** Gives the lock back if it is ours, and leaves no trace on a host that was never changed. */
export function unlockScript(owner: LockOwner): string {
  return `if grep -qxF -- ${shellQuote(`process=${owner.process}`)} ${lockPath} 2>/dev/null && grep -qxF -- ${shellQuote(`operator=${owner.operator}`)} ${lockPath}; then rm -f -- ${lockPath}; fi
[ -e ${stateDirectory}/owner ] || { rm -f -- ${stateDirectory}/running ${stateDirectory}/audit.log; rmdir --ignore-fail-on-non-empty -- ${stateDirectory} 2>/dev/null || true; }
`;
}

function lines(owner: LockOwner): string {
  return Object.entries(owner)
    .map(([name, value]) => shellQuote(`${name}=${String(value).replaceAll(/\p{Cc}/gu, ' ')}`))
    .join(' ');
}
