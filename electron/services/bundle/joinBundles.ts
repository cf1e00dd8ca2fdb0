import { randomBytes } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { Problem } from '../../../core/problem.ts';
import { collectionIndex, indexText } from './collection.ts';
import { verifyBundle } from './verifyBundle.ts';
import { writeArchive } from './writeBundle.ts';

/**
 * Puts bundles of several releases and architectures into one file, verified first.
 * @throws Problem `bundle-refused` (no) for one that is not whole, `bundle-twice` (usage) for two of the same release and architecture
 */
export async function joinBundles(paths: readonly string[], out: string): Promise<void> {
  const bundles = await Promise.all(paths.map(readWhole));
  const names = bundles.map((one) => one.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new Problem(
      'bundle-twice',
      'usage',
      `Two of the bundles are ${twice}: one file holds one for each release and architecture.`,
    );
  const index = { format: 1 as const, bundles: bundles.map(({ path: _path, ...entry }) => entry) };
  const beside = `${out}.${randomBytes(6).toString('hex')}.new`;
  try {
    await writeArchive(beside, [
      { name: collectionIndex, content: { text: indexText(index) } },
      ...bundles.map(({ name, path, sizeBytes }) => ({ name, content: { path, sizeBytes } })),
    ]);
    await rename(beside, out);
  } finally {
    await rm(beside, { force: true });
  }
}

async function readWhole(path: string) {
  const { problems, bundles } = await verifyBundle(path);
  const [only] = bundles;
  if (problems.length > 0 || only === undefined || bundles.length > 1)
    throw new Problem(
      'bundle-refused',
      'no',
      [
        `${path} cannot be put into another file:`,
        ...(problems.length > 0
          ? problems.map(({ message }) => `  ${message}`)
          : ['  it holds several bundles already']),
      ].join('\n'),
      { details: { problems } },
    );
  const { release, architecture } = only.manifest;
  const { size: sizeBytes } = await stat(path);
  return { name: `${release}-${architecture}.bundle`, release, architecture, id: only.id, sizeBytes, path };
}
