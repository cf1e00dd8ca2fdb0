import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../../core/problem.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import { runProgram } from './runProgram.ts';

/**
 * Mounts a writable tree over read-only ones: `directory`/root shows the layers with `directory`/upper on top.
 * Does nothing when it is mounted already.
 * @param layers directories, uppermost first
 * @returns the path of the tree
 */
export async function mountOverlay(directory: string, layers: readonly string[]): Promise<string> {
  const odd = [directory, ...layers].find((path) => /[:,\\\s]/.test(path));
  if (odd !== undefined) {
    throw new Problem(
      'lab-path',
      'usage',
      say`${odd}: an overlay cannot be mounted from a path with a colon, comma or space.`,
    );
  }
  const [root, upper, work] = ['root', 'upper', 'work'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [root, upper, work]) await mkdir(path, { recursive: true });
  if ((await mountsBelow(root)).includes(root)) return root;
  const options = `lowerdir=${layers.join(':')},upperdir=${upper},workdir=${work}`;
  await runProgram('mount', ['-t', 'overlay', 'quorate-lab', '-o', options, root]);
  return root;
}

/** Mount points at or below a directory, deepest first. */
export async function mountsBelow(directory: string): Promise<readonly string[]> {
  const points = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .map((line) =>
      (line.split(' ')[4] ?? '').replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8))),
    );
  return points.filter((point) => point === directory || point.startsWith(`${directory}/`)).reverse();
}

/**
 * Unmounts all that is mounted below a directory and removes it, never crossing into another file system.
 * @throws Problem `lab-busy` when something stays mounted: nothing is removed then
 */
export async function removeTree(directory: string): Promise<void> {
  for (const point of await mountsBelow(directory)) await runProgram('umount', [point]).catch(() => undefined);
  const left = await mountsBelow(directory);
  if (left.length > 0) {
    throw new Problem(
      'lab-busy',
      'no',
      say`${listOf(left, 'comma')} is still mounted: something uses it (fuser -vm ${left[0] ?? ''}).`,
    );
  }
  await runProgram('rm', ['-rf', '--one-file-system', directory]);
}
