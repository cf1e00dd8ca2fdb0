import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Templates } from '../../../core/render/renderedFile.ts';

/**
 * Reads the templates that core fills.
 * @param root folder that holds `templates/`: the project's root, or where the built program keeps its resources
 * @returns text by file name, such as `haproxy.cfg.tmpl`
 * @throws Error of the file system when the folder is missing: the installation is damaged
 */
export async function loadTemplates(root: string): Promise<Templates> {
  const folder = join(root, 'templates');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.tmpl')).sort();
  const entries = await Promise.all(
    names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
  );
  return Object.fromEntries(entries);
}
