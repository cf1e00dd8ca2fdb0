import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openBrowser } from '../../../electron/headless/serve/openBrowser.ts';
import { tryProgram } from '../../../electron/services/lab/runProgram.ts';

afterEach(() => vi.unstubAllEnvs());

describe('programs of others', () => {
  it('do not get this program’s own variables: a browser that is opened', async () => {
    vi.stubEnv('QUORATE_SECRETS_KEY', 'a-passphrase');
    vi.stubEnv('DISPLAY', ':77');
    const folder = await mkdtemp(join(tmpdir(), 'quorate-env-'));
    const browser = join(folder, 'browser');
    await writeFile(browser, `#!/bin/sh\nenv >${folder}/part\nmv ${folder}/part ${folder}/env\n`, { mode: 0o755 });
    const tidy = await openBrowser(browser, 'http://127.0.0.1:1/#ticket=x');
    try {
      const text = await vi.waitFor(() => readFile(join(folder, 'env'), 'utf8'), { timeout: 20_000 });
      expect(text).toContain('DISPLAY=:77');
      expect(text).not.toContain('QUORATE_');
    } finally {
      await tidy();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('do not get this program’s own variables: tools of this machine', async () => {
    vi.stubEnv('QUORATE_SSH_PASSWORD', 'hunter2hunter2');
    expect((await tryProgram('env', [])).stdout).not.toContain('QUORATE_');
  });

  it('are all started with an environment that somebody thought of', () => {
    const root = join(import.meta.dirname, '..', '..', '..', 'electron');
    const starts: string[] = [];
    for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    )) {
      const text = readFileSync(join(root, path), 'utf8');
      for (const { index } of text.matchAll(/(?<![.\w])(?:spawn|spawnSync|exec|execFile|execFileSync|fork)\(/g))
        if (!/\benv:/.test(text.slice(index, index + 400))) starts.push(`${path}: ${text.slice(index, index + 60)}`);
    }
    expect(starts).toEqual([]);
  });
});
