import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Problem } from '../../../core/problem.ts';
import { Secret } from '../../../electron/services/secrets/secret.ts';
import { SecretStore } from '../../../electron/services/secrets/secretStore.ts';
import { englishLeft } from '../../renderer/englishLeft.ts';

let directory: string;
let path: string;
const oldKey = new Secret('the old passphrase');
const newKey = new Secret('the new passphrase');
const open = (passphrase?: Secret) => SecretStore.open(directory, passphrase === undefined ? {} : { passphrase });
const isPlain = () => readFileSync(path, 'utf8').includes('"secrets"');

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-rekey-'));
  path = join(directory, 'secrets.json');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

describe('a project that gets a passphrase later', () => {
  it('is encrypted as soon as it is opened with it, also when no value changes', async () => {
    const value = (await (await open()).getOrCreate('db/app')).reveal();
    expect(isPlain()).toBe(true);
    vi.stubEnv('QUORATE_SECRETS_KEY', oldKey.reveal());
    const store = await open();
    expect([isPlain(), store.isEncrypted, store.get('db/app')?.reveal()]).toEqual([false, true, value]);
    expect(readFileSync(path, 'utf8')).not.toContain(value);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const once = readFileSync(path, 'utf8');
    await open();
    expect(readFileSync(path, 'utf8')).toBe(once);
  });

  it('leaves nothing in plain text beside the file, such as a write that was killed', async () => {
    await (await open()).getOrCreate('db/app');
    const left = join(directory, '.secrets.json.0123456789abcdef.tmp');
    writeFileSync(left, readFileSync(path));
    await open(oldKey);
    expect(readdirSync(directory)).toEqual(['secrets.json']);
  });

  it('has no file as long as it has no secret', async () => {
    expect((await open(oldKey)).isEncrypted).toBe(false);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('may still be read where its file cannot be written, with a warning', async () => {
    await (await open()).getOrCreate('db/app');
    const warned: string[] = [];
    const listen = (warning: Error) => void warned.push(warning.message);
    process.on('warning', listen);
    const frozen = spawnSync('chattr', ['+i', directory]).status === 0;
    try {
      if (!frozen) return;
      const store = await open(oldKey);
      expect(store.get('db/app')).toBeDefined();
      expect(store.isEncrypted).toBe(false);
      await expect.poll(() => warned.join()).toContain('is plain text though QUORATE_SECRETS_KEY is set');
    } finally {
      spawnSync('chattr', ['-i', directory]);
      process.off('warning', listen);
    }
  });
});

describe('another passphrase', () => {
  it('replaces the old one, with a new salt, and every value stays', async () => {
    const store = await open(oldKey);
    const value = (await store.getOrCreate('db/app')).reveal();
    const before = JSON.parse(readFileSync(path, 'utf8')) as { salt: string };
    await store.rekey(newKey);
    const after = JSON.parse(readFileSync(path, 'utf8')) as { salt: string };
    expect(after.salt).not.toBe(before.salt);
    expect((await open(newKey)).get('db/app')?.reveal()).toBe(value);
    await expect(open(oldKey)).rejects.toMatchObject({ code: 'secrets-wrong-key' });
    // The store goes on with it.
    await store.getOrCreate('db/more');
    expect((await open(newKey)).names()).toEqual(['db/app', 'db/more']);
  });

  it('may be none at all, and one for plain text', async () => {
    const store = await open(oldKey);
    await store.getOrCreate('db/app');
    await store.rekey(undefined);
    expect([isPlain(), store.isEncrypted]).toEqual([true, false]);
    await (await open()).rekey(newKey);
    expect(isPlain()).toBe(false);
    await expect(open()).rejects.toMatchObject({ code: 'secrets-locked' });
  });

  it('is refused when it is short, and nothing is changed', async () => {
    const store = await open(oldKey);
    await store.getOrCreate('db/app');
    const before = readFileSync(path, 'utf8');
    const problem = await store.rekey(new Secret('short')).catch((error: unknown) => error as Problem);
    expect(problem).toMatchObject({ code: 'secrets-key-too-short', kind: 'usage' });
    expect(englishLeft((problem as Problem).said)).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('loses nothing of a program that has the file open with the old one: that one is refused', async () => {
    const store = await open(oldKey);
    await store.getOrCreate('db/app');
    const other = await open(oldKey);
    await store.rekey(newKey);
    await expect(other.getOrCreate('db/other')).rejects.toMatchObject({ code: 'secrets-wrong-key' });
    expect((await open(newKey)).names()).toEqual(['db/app']);
  });

  it('leaves a whole file under one of the two when the program is killed at any moment', async () => {
    const bundle = join(directory, 'rekey.mjs');
    await build({
      stdin: {
        contents: `import { SecretStore } from './electron/services/secrets/secretStore.ts';
          import { Secret } from './electron/services/secrets/secret.ts';
          const keys = [${JSON.stringify(oldKey.reveal())}, ${JSON.stringify(newKey.reveal())}];
          const store = await SecretStore.open(process.argv[2], { passphrase: new Secret(keys[0]) });
          process.stdout.write('open');
          for (let i = 1; ; i += 1) await store.rekey(new Secret(keys[i % 2]));`,
        resolveDir: join(import.meta.dirname, '../../..'),
      },
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    const project = join(directory, 'project');
    const store = await SecretStore.open(project, { passphrase: oldKey });
    const value = (await store.getOrCreate('db/app')).reveal();
    const readBy = async (passphrase: Secret) =>
      (await SecretStore.open(project, { passphrase }).catch(() => undefined))?.get('db/app')?.reveal();
    for (const milliseconds of [0, 400, 900]) {
      if ((await readBy(newKey)) !== undefined)
        await (await SecretStore.open(project, { passphrase: newKey })).rekey(oldKey);
      const child = spawn(process.execPath, [bundle, project], { stdio: ['ignore', 'pipe', 'inherit'] });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await sleep(milliseconds);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
      expect([await readBy(oldKey), await readBy(newKey)]).toContain(value);
    }
  }, 240_000);
});
