import { type HostLock, type LockOwner, lockPath } from '../../../core/facts/hostLock.ts';
import { stateDirectory } from '../../../core/facts/hostState.ts';
import { shellQuote } from '../../../core/shell/shellQuote.ts';
import { type Phrase, say } from '../../../core/wording/phrase.ts';

/**
 * Takes the lock if nobody has it. What comes of it is told by the fact about the lock. The file is complete and on the disk before it becomes the
 * lock: a full disk leaves none. Who takes or gives a lock does so alone, under a lock of the kernel on the directory.
 * @param replace the lock that may be taken over, if it is still that one: of an owner that is gone, or that a person decided against
 */
export function lockScript(owner: LockOwner, replace?: HostLock): string {
  const takeOver =
    replace === undefined
      ? ''
      : `if ${replace.owner === undefined ? isUnreadable : holds(replace.owner)}; then rm -rf -- ${lockPath}; fi\n`;
  return `mkdir -p -m 0700 -- ${stateDirectory}
${alone(`rm -f -- ${lockPath}.*
${takeOver}if [ ! -e ${lockPath} ] && [ ! -L ${lockPath} ]; then
  wanted=$(printf '%s\\n' ${lines(owner)})
  if printf '%s\\n' "$wanted" >${lockPath}.new && sync -- ${lockPath}.new && [ "$(cat -- ${lockPath}.new)" = "$wanted" ]; then
    mv -T -- ${lockPath}.new ${lockPath}
  else
    rm -f -- ${lockPath}.new
  fi
fi`)}`;
}

/** Shows that the owner is there. */
export function beatScript(owner: LockOwner): string {
  return alone(`if ${holds(owner)}; then touch -c -- ${lockPath}; fi`);
}

/** Gives the lock back if it is ours, and leaves no trace on a host that was never changed. */
export function unlockScript(owner: LockOwner): string {
  return alone(`if ${holds(owner)}; then rm -f -- ${lockPath}; fi
if [ ! -e ${stateDirectory}/owner ]; then
  rm -f -- ${stateDirectory}/running ${stateDirectory}/audit.log
  rmdir --ignore-fail-on-non-empty -- ${stateDirectory}
fi`);
}

/** The line of a lock that says whose it is. Locks of versions that knew no runs are known by their process. */
export function ownLine({ run, process }: LockOwner): string {
  return run === 'unknown' ? `process=${process}` : `run=${run}`;
}

/** Why a script that wanted to change a host did nothing. */
export function lockLostSaid(host: string): Phrase {
  return say`${host}: its lock is not this run's any more: it was silent for too long, and another run took it over. Wait for that one, then run this again.`;
}

function holds(owner: LockOwner): string {
  return `grep -qxF -- ${shellQuote(ownLine(owner))} ${lockPath}`;
}

const isUnreadable = `! { grep -q '^process=' ${lockPath} && grep -q '^operator=' ${lockPath}; }`;

function alone(script: string): string {
  return `if [ -d ${stateDirectory} ]; then (
exec 8<${stateDirectory} && flock -w 20 8 || exit 0
${script}
) 2>/dev/null; fi
`;
}

function lines(owner: LockOwner): string {
  return Object.entries(owner)
    .map(([name, value]) => shellQuote(`${name}=${String(value).replaceAll(/\p{Cc}/gu, ' ')}`))
    .join(' ');
}
