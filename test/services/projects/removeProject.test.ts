import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProject, listProjects, removeProject } from '../../../electron/services/projects/projectStore.ts';

describe('removing a project', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quorate-projects-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('takes its folder away with everything in it, and no other', async () => {
    await createProject('orders', 'quorate: 1\n', folder);
    await createProject('orders-2', 'quorate: 1\n', folder);
    await writeFile(join(folder, 'orders', 'bookworm.bundle'), 'packages');
    await removeProject('orders', folder);
    expect(existsSync(join(folder, 'orders'))).toBe(false);
    expect((await listProjects(folder)).map(({ name }) => name)).toEqual(['orders-2']);
    await createProject('orders', 'quorate: 1\n', folder);
  });

  it('leaves folders alone that are no projects, and names that lead elsewhere', async () => {
    await mkdir(join(folder, 'photos'));
    await writeFile(join(folder, 'photos', 'one.jpg'), 'light');
    await expect(removeProject('photos', folder)).rejects.toMatchObject({ code: 'project-missing' });
    for (const name of ['..', '../photos', 'photos/..', '', '.'])
      await expect(removeProject(name, folder)).rejects.toMatchObject({ code: 'project-name' });
    expect(existsSync(join(folder, 'photos', 'one.jpg'))).toBe(true);
  });
});
