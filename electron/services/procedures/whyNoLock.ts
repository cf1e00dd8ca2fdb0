import { stateDirectory } from '../../../core/facts/hostState.ts';
import { type Phrase, say } from '../../../core/wording/phrase.ts';

/** Asks a host that has no lock after it was told to take one what stood in the way. Changes nothing. */
export const whyNoLockScript = `place=${stateDirectory}
[ -d "$place" ] || place=\${place%/*}
id -u
df --output=avail,iavail -- "$place" | tail -n 1
if [ -w "$place" ]; then echo writable; else echo read-only; fi
true`;

/** Less than this many KiB or files free is a full disk: a lock is one small file in one block. */
const leastFree = 8;

/** Why a lock could not be written, from what `whyNoLockScript` printed, with the one thing to do about it. */
export function whyNoLock(host: string, output: string): Phrase {
  const [user = '', room = '', mode = ''] = output.split('\n').map((line) => line.trim());
  if (/^\d{1,10}$/.test(user) && user !== '0')
    return say`${host}: the lock could not be written, since scripts run as user ${user} there: log in as root or set ssh.sudo: true.`;
  if (mode === 'read-only')
    return say`${host}: the lock could not be written, since ${stateDirectory} is mounted read-only: look at dmesg for the disk that failed, and mount it writable again.`;
  const [kibibytes, inodes] = room.split(/\s+/).map((one) => (/^\d{1,15}$/.test(one) ? Number(one) : undefined));
  // Some file systems count no inodes, and say 0 or nothing.
  const full = (kibibytes ?? leastFree) < leastFree || (inodes !== undefined && inodes > 0 && inodes < leastFree);
  if (full)
    return say`${host}: the lock could not be written, since the disk under ${stateDirectory} is full (${kibibytes ?? 0} KiB and ${inodes ?? 0} inodes free): make room there and run again.`;
  return say`${host}: the lock could not be written into ${stateDirectory}, which has room and is writable: somebody else may have taken and given it back just now. Run again.`;
}
