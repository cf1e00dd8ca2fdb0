import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostKeys } from '../../../electron/services/ssh/hostKeys.ts';

let directory: string;
const keys: Record<string, { key: Buffer; line: string }> = {};

function keyOf(name: string): { key: Buffer; line: string } {
  return keys[name] ?? { key: Buffer.alloc(0), line: '' };
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-hostkeys-'));
  for (const [name, type] of [
    ['one', 'ed25519'],
    ['other', 'ed25519'],
    ['ecdsa', 'ecdsa'],
  ] as const) {
    const path = join(directory, name);
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', path]);
    const line = readFileSync(`${path}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
    keys[name] = { line, key: Buffer.from(line.split(' ')[1] ?? '', 'base64') };
  }
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let files = 0;
function hostKeys(content: string, hashed = false): HostKeys {
  files += 1;
  const openssh = join(directory, `openssh.${files}`);
  writeFileSync(openssh, content);
  if (hashed) execFileSync('ssh-keygen', ['-H', '-f', openssh], { stdio: 'ignore' });
  return new HostKeys(join(directory, `own.${files}`), { alsoRead: [openssh] });
}

describe('host keys', () => {
  it.each([
    ['plain', () => `10.0.0.1 ${keyOf('one').line}\n`, 22],
    ['one of several names', () => `n1,10.0.0.1 ${keyOf('one').line}\n`, 22],
    ['another port', () => `[10.0.0.1]:2222 ${keyOf('one').line} comment\n`, 2222],
    ['a wildcard', () => `10.0.*,!10.0.0.2 ${keyOf('one').line}\n`, 22],
    ['beside another type', () => `10.0.0.1 ${keyOf('ecdsa').line}\n10.0.0.1 ${keyOf('one').line}\n`, 22],
  ])('knows a recorded key: %s', async (_what, content, port) => {
    expect(await hostKeys(content()).check('10.0.0.1', port, keyOf('one').key)).toEqual({ verdict: 'known' });
  });

  it('knows hashed names as ssh-keygen writes them', async () => {
    const known = hostKeys(`10.0.0.1 ${keyOf('one').line}\n[10.0.0.1]:2222 ${keyOf('other').line}\n`, true);
    expect(readFileSync(join(directory, `openssh.${files}`), 'utf8')).not.toContain('10.0.0.1');
    expect(await known.check('10.0.0.1', 22, keyOf('one').key)).toEqual({ verdict: 'known' });
    expect(await known.check('10.0.0.1', 2222, keyOf('other').key)).toEqual({ verdict: 'known' });
    expect(await known.check('10.0.0.1', 2222, keyOf('one').key)).toMatchObject({
      verdict: 'changed',
      recorded: { line: 2 },
    });
    expect(await known.check('10.0.0.2', 22, keyOf('one').key)).toMatchObject({ verdict: 'unknown' });
  });

  it.each([
    ['nothing', () => ''],
    [
      'broken lines and comments',
      () => `# 10.0.0.1 ${keyOf('one').line}\n10.0.0.1\n10.0.0.1 ssh-ed25519 AAAA\n|1|x 1 2\n`,
    ],
    ['the same address on another port', () => `[10.0.0.1]:2222 ${keyOf('one').line}\n`],
    ['a negated wildcard', () => `10.0.0.*,!10.0.0.1 ${keyOf('one').line}\n`],
    ['an authority of certificates', () => `@cert-authority * ${keyOf('one').line}\n`],
  ])('does not know a host of which %s is recorded', async (_what, content) => {
    const shown = execFileSync('ssh-keygen', ['-lf', join(directory, 'one.pub')], { encoding: 'utf8' }).split(' ')[1];
    const verdict = { verdict: 'unknown', type: 'ssh-ed25519', fingerprint: shown };
    expect(await hostKeys(content()).check('10.0.0.1', 22, keyOf('one').key)).toEqual(verdict);
  });

  it.each([
    ['another key', () => `\n10.0.0.1 ${keyOf('other').line}\n`],
    ['only a key of another type', () => `\n10.0.0.1 ${keyOf('ecdsa').line}\n`],
    ['the key as revoked', () => `10.0.0.1 ${keyOf('one').line}\n@revoked * ${keyOf('one').line}\n`],
  ])('calls it changed when %s is recorded', async (_what, content) => {
    expect(await hostKeys(content()).check('10.0.0.1', 22, keyOf('one').key)).toMatchObject({
      verdict: 'changed',
      recorded: { file: join(directory, `openssh.${files}`), line: 2 },
    });
  });

  it('stores into its own file only, and forgets', async () => {
    const known = hostKeys(`10.0.0.9 ${keyOf('one').line}\n`);
    await Promise.all([
      known.store('10.0.0.1', 22, keyOf('one').key),
      known.store('FD00::1', 2222, keyOf('other').key),
    ]);
    expect(await known.check('10.0.0.1', 22, keyOf('one').key)).toEqual({ verdict: 'known' });
    expect(await known.check('fd00::1', 2222, keyOf('other').key)).toEqual({ verdict: 'known' });
    expect(await known.typesOf('10.0.0.1', 22)).toEqual(['ssh-ed25519']);
    await known.forget('10.0.0.1', 22);
    expect(await known.typesOf('10.0.0.1', 22)).toEqual([]);
    expect(await known.check('fd00::1', 2222, keyOf('other').key)).toEqual({ verdict: 'known' });
    expect(readFileSync(join(directory, `openssh.${files}`), 'utf8')).toBe(`10.0.0.9 ${keyOf('one').line}\n`);
  });
});
