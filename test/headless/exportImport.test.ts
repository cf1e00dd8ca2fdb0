import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../electron/services/export/renderPng.ts';
import { readPlan } from '../core/planFixture.ts';
import { quorate } from './commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'quorate-cli-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const plan = at('orders.yaml');

beforeAll(() => {
  const hosts = ['n1', 'n2', 'n3'].flatMap((name, index) => ['--host', `${name}=10.0.0.${index + 1}`]);
  const made = quorate(['new', '--name', 'orders', ...hosts]);
  expect(made.code, made.stderr).toBe(0);
  writeFileSync(plan, made.stdout);
});

describe('export and import', () => {
  it('writes each inventory, says on standard error what it cannot carry, and reads it back as the same plan', () => {
    for (const args of [['pigsty'], ['pigsty', '--target', 'v3'], ['autobase']]) {
      const exported = quorate(['export', plan, '--format', ...args]);
      expect(exported.code, exported.stderr).toBe(0);
      expect(exported.stderr).toMatch(/^not carried: /m);
      writeFileSync(at('inventory.yml'), exported.stdout);
      const imported = quorate(['import', at('inventory.yml')]);
      expect(imported.code, imported.stderr).toBe(0);
      expect(readPlan(imported.stdout)).toEqual(readPlan(readFileSync(plan, 'utf8')));
      const json = quorate(['export', plan, '--format', ...args, '--json']);
      const { files, losses } = JSON.parse(json.stdout);
      expect(files[0].text).toBe(exported.stdout);
      expect(losses.length).toBe(exported.stderr.match(/^not carried: /gm)?.length);
    }
  });

  it('writes a document where it is told to, a picture in the form that the name asks for', () => {
    expect(quorate(['export', plan, '--format', 'checklist']).stdout).toMatch(/^# Production checklist: orders\n/);
    expect(quorate(['export', plan, '--format', 'review', '--out', at('review.html')]).code).toBe(0);
    expect(readFileSync(at('review.html'), 'utf8')).toContain('<svg');
    expect(quorate(['export', plan, '--format', 'diagram', '--out', at('one.svg')]).stdout).toBe(`${at('one.svg')}\n`);
    expect(readFileSync(at('one.svg'), 'utf8')).toMatch(/^<\?xml/);
    expect(quorate(['export', plan, '--format', 'diagram', '--out', at('all')]).code).toBe(0);
    expect(readdirSync(at('all')).sort()).toEqual(['topology.mmd', 'topology.svg']);
  });

  it('draws a PNG where there is a browser, and says what to do where there is none', async () => {
    const out = at('topology.png');
    const { code, stderr } = quorate(['export', plan, '--format', 'diagram', '--out', out]);
    if ((await findBrowser()) === undefined) {
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('install chromium') });
      return;
    }
    expect(code, stderr).toBe(0);
    expect(readFileSync(out).subarray(1, 4).toString()).toBe('PNG');
    // Twice as large as the picture is meant to be, for sharp print.
    expect(readFileSync(out).readUInt32BE(16)).toBeGreaterThan(1000);
  });

  it('writes secrets into files for the owner alone', () => {
    const out = at('secret.yml');
    writeFileSync(out, 'for everybody', { mode: 0o644 });
    expect(quorate(['export', plan, '--format', 'pigsty', '--with-secrets', '--out', out]).code).toBe(0);
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['secrets on a terminal', ['export', 'PLAN', '--format', 'pigsty', '--with-secrets'], 2, /add --out/],
    ['several files on a terminal', ['export', 'PLAN', '--format', 'diagram'], 2, /makes 2 files: add --out FOLDER/],
    ['an unknown format', ['export', 'PLAN', '--format', 'pdf'], 2, /Allowed choices are plan, pigsty, autobase/],
    ['nothing to import', ['import'], 2, /--from/],
    ['a file and a cluster at once', ['import', 'PLAN', '--from', '10.0.0.1'], 2, /not both at once/],
    ['an address that is none', ['import', '--from', 'a\nb'], 2, /not the address/],
    ['a bundle that is not there', ['bundle', 'verify', 'gone.bundle'], 2, /cannot be opened/],
    ['bundles that are none', ['bundle', 'join', 'PLAN', 'PLAN', '--out', 'OUT'], 1, /is not a bundle of this program/],
    [
      'a release that is unknown',
      ['bundle', 'build', '--release', 'sid', '--out', 'OUT'],
      2,
      /Allowed choices are bookworm/,
    ],
  ])('%s ends with its code and says what to do', (_what, args, code, message) => {
    const words = args.map((word) => ({ PLAN: plan, OUT: at('out') })[word] ?? word);
    const ended = quorate(words);
    expect(ended.stderr).toMatch(message);
    expect(ended.code).toBe(code);
    expect(existsSync(at('out'))).toBe(false);
  });

  it.each(['export', 'import', 'bundle'])('%s explains itself', (verb) => {
    const { code, stdout } = quorate([verb, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: quorate ${verb}`);
  });
});
