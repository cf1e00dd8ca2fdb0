import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
// @ts-expect-error: plain JavaScript, which runs before any package is there.
import { whyInstall } from '../../scripts/whyInstall.mjs';

const projectRoot = join(import.meta.dirname, '..', '..');

describe('the packages of a checkout', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'quorate-ready-'));
    writeFileSync(join(root, 'package-lock.json'), '{}');
    utimesSync(join(root, 'package-lock.json'), 1000, 1000);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const installed = (seconds: number) => {
    const marker = join(root, 'node_modules', '.package-lock.json');
    mkdirSync(join(root, 'node_modules'), { recursive: true });
    writeFileSync(marker, '{}');
    utimesSync(marker, seconds, seconds);
  };

  it('are installed when there are none, or when an installation was cut off', () => {
    expect(whyInstall(root)).toContain('not installed yet');
    mkdirSync(join(root, 'node_modules', 'react'), { recursive: true });
    expect(whyInstall(root)).toContain('not installed yet');
  });

  it('are installed again after the lock file has changed, and else left alone', () => {
    installed(999);
    expect(whyInstall(root)).toContain('older than package-lock.json');
    installed(1001);
    expect(whyInstall(root)).toBeUndefined();
  });

  it('are looked after by each command of the README, with nothing but Node itself', () => {
    const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const name of ['start', 'demo', 'test']) expect(scripts[name]).toMatch(/^node scripts\/ready\.mjs && /);
    for (const file of ['ready.mjs', 'whyInstall.mjs'])
      for (const [, from] of readFileSync(join(projectRoot, 'scripts', file), 'utf8').matchAll(/from '([^']+)'/g))
        expect(from).toMatch(/^(node:|\.\/whyInstall\.mjs$)/);
  });
});
