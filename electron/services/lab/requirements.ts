import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Problem } from '../../../core/problem.ts';
import { listOf, type PhraseValue, phraseText, say } from '../../../core/wording/phrase.ts';
import { cgroupRoots } from './cgroups.ts';

/** The programs that the lab runs, and the Debian package of each. */
const programs: readonly (readonly [program: string, debianPackage: string])[] = [
  ['systemd-nspawn', 'systemd-container'],
  ['debootstrap', 'debootstrap'],
  ['nft', 'nftables'],
  ['ip', 'iproute2'],
  ['ssh-keygen', 'openssh-client'],
  ['flock', 'util-linux'],
];

/**
 * Checks that this machine can hold a lab: Linux, root, the programs, a cgroup2 hierarchy that may be written.
 * @throws Problem `lab-unsupported` naming everything that is missing and the command that installs it
 */
export async function checkLabRequirements(): Promise<void> {
  const missing: PhraseValue[] = [];
  if (process.platform !== 'linux') missing.push(say`Linux (this is ${process.platform})`);
  else {
    if (process.getuid?.() !== 0) missing.push(say`root (mounts, bridges and machines are the superuser's)`);
    if ((await cgroupRoots()).length === 0) missing.push(say`a mounted cgroup2 hierarchy`);
  }
  const absent: string[] = [];
  for (const [program, debianPackage] of programs) {
    if (await isInPath(program)) continue;
    missing.push(program);
    absent.push(debianPackage);
  }
  if (missing.length === 0) return;
  const needed = listOf(missing, 'comma');
  const said =
    absent.length === 0
      ? say`The lab needs ${needed}.`
      : say`The lab needs ${needed}. Install with: apt-get install -y --no-install-recommends ${absent.join(' ')}.`;
  throw new Problem('lab-unsupported', 'no', said, {
    details: { missing: missing.map((one) => phraseText(one)), packages: absent },
  });
}

async function isInPath(program: string): Promise<boolean> {
  const directories = (process.env.PATH ?? '').split(delimiter).filter((directory) => directory !== '');
  for (const directory of directories) {
    try {
      await access(join(directory, program), constants.X_OK);
      return true;
    } catch {
      // the next directory may have it
    }
  }
  return false;
}
