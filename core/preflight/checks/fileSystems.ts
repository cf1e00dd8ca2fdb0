import { type Phrase, say } from '../../wording/phrase.ts';
import { hostCheck, type Judgement, pass } from '../observation.ts';

/** Packages bring some thousands of files, a database of a few tables some hundreds. */
const fewestInodes = 10_000;

const temporaryStates: Readonly<Record<'missing' | 'unwritable' | 'noexec', Phrase>> = {
  missing: say`missing`,
  unwritable: say`full or not writable`,
  noexec: say`mounted noexec`,
};

/** What packages and files are written to can be written to, and temporary files have their place. */
export const fileSystems = hostCheck('file-systems', say`File systems and temporary files`, ({ facts }) => {
  const { condition } = facts;
  const found: Judgement[] = [];
  for (const [path, state] of condition.temporary) {
    if (state === 'good') continue;
    // apt's own scripts run from /tmp when packages ask something; /var/tmp is needed by few.
    const soft = state === 'noexec' || path !== '/tmp';
    found.push({
      result: soft ? 'warn' : 'fail',
      measured: say`${path}: ${temporaryStates[state]}`,
      message:
        state === 'missing'
          ? say`The directory ${path} for temporary files is missing.`
          : state === 'unwritable'
            ? say`No file can be made in ${path}: its disk is full, or its file system is read-only.`
            : say`Nothing can be run from ${path}: it is mounted noexec, which the scripts of some packages do not expect.`,
      fix:
        state === 'missing'
          ? say`mkdir -m 1777 ${path}`
          : state === 'unwritable'
            ? say`df -h ${path}; df -i ${path}; findmnt -T ${path}   # make room, or mount it writable`
            : say`mount -o remount,exec ${path}   # and take noexec out of /etc/fstab`,
    });
  }
  for (const path of condition.readOnly)
    found.push({
      result: 'fail',
      measured: say`${path} is read-only`,
      message: say`${path} is on a read-only file system, and a deployment writes there.`,
      fix: say`mount -o remount,rw $(findmnt -no TARGET -T ${path})   # look at dmesg first: a damaged file system becomes read-only by itself`,
    });
  for (const [path, free] of condition.freeInodes) {
    if (free >= fewestInodes) continue;
    found.push({
      result: free < fewestInodes / 10 ? 'fail' : 'warn',
      measured: say`${path}: ${free} inodes`,
      message: say`Only ${free} files can still be made on the file system of ${path}: its inodes are used up before its space is.`,
      fix: say`du --inodes -xS ${path} | sort -n | tail   # shows where the many files are`,
    });
  }
  if (found.length > 0) return found;
  return pass(say`writable`, say`Everything that a deployment writes to can be written to.`);
});
