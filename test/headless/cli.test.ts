import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { topologyIds } from '../../core/plan/schema.ts';
import { quorate } from './commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'quorate-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file in the test's folder with this text; returns its path. */
function file(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const hosts = ['--host', 'n1=10.0.0.1', '--host', 'n2=10.0.0.2', '--host', 'n3=10.0.0.3'];
let plan = '';
beforeAll(() => {
  // Builds the bundle of the program once, before the tests below run it.
  const made = quorate(['new', '--name', 'orders', ...hosts]);
  expect(made.code, made.stderr).toBe(0);
  plan = file('orders.yaml', made.stdout);
});

describe('usage', () => {
  it.each([
    'new',
    'validate',
    'timing',
    'simulate',
    'render',
    'preflight',
    'deploy',
    'status',
    'destroy',
    'switchover',
    'history',
    'changes',
    'secret',
  ])('%s explains itself', (verb) => {
    const { code, stdout } = quorate([verb, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: quorate ${verb}`);
    expect(stdout).toContain('--json');
  });

  it.each([
    ['an unknown verb', ['depoly'], /unknown command 'depoly'/],
    ['an unknown option', ['validate', '--explian', 'x'], /unknown option '--explian'/],
    ['a missing argument', ['deploy'], /missing required argument 'plan'/],
    ['an unknown topology', ['new', '--topology', 'ring'], /Allowed choices are two-node, three-node/],
    ['a host without address', ['new', '--host', 'n1'], /NAME=ADDRESS/],
    ['a host with an empty address', ['new', '--host', 'n1='], /NAME=ADDRESS/],
    ['no objectives', ['timing'], /--rto/],
    ['an impossible objective', ['timing', '--rto', '0'], /rto: /],
    ['no failure', ['simulate', 'PLAN'], /--fail/],
    ['an unknown failed host', ['simulate', 'PLAN', '--fail', 'host=n9'], /plan has n1, n2, n3/],
    ['an unknown fault', ['lab', 'fault', 'flood', 'n1'], /there are power-off/],
    ['a plan that is not there', ['validate', 'gone.yaml'], /cannot be opened/],
    ['a folder as plan', ['validate', '.'], /not a file/],
    ['nobody to ask', ['destroy', 'PLAN'], /give --yes/],
    ['a host to leave out that is not there', ['destroy', 'PLAN', '--yes', '--without', 'n9'], /no host "n9"/],
    [
      'all hosts left out',
      ['deploy', 'PLAN', '--dry-run', ...['n1', 'n2', 'n3'].flatMap((one) => ['--without', one])],
      /none is left/,
    ],
    ['a member that is not there', ['switchover', 'PLAN', 'pg-9'], /no member "pg-9".*pg-orders-1/],
  ])('%s ends with 2 and says what to do', (_what, args, message) => {
    const { code, stdout, stderr } = quorate(args.map((word) => (word === 'PLAN' ? plan : word)));
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('prints its version', () => {
    expect(quorate(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('lists what was done with a plan, and shows what one run told', () => {
    const own = file('history.yaml', quorate(['new', '--name', 'history', ...hosts]).stdout);
    expect(quorate(['history', own])).toMatchObject({ code: 0, stdout: 'Nothing was done with this plan yet.\n' });
    const run = '0a1b2c3d-0000-4000-8000-000000000000';
    const directory = join(folder, '.quorate', 'history');
    const time = '2026-11-22T08:00:00.000Z';
    const begun = { time, event: 'run', run, what: 'deploy', operator: 'jane@desk', hosts: ['n1'] };
    writeFileSync(
      join(directory, 'journal.jsonl'),
      `${JSON.stringify(begun)}\n${JSON.stringify({ time, event: 'finished', run, ok: false, message: 'n1: port taken', how: 'refused' })}\n{"ti`,
    );
    mkdirSync(join(directory, 'runs'));
    const output = { at: Date.parse(time), event: { code: 'output', id: 's', host: 'n1', lines: ['5432 in use'] } };
    writeFileSync(join(directory, 'runs', `${run}.jsonl`), `${JSON.stringify(output)}\n`);
    expect(quorate(['history', own]).stdout).toMatch(/0a1b2c3d +2026-11-22 08:00:00 +deploy +jane@desk .*refused/);
    const { code, stdout } = quorate(['history', own, '0a1b']);
    expect(code).toBe(0);
    expect(stdout).toContain('How it ended: refused: n1: port taken');
    expect(stdout).toContain('08:00:00  n1: 5432 in use');
    expect(JSON.parse(quorate(['history', own, run, '--json']).stdout)).toMatchObject({
      run: { id: run, outcome: 'refused' },
      log: [{ event: { code: 'output' } }],
    });
    expect(quorate(['history', own, 'ffff'])).toMatchObject({ code: 2 });
  });

  it('shows how a plan differs from what was deployed, and ends with 1 for what a deployment refuses', () => {
    const text = quorate(['new', '--name', 'edited', ...hosts]).stdout;
    const own = file('edited.yaml', text);
    expect(quorate(['changes', own])).toMatchObject({ code: 0, stdout: 'Nothing was deployed yet.\n' });
    writeFileSync(join(folder, '.quorate', 'edited', 'deployed.yaml'), text);
    expect(quorate(['changes', own])).toMatchObject({ code: 0, stdout: 'The plan does not differ.\n' });
    file('edited.yaml', `${text}\nsecurity: { tls: false }\n`);
    const { code, stdout } = quorate(['changes', own]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/security\.tls +true \(default\) +false +REFUSED/);
    expect(JSON.parse(quorate(['changes', own, '--json']).stdout)).toMatchObject({
      ok: false,
      state: 'deployed',
      fields: [{ field: 'security.tls', before: 'true', after: 'false', implied: 'before', verdict: 'refuse' }],
    });
  });

  it('ends quietly when nobody reads on', () => {
    const { stdout, stderr } = spawnSync(
      'bash',
      ['-c', `"${process.execPath}" bin/quorate.mjs validate --explain "${plan}" | head -n 1`],
      { encoding: 'utf8' },
    );
    expect(stdout).toMatch(/^VALUE/);
    expect(stderr).toBe('');
  });
});

describe('plans', () => {
  it.each(topologyIds)('writes a %s plan that no rule refuses', (topology) => {
    const count = { 'two-node': 3, 'three-node': 3, 'five-node': 5, 'dual-dc': 5, 'geo-dr': 6 }[topology];
    const given = Array.from({ length: count }, (_, index) => ['--host', `n${index + 1}=10.0.0.${index + 1}`]);
    const { stdout } = quorate(['new', '--topology', topology, ...given.flat()]);
    const path = file(`${topology}.yaml`, stdout);
    const { code, stdout: judged } = quorate(['validate', path, '--json']);
    expect(JSON.parse(judged)).toMatchObject({ ok: true });
    expect(code).toBe(0);
  });

  it('writes a draft without hosts, and says at each host what is missing', () => {
    const path = file('draft.yaml', quorate(['new']).stdout);
    const { code, stdout } = quorate(['validate', path]);
    expect(code).toBe(1);
    for (const host of ['n1', 'n2', 'n3'])
      expect(stdout).toMatch(new RegExp(`draft\\.yaml:\\d+:\\d+: error: ${host} has no address yet`));
    const deployed = quorate(['deploy', path, '--yes']);
    expect(deployed.code).toBe(1);
    expect(deployed.stderr).toMatch(/no host was touched/);
    const asked = quorate(['preflight', path]);
    expect(`${asked.stdout}${asked.stderr}`).toMatch(/n1 has no address yet/);
    expect(asked.code).toBe(2);
  });

  it('keeps a plan that a rule refuses from any host, and says so with 1', () => {
    const path = file(
      'two.yaml',
      quorate(['new', ...hosts]).stdout.replace(
        '{ name: n3, address: 10.0.0.3, roles: [postgres, etcd, haproxy] }',
        '{ name: n3, address: 10.0.0.3, roles: [postgres, haproxy] }',
      ),
    );
    const judged = quorate(['validate', path]);
    expect(judged.code).toBe(1);
    expect(judged.stdout).toMatch(/two\.yaml:\d+:\d+: error: .*etcd/);
    const deployed = quorate(['deploy', path, '--yes']);
    expect(deployed.code).toBe(1);
    expect(deployed.stderr).toMatch(/no host was touched/);
  });

  it.each([
    ['broken YAML', 'quorate: 1\nname: [x\n', /:\d+:\d+: error: this is not YAML/],
    [
      'an unknown key',
      'quorate: 1\nname: x\ntopology: three-node\nhsots: []\nclusters: []\n',
      /:4:1: error: .*hsots.*hosts/,
    ],
    ['a wrong type', 'quorate: one\n', /:1:10: error: /],
    ['an empty file', '', /empty/],
    ['two hosts of one key', 'quorate: 1\nname: a\nname: b\n', /:3:1: error: /],
    ['an escape sequence', 'quorate: 1\nname: "\\u001b[31mred"\n', /:2:7: error: /],
  ])('says where %s is', (_what, text, message) => {
    const path = file('bad.yaml', text);
    const { code, stdout, stderr } = quorate(['validate', path]);
    expect(code).toBe(2);
    expect(stdout).toMatch(message);
    expect(stdout + stderr).not.toContain('\u001b');
  });

  it.each([
    ['of 10 MB', Buffer.alloc(10 * 1024 ** 2, 'a: b\n'), /10485760 bytes/],
    ['that is not text', Buffer.from([0x71, 0xff, 0xfe, 0x00]), /not UTF-8/],
  ])('refuses a file %s at once', (_what, content, message) => {
    const { code, stderr } = quorate(['validate', file('big.yaml', content)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('prints exactly one document with --json, whatever happens', () => {
    for (const args of [
      ['validate', plan],
      ['timing', plan],
      ['timing', '--rto', '30', '--rpo', '0'],
      ['simulate', plan, '--all', '2'],
      ['validate', 'gone.yaml'],
      ['simulate', plan, '--fail', 'boom'],
    ]) {
      const { stdout } = quorate([...args, '--json']);
      expect(() => JSON.parse(stdout), args.join(' ')).not.toThrow();
    }
  });

  it('changes the passphrase of the secrets, or takes it away when told so twice', () => {
    const own = file('rekey.yaml', quorate(['new', '--name', 'rekey', ...hosts]).stdout);
    const out = join(folder, 'rekey-files');
    const run = (environment: Record<string, string>, ...args: string[]) => {
      for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
      try {
        return quorate(args);
      } finally {
        vi.unstubAllEnvs();
      }
    };
    expect(
      run({}, 'export', own, '--format', 'files', '--release', 'bookworm', '--with-secrets', '--out', out).code,
    ).toBe(0);
    const names = run({}, 'secret', own, '--json');
    expect(JSON.parse(names.stdout)).toMatchObject({ encrypted: false });
    const first = { QUORATE_SECRETS_NEW_KEY: 'the first passphrase' };
    expect(run(first, 'secret', 'rekey', own).stdout).toContain('Encrypted with the new passphrase');
    expect(run({}, 'secret', own)).toMatchObject({ code: 2, stderr: expect.stringContaining('QUORATE_SECRETS_KEY') });
    const second = { QUORATE_SECRETS_KEY: 'the first passphrase', QUORATE_SECRETS_NEW_KEY: 'the second passphrase' };
    expect(run(second, 'secret', 'rekey', own, '--json')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('true'),
    });
    const key = { QUORATE_SECRETS_KEY: 'the second passphrase' };
    expect(run({ QUORATE_SECRETS_KEY: 'the first passphrase' }, 'secret', own).code).toBe(2);
    expect(run(key, 'secret', own, '--json').stdout).toContain('"encrypted": true');
    expect(run(key, 'secret', 'rekey', own)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('QUORATE_SECRETS_NEW_KEY'),
    });
    expect(run(key, 'secret', 'rekey', own, '--plain')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--yes'),
    });
    expect(run(key, 'secret', 'rekey', own, '--plain', '--yes').stdout).toContain('Plain text now');
    expect(run({}, 'secret', own).stdout).toBe(`${JSON.parse(names.stdout).names.join('\n')}\n`);
  });

  it('renders every file of every host with placeholders for secrets, for its owner alone', () => {
    const out = join(folder, 'files');
    const { code, stdout } = quorate(['render', plan, '--out', out, '--json']);
    expect(code).toBe(0);
    const { files } = JSON.parse(stdout) as { files: string[] };
    expect(files).toContain(join(out, 'n2', 'etc', 'patroni', 'config.yml'));
    for (const path of files) {
      expect(path.startsWith(`${out}/`)).toBe(true);
      expect(statSync(path).mode & 0o077).toBe(0);
    }
  });

  it('names a host that does not answer, with 3', () => {
    const path = file(
      'loopback.yaml',
      quorate(['new', ...hosts, '--name', 'nowhere'])
        .stdout.replaceAll('10.0.0.', '127.9.9.')
        .replace('port: 22', 'port: 1'),
    );
    const { code, stderr, stdout } = quorate(['status', path]);
    expect(stdout).toMatch(/n1: Cannot (reach|log in to) n1/);
    expect([stderr, code]).toEqual(['', 3]);
    expect(quorate(['preflight', path]).code).toBe(3);
  });
});
