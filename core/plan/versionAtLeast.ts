/**
 * Whether a dotted version is at least another, number by number. What follows the numbers (`-1~deb12u1`) is ignored, and
 * numbers that are missing count as 0.
 */
export function versionAtLeast(version: string, least: string): boolean {
  const have = numbersOf(version);
  for (const [index, wanted] of numbersOf(least).entries()) {
    const part = have[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

function numbersOf(version: string): readonly number[] {
  // An epoch ('1:2.3') is Debian's, not the program's.
  const numbers = /^(?:\d+:)?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? '0';
  return numbers.split('.').map(Number);
}
