import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from './atomicFile.ts';

/** The identity that a project writes on its hosts: made once, kept in its folder. */
export async function projectId(directory: string): Promise<string> {
  const path = join(directory, 'project-id');
  const known = await readFile(path, 'utf8').catch(() => '');
  if (/^[0-9a-f-]{36}\n?$/.test(known)) return known.trim();
  const made = randomUUID();
  await writeFileAtomic(path, `${made}\n`);
  return made;
}
