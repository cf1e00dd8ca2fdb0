import { randomBytes } from 'node:crypto';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file so that a crash at any moment leaves the old or the new content, never a mix: written beside,
 * fsynced, renamed, and the folder fsynced.
 * @param mode permissions of the new file, whatever the umask
 */
export async function writeFileAtomic(path: string, content: string | Buffer, mode = 0o600): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(8).toString('hex')}.tmp`);
  try {
    const handle = await open(beside, 'wx', mode);
    try {
      await handle.chmod(mode);
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Removes what writers of this file left beside it when they were killed. Only for whoever keeps all other writers away meanwhile. */
export async function removeUnfinished(path: string): Promise<void> {
  const folder = dirname(path);
  const isLeft = (name: string) => name.startsWith(`.${basename(path)}.`) && /\.[0-9a-f]{16}\.tmp$/.test(name);
  for (const name of (await readdir(folder)).filter(isLeft)) await rm(join(folder, name), { force: true });
}

/** Makes renames and new names in a folder survive a power loss. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its renames are journaled by NTFS.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The text of a file; undefined where there is none. @throws what reading it throws otherwise */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
