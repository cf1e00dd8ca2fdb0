import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from './fixtures/projectRoot.ts';

/** Before the fuses of every Electron binary stands this text, then their version, their number, and a character for each. */
const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** An Electron distribution without Electron: what is packaged is the same. */
async function standInDistribution(folder: string): Promise<void> {
  await mkdir(join(folder, 'resources'), { recursive: true });
  await mkdir(join(folder, 'locales'));
  await writeFile(join(folder, 'electron'), `#!/bin/sh\nexit 1\n${fuseMark}\x01\x0900000000000000000`);
  await chmod(join(folder, 'electron'), 0o755);
  await writeFile(join(folder, 'resources', 'default_app.asar'), asarOf({}));
  await writeFile(join(folder, 'version'), '45.4.1');
  await writeFile(join(folder, 'LICENSE'), 'stand-in');
  await writeFile(join(folder, 'LICENSES.chromium.html'), 'stand-in');
}

interface AsarFolder {
  readonly files?: Readonly<Record<string, AsarFolder>>;
}

/** An asar archive without contents: its index behind four lengths. */
function asarOf(files: Readonly<Record<string, AsarFolder>>): Buffer {
  const index = Buffer.from(JSON.stringify({ files }));
  const padded = Math.ceil(index.length / 4) * 4;
  const head = Buffer.alloc(16);
  [4, padded + 8, padded + 4, index.length].forEach((length, place) => {
    head.writeUInt32LE(length, 4 * place);
  });
  return Buffer.concat([head, index, Buffer.alloc(padded - index.length)]);
}

/** The paths of all files in an asar archive. */
function asarPaths(archive: Buffer): string[] {
  const index = JSON.parse(archive.subarray(16, 16 + archive.readUInt32LE(12)).toString('utf8')) as AsarFolder;
  const walk = (folder: AsarFolder, path: string): string[] =>
    Object.entries(folder.files ?? {}).flatMap(([name, one]) =>
      one.files === undefined ? [`${path}${name}`] : walk(one, `${path}${name}/`),
    );
  return walk(index, '');
}

describe.skipIf(process.platform !== 'linux')('the packaged program', () => {
  let folder: string;
  let unpacked: string;
  let paths: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quorate-package-'));
    await standInDistribution(join(folder, 'electron'));
    await promisify(execFile)(
      process.execPath,
      [
        'node_modules/electron-builder/cli.js',
        '--linux',
        'dir',
        '--x64',
        '--publish',
        'never',
        `-c.electronDist=${join(folder, 'electron')}`,
        `-c.directories.output=${join(folder, 'out')}`,
      ],
      { cwd: projectRoot, maxBuffer: 64 * 1024 * 1024 },
    );
    unpacked = join(folder, 'out', 'linux-unpacked');
    paths = asarPaths(await readFile(join(unpacked, 'resources', 'app.asar')));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('holds the window, the page, templates and data', () => {
    expect(existsSync(join(unpacked, 'quorate-window'))).toBe(true);
    expect(paths).toEqual(
      expect.arrayContaining([
        'package.json',
        '.build/desktop/main.mjs',
        '.build/desktop/preload.cjs',
        '.build/renderer/index.html',
        'resources/compatibility.json',
        'resources/distributions.json',
        'templates/haproxy.cfg.tmpl',
        'node_modules/ssh2/package.json',
        'node_modules/pg/package.json',
        'node_modules/etcd3/package.json',
        'node_modules/@trpc/server/package.json',
      ]),
    );
  });

  it('holds no tests, no sources, no tools and nothing of Electron twice', () => {
    const ours = paths.filter((path) => !path.startsWith('node_modules/'));
    const rooms = [
      ...new Set(
        ours.map((path) =>
          path
            .split('/')
            .slice(0, path.startsWith('.build/') ? 2 : 1)
            .join('/'),
        ),
      ),
    ];
    expect(rooms.sort()).toEqual(['.build/desktop', '.build/renderer', 'package.json', 'resources', 'templates']);
    expect(paths.filter((path) => /\.(ts|tsx|map)$|(^|\/)(test|tests|__tests__)\//.test(path))).toEqual([]);
    const tools =
      /^node_modules\/(electron|electron-builder|vite|vitest|typescript|playwright|playwright-core|@biomejs|esbuild|react)\//;
    expect(paths.filter((path) => tools.test(path))).toEqual([]);
  });

  it('has its fuses set', async () => {
    const binary = await readFile(join(unpacked, 'quorate-window'));
    const at = binary.indexOf(fuseMark) + fuseMark.length;
    // In Electron's order: RunAsNode, CookieEncryption, NodeOptions, NodeCliInspect, AsarIntegrity, OnlyLoadAppFromAsar, BrowserSnapshot,
    // FileProtocolPrivileges; the one after them is left as it comes.
    expect(binary.subarray(at + 2, at + 10).toString('latin1')).toBe('01001100');
  });
});
