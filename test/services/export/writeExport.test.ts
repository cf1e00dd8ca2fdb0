import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeExport } from '../../../electron/services/export/writeExport.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-export-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const mode = async (path: string) => (await stat(path)).mode & 0o777;

it('writes one file at the path itself, and several below it', async () => {
  const out = join(folder, 'made', 'inventory.yml');
  expect(await writeExport(out, [{ path: 'pigsty.yml', text: 'a\n' }], { secret: false })).toEqual([out]);
  expect(await readFile(out, 'utf8')).toBe('a\n');
  expect(await mode(out)).toBe(0o644);

  const tree = join(folder, 'tree');
  await writeExport(
    tree,
    [
      { path: 'n1/install.sh', text: 'x', executable: true },
      { path: 'README', text: 'y' },
    ],
    { secret: false },
  );
  expect(await mode(join(tree, 'n1/install.sh'))).toBe(0o744);
});

it('keeps secrets from everybody else, also when the file was open to all before', async () => {
  const out = join(folder, 'pigsty.yml');
  await writeExport(out, [{ path: 'pigsty.yml', text: 'old' }], { secret: false });
  await writeExport(out, [{ path: 'pigsty.yml', text: 'password' }], { secret: true });
  expect(await mode(out)).toBe(0o600);
});

it('refuses paths above the folder before it writes anything', async () => {
  const files = [
    { path: 'fine', text: '' },
    { path: '../outside', text: '' },
  ];
  await expect(writeExport(join(folder, 'tree'), files, { secret: false })).rejects.toMatchObject({
    code: 'path-outside',
  });
  expect(await readdir(folder)).toEqual([]);
});
