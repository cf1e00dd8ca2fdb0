import { shellQuote } from '../../shell/shellQuote.ts';

const packageNamePattern = /^[a-z0-9][a-z0-9+.-]+$/;

/** Shell words of package names. @throws RangeError when one is not a name that Debian allows (policy 5.6.7) */
export function packageWords(packages: readonly string[]): string {
  const wrong = packages.find((name) => !packageNamePattern.test(name));
  if (wrong !== undefined) throw new RangeError(`${JSON.stringify(wrong)} is no name of a Debian package`);
  return packages.map(shellQuote).join(' ');
}
