import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../../core/problem.ts';
import { withFileLock } from '../../../electron/services/projects/fileLock.ts';
import { goneAfterSeconds, type ProcessPlace, thisProcess } from '../../../electron/services/projects/lockOwner.ts';
import { Secret } from '../../../electron/services/secrets/secret.ts';
import { SecretStore } from '../../../electron/services/secrets/secretStore.ts';
import { englishLeft } from '../../renderer/englishLeft.ts';

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-secrets-'));
  path = join(directory, 'secrets.json');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('a secret', () => {
  it('is never printed', () => {
    const secret = new Secret('hunter2hunter2');
    const shown = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ deep: { secret } }, { depth: 9, showHidden: true }),
      Object.values(secret).join(),
      new Error('x', { cause: secret }).stack ?? '',
    ].join('\n');
    expect(shown).not.toContain('hunter2');
    expect(shown).toContain('[redacted]');
    expect(secret.reveal()).toBe('hunter2hunter2');
  });
});

describe('the secret store', () => {
  it('makes passwords of 32 letters and digits, once, in a file of its owner only', async () => {
    const store = await SecretStore.open(directory);
    const made = (await store.getOrCreate('postgres/superuser')).reveal();
    await store.ensurePasswords(['postgres/superuser', 'postgres/replication']);
    expect(made).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(store.get('postgres/replication')?.reveal()).not.toBe(made);
    expect((await (await SecretStore.open(directory)).getOrCreate('postgres/superuser')).reveal()).toBe(made);
    expect(store.names()).toEqual(['postgres/replication', 'postgres/superuser']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(readdirSync(directory)).toEqual(['secrets.json']);
    chmodSync(path, 0o644);
    await SecretStore.open(directory);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('fills placeholders and takes the values back out of whatever comes back', async () => {
    const store = await SecretStore.open(directory);
    const password = (await store.getOrCreate('db/app')).reveal();
    await store.set('db/odd', new Secret(`it's "odd" & $(x)\\`));
    const key = execFileSync('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], {
      encoding: 'utf8',
    });
    await store.set('tls/n1.key', new Secret(key), 'private-key');
    const template =
      'user: app\npassword: {{secret:db/app}}\nkey: |\n{{secret:tls/n1.key}}odd: {{secret:db/odd}} {{not:one}}\n';
    const filled = store.fill(template);
    expect(filled).toContain(`password: ${password}\n`);
    expect(filled).toContain(key);
    expect(store.redact(filled.replaceAll(key, `${key.trimEnd()}\n`))).toContain('password: {{secret:db/app}}\n');
    const forms = [
      filled,
      JSON.stringify({ filled }),
      `psql '${'it\'s "odd" & $(x)\\'.replaceAll("'", "'\\''")}'`,
      encodeURIComponent(`it's "odd" & $(x)\\`),
      Buffer.from(password).toString('base64'),
      key
        .split('\n')
        .map((line) => `+   ${line}`)
        .join('\r\n'),
    ];
    const redacted = store.redact(forms.join('\n'));
    for (const part of [
      password,
      'odd" &',
      'odd\\" &',
      'odd%22',
      Buffer.from(password).toString('base64').slice(0, 20),
      ...key.split('\n').slice(1, -2),
    ]) {
      expect(redacted).not.toContain(part);
    }
    expect(redacted).toContain('{{secret:db/odd}} {{not:one}}');
  });

  it('refuses to fill what it does not know, and what could not be redacted', async () => {
    const store = await SecretStore.open(directory);
    expect(() => store.fill('{{secret:constructor}}')).toThrow(
      expect.objectContaining({ code: 'secret-unknown', kind: 'no' }),
    );
    await expect(store.set('short', new Secret('1234567'))).rejects.toMatchObject({ code: 'secret-too-short' });
    await expect(store.set('../x', new Secret('12345678'))).rejects.toMatchObject({ code: 'secret-name' });
    expect(store.names()).toEqual([]);
  });

  it('encrypts the file when given a passphrase, and says what is wrong without it', async () => {
    const passphrase = new Secret('correct horse');
    const store = await SecretStore.open(directory, { passphrase });
    const value = (await store.getOrCreate('db/app')).reveal();
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain(value);
    expect(text).not.toContain('db/app');
    expect((await SecretStore.open(directory, { passphrase })).get('db/app')?.reveal()).toBe(value);
    await expect(SecretStore.open(directory)).rejects.toMatchObject({ code: 'secrets-locked', kind: 'usage' });
    await expect(SecretStore.open(directory, { passphrase: new Secret('wrong') })).rejects.toMatchObject({
      code: 'secrets-wrong-key',
    });
    writeFileSync(
      path,
      text.replace(/"tag": "(.)/, (_tag, first) => `"tag": "${first === 'A' ? 'B' : 'A'}`),
    );
    await expect(SecretStore.open(directory, { passphrase })).rejects.toMatchObject({ code: 'secrets-wrong-key' });
    writeFileSync(path, text.slice(0, 40));
    const unreadable = await SecretStore.open(directory, { passphrase }).catch((error: unknown) => error);
    expect(unreadable).toMatchObject({ code: 'secrets-unreadable' });
    const problem = unreadable as Problem;
    expect(problem.message).toBe(
      `The secrets file ${path} cannot be read: it is not a secrets file of this version. Restore it from a backup; without it the passwords and certificates of this project are lost.`,
    );
    expect(englishLeft(problem.said)).toEqual([]);
  });

  it('loses nothing when several programs write at once', async () => {
    const bundle = join(directory, 'writer.mjs');
    await build({
      stdin: {
        contents: `import { SecretStore } from './electron/services/secrets/secretStore.ts';
          const store = await SecretStore.open(process.argv[2]);
          for (let i = 0; i < 10; i += 1) await store.getOrCreate(process.argv[3] + '/' + i);
          process.stdout.write((await store.getOrCreate('shared')).reveal());`,
        resolveDir: join(import.meta.dirname, '../../..'),
      },
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    const project = join(directory, 'project');
    const programs = ['a', 'b', 'c'].map((name) =>
      spawn(process.execPath, [bundle, project, name], { stdio: ['ignore', 'pipe', 'inherit'] }),
    );
    const shared = await Promise.all(programs.map(output));
    expect(new Set(shared).size).toBe(1);
    expect((await SecretStore.open(project)).names()).toHaveLength(31);
    expect(readdirSync(project)).toEqual(['secrets.json']);
  }, 30_000);
});

describe('the lock of a project', () => {
  const lockOf = (place: Partial<ProcessPlace>) =>
    JSON.stringify({ machine: hostname(), token: 'x', at: { ...thisProcess(), ...place } });
  const silent = (seconds: number) => {
    const then = Date.now() / 1000 - seconds;
    utimesSync(join(directory, 'lock'), then, then);
  };

  it.each([
    [
      'a program that is gone',
      () => lockOf({ process: `${execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }).trim()}/unknown` }),
    ],
    ['a program whose number another one has now', () => lockOf({ process: `${process.pid}/1` })],
    ['nobody that can be read', () => 'half a li'],
    ['nobody at all, as a full disk left it', () => ''],
  ])('is taken over from %s', async (_what, content) => {
    const lock = join(directory, 'lock');
    writeFileSync(lock, content());
    expect(await withFileLock(lock, async () => 'done', 0)).toBe('done');
    expect(readdirSync(directory)).toEqual([]);
  });

  it.each([
    ['another container', { space: '1', process: '3/3' }],
    ['before the last boot, or a clone of this computer', { boot: 'other' }],
    ['another computer', { machine: 'other', boot: 'other' }],
  ])('of a program of %s is known to be left by its silence', async (_what, place) => {
    const lock = join(directory, 'lock');
    writeFileSync(lock, lockOf(place));
    silent(goneAfterSeconds - 30);
    await expect(withFileLock(lock, async () => 'done', 0)).rejects.toThrow('after 90 s');
    silent(goneAfterSeconds + 5);
    expect(await withFileLock(lock, async () => 'done', 0)).toBe('done');
  });

  it('is respected while its owner lives, who is named', async () => {
    const lock = join(directory, 'lock');
    const order: string[] = [];
    let release = () => {};
    const first = withFileLock(
      lock,
      () =>
        new Promise<void>((resolve) => {
          release = () => {
            order.push('first');
            resolve();
          };
        }),
    );
    await expect.poll(() => readdirSync(directory)).toEqual(['lock']);
    await expect(withFileLock(lock, async () => order.push('intruder'), 0)).rejects.toMatchObject({
      code: 'project-busy',
      message: expect.stringContaining(`process ${process.pid} on ${hostname()}`),
    });
    const second = withFileLock(lock, async () => order.push('second'));
    release();
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
  });
});

async function output(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code).toBe(0);
  return text;
}
