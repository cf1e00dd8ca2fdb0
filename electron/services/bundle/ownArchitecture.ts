import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';

/** Debian's names of the architectures that Node runs on. */
const debianNames: Readonly<Record<string, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  ppc64: 'ppc64el',
  s390x: 's390x',
};

/**
 * What Debian calls the architecture of this machine.
 * @throws Problem `architecture-unknown`
 */
export function ownArchitecture(): string {
  const name = debianNames[process.arch];
  if (name === undefined)
    throw new Problem(
      'architecture-unknown',
      'usage',
      say`Debian has no packages for the architecture ${process.arch}`,
    );
  return name;
}
