import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files by path, relative to a golden folder. */
export type FileTree = Readonly<Record<string, string>>;

/**
 * Reads a folder of golden files, after replacing it when UPDATE_GOLDEN=1 is set.
 * @param fresh what the code makes now
 */
export function goldenTree(folder: string, fresh: FileTree): FileTree {
  if (process.env.UPDATE_GOLDEN === '1') {
    rmSync(folder, { recursive: true, force: true });
    for (const [path, content] of Object.entries(fresh)) {
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
  }
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}
