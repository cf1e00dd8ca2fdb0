import { mkdir } from 'node:fs/promises';
import { dirname, join, normalize, resolve, sep } from 'node:path';
import type { ExportedFile } from '../../../core/export/exportFormat.ts';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import { writeFileAtomic } from '../projects/atomicFile.ts';

/** What is written: a file that a format made, or the bytes of a picture. */
export type WrittenFile = Omit<ExportedFile, 'text'> & { readonly text: string | Buffer };

/**
 * Writes what a format made: a single file under the given path itself, several below it as a folder.
 * @param options secret: only the owner may read the files
 * @returns the paths written
 * @throws Problem `path-outside` (usage) before anything is written, `export-unwritable` (no)
 */
export async function writeExport(
  out: string,
  files: readonly WrittenFile[],
  options: { readonly secret: boolean },
): Promise<string[]> {
  const root = resolve(out);
  const targets = files.map((file) => ({ file, path: files.length === 1 ? root : pathBelow(root, file.path) }));
  for (const { file, path } of targets) {
    const mode = (options.secret ? 0o600 : 0o644) | (file.executable ? 0o100 : 0);
    try {
      await mkdir(dirname(path), { recursive: true, ...(options.secret ? { mode: 0o700 } : {}) });
      await writeFileAtomic(path, file.text, mode);
    } catch (cause) {
      throw new Problem('export-unwritable', 'no', say`${path} cannot be written: ${(cause as Error).message}`, {
        cause,
      });
    }
  }
  return targets.map(({ path }) => path);
}

function pathBelow(root: string, relative: string): string {
  const path = normalize(join(root, relative));
  if (path.startsWith(root + sep)) return path;
  throw new Problem(
    'path-outside',
    'usage',
    say`${relative} would be written outside ${root}; correct the names in the plan.`,
  );
}
