import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { keptState } from '../../../electron/services/handover/keptRecord.ts';
import { packProject } from '../../../electron/services/handover/packProject.ts';
import { unpackProject } from '../../../electron/services/handover/unpackProject.ts';
import { writeDeployedPlan } from '../../../electron/services/projects/deployedPlan.ts';
import { noteBegun, readFormerTexts } from '../../../electron/services/projects/formerPlans.ts';
import { openProject } from '../../../electron/services/projects/openProject.ts';
import { projectId } from '../../../electron/services/projects/projectId.ts';
import { Secret } from '../../../electron/services/secrets/secret.ts';
import { SecretStore } from '../../../electron/services/secrets/secretStore.ts';
import { planText } from '../../core/planFixture.ts';

let folder: string;
let planFile: string;
let packed: string;
let mine: { readonly identity: Secret; readonly recipient: string };
const text = `# ours\n${planText()}`;
const changed = text.replace('# ours', '# changed');
const lock = () => ({ recipients: [mine.recipient] });
const key = () => ({ identities: [mine.identity] });
const pack = (from = planFile) => packProject({ planFile: from, out: packed, lock: lock(), history: true });
const there = () => join(folder, 'there');
const unpack = (more: { overwrite?: boolean; keepPlan?: boolean; to?: string } = {}) =>
  unpackProject({ file: packed, to: there(), key: key(), overwrite: false, keepPlan: false, ...more });
const openedAt = (at: string) => openProject(join(at, 'orders.yaml'));
const secretAt = async (at: string, name: string) =>
  (await SecretStore.open((await openedAt(at)).directory)).get(name)?.reveal();
const journalLine = (run: string, more: object) =>
  `${JSON.stringify({ time: '2026-01-02T03:04:05.000Z', run, ...more })}\n`;

beforeAll(async () => {
  const identity = await generateIdentity();
  mine = { identity: new Secret(identity), recipient: await identityToRecipient(identity) };
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-pack-'));
  mkdirSync(join(folder, 'here'));
  planFile = join(folder, 'here', 'orders.yaml');
  packed = join(folder, 'orders.pack');
  writeFileSync(planFile, text);
  const { directory } = await openProject(planFile);
  await projectId(directory);
  const store = await SecretStore.open(directory);
  await store.set('db/app', new Secret('the-first-password'));
  await writeDeployedPlan(directory, text);
  writeFileSync(join(directory, 'known_hosts'), '10.0.0.1 ssh-ed25519 AAAA\n');
  writeFileSync(
    join(directory, 'journal.jsonl'),
    journalLine('r1', { event: 'run', what: 'deploy' }) +
      journalLine('r1', { event: 'begin', step: 's' }) +
      journalLine('r1', { event: 'finished', ok: true }) +
      journalLine('r2', { event: 'run', what: 'switchover' }) +
      journalLine('r2', { event: 'finished', ok: true }),
  );
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('a packed project', () => {
  it('comes out on another machine as it was, readable by its owner alone', async () => {
    await noteBegun((await openProject(planFile)).directory, changed);
    await pack();
    const content = readFileSync(packed, 'utf8');
    expect(content).toMatch(
      /^-----BEGIN AGE ENCRYPTED FILE-----\n[A-Za-z0-9+/=\n]+-----END AGE ENCRYPTED FILE-----\n$/,
    );
    const { what, planFile: made } = await unpack();
    expect([what, made]).toEqual(['made', join(there(), 'orders.yaml')]);
    expect(readFileSync(made, 'utf8')).toBe(text);
    const { directory } = await openProject(made);
    const before = (await openProject(planFile)).directory;
    for (const name of ['project-id', 'known_hosts', 'deployed.yaml', 'journal.jsonl'])
      expect(readFileSync(join(directory, name), 'utf8')).toBe(readFileSync(join(before, name), 'utf8'));
    expect(await secretAt(there(), 'db/app')).toBe('the-first-password');
    expect([directory, join(directory, 'secrets.json')].map((path) => statSync(path).mode & 0o777)).toEqual([
      0o700, 0o600,
    ]);
    expect(readdirSync(directory)).not.toContain('unpacking.json');
    expect(await keptState(made)).toMatchObject({ file: packed, changed: [] });
    expect(await readFormerTexts(directory)).toEqual(await readFormerTexts(before));
    expect(Object.values(await readFormerTexts(directory))).toEqual([changed]);
    expect((await unpack()).what).toBe('same');
  });

  // Three times scrypt without the system's help, each the work of seconds where nothing else runs.
  it('is opened by a passphrase too, and is encrypted again where the secrets have one', {
    timeout: 300_000,
  }, async () => {
    const passphrase = new Secret('correct horse battery');
    await packProject({ planFile, out: packed, lock: { passphrase }, history: true });
    vi.stubEnv('QUORATE_SECRETS_KEY', 'the key of this machine');
    const request = { file: packed, to: there(), overwrite: false, keepPlan: false };
    await expect(
      unpackProject({ ...request, key: { passphrase: new Secret('correct horse batterz') } }),
    ).rejects.toMatchObject({ code: 'pack-wrong-key', kind: 'usage' });
    expect(existsSync(there())).toBe(false);
    await unpackProject({ ...request, key: { passphrase } });
    const { directory } = await openedAt(there());
    expect(readFileSync(join(directory, 'secrets.json'), 'utf8')).not.toContain('the-first-password');
    expect(await secretAt(there(), 'db/app')).toBe('the-first-password');
  });

  it('can leave its history behind, and is a deployed project all the same', async () => {
    await packProject({ planFile, out: packed, lock: lock(), history: false });
    await unpack();
    const { directory } = await openedAt(there());
    const journal = readFileSync(join(directory, 'journal.jsonl'), 'utf8');
    expect(journal).toContain('"deploy"');
    expect(journal).not.toContain('switchover');
  });

  it('brings the key of a package repository along, and names the bundle', async () => {
    writeFileSync(join(folder, 'here', 'mirror.asc'), 'the key of the mirror');
    writeFileSync(join(folder, 'here', 'orders.bundle'), 'packages');
    writeFileSync(
      planFile,
      `${text}packages: { source: bundle, file: orders.bundle, key: mirror.asc, url: "http://m x main" }\n`,
    );
    expect((await pack()).bundle).toBe('orders.bundle');
    expect((await unpack()).bundle).toEqual({ file: 'orders.bundle', state: 'missing' });
    expect(readFileSync(join(there(), 'mirror.asc'), 'utf8')).toBe('the key of the mirror');
    writeFileSync(join(there(), 'orders.bundle'), 'other packages');
    expect((await unpack()).bundle?.state).toBe('other');
  });
});

describe('a file that cannot be unpacked', () => {
  /** Nothing may be there afterwards. */
  const refused = async (content: string, code: string) => {
    writeFileSync(packed, content);
    await expect(unpack()).rejects.toMatchObject({ code, kind: 'usage' });
    expect(existsSync(there())).toBe(false);
  };

  it('is one that is damaged at any place or cut off', async () => {
    await pack();
    const content = readFileSync(packed, 'utf8');
    const lines = content.trimEnd().split('\n');
    for (let line = 1; line < lines.length - 1; line += Math.ceil(lines.length / 8)) {
      const was = lines[line] ?? '';
      const other = was.startsWith('A') ? 'B' : 'A';
      writeFileSync(packed, [...lines.slice(0, line), `${other}${was.slice(1)}`, ...lines.slice(line + 1)].join('\n'));
      await expect(unpack()).rejects.toMatchObject({
        code: expect.stringMatching(/^pack-(damaged|wrong-key)$/) as string,
      });
    }
    for (const part of [0.2, 0.5, 0.9]) await refused(content.slice(0, content.length * part), 'pack-damaged');
    await refused('', 'pack-unreadable');
  });

  it('is one of somebody else, of another program, or of a later version', async () => {
    await refused('PK\u0003\u0004', 'pack-unreadable');
    const { armor, Encrypter } = await import('age-encryption');
    const { gzipSync } = await import('node:zlib');
    const sealed = async (bytes: Uint8Array) => {
      const encrypter = new Encrypter();
      encrypter.addRecipient(mine.recipient);
      return armor.encode(await encrypter.encrypt(bytes));
    };
    await refused(await sealed(new Uint8Array([1, 2, 3])), 'pack-unreadable');
    await refused(await sealed(new Uint8Array(gzipSync('{"quoratePack":1}'))), 'pack-unreadable');
    writeFileSync(packed, await sealed(new Uint8Array(gzipSync('{"quoratePack":7}'))));
    await expect(unpack()).rejects.toThrow(/format 7.*newer/);
    const other = await identityToRecipient(await generateIdentity());
    await packProject({ planFile, out: join(folder, 'other.pack'), lock: { recipients: [other] }, history: true });
    await refused(readFileSync(join(folder, 'other.pack'), 'utf8'), 'pack-wrong-key');
  });

  it('is one whose names lead out of the folder', async () => {
    const { armor, Encrypter } = await import('age-encryption');
    const { gzipSync } = await import('node:zlib');
    const good = {
      quoratePack: 1,
      madeAt: '2026-01-02T03:04:05.000Z',
      madeBy: 'a@b',
      planFile: 'orders.yaml',
      plan: text,
      secrets: {},
      folder: {},
      beside: {},
      bundle: null,
    };
    const hostile = [
      { planFile: '../evil.yaml' },
      { planFile: '.ssh' },
      { beside: { '../evil': 'QQ==' } },
      { folder: { '../x': '' } },
    ];
    for (const more of hostile) {
      const encrypter = new Encrypter();
      encrypter.addRecipient(mine.recipient);
      const bytes = new Uint8Array(gzipSync(JSON.stringify({ ...good, ...more })));
      await refused(armor.encode(await encrypter.encrypt(bytes)), 'pack-unreadable');
    }
  });

  it('is not made for what is no key, and replaces nothing but a pack', async () => {
    const wrong = { planFile, out: packed, history: true };
    await expect(packProject({ ...wrong, lock: { recipients: ['age1nonsense'] } })).rejects.toMatchObject({
      code: 'pack-recipient',
    });
    await expect(packProject({ ...wrong, lock: { passphrase: new Secret('short') } })).rejects.toMatchObject({
      code: 'pack-passphrase',
    });
    expect(existsSync(packed)).toBe(false);
    writeFileSync(packed, 'a letter');
    await expect(pack()).rejects.toMatchObject({ code: 'pack-out' });
    expect(readFileSync(packed, 'utf8')).toBe('a letter');
  });
});

describe('a project that is there already', () => {
  it('is replaced where it is as it was kept, and its own history stays', async () => {
    await pack();
    await unpack();
    const { directory } = await openedAt(there());
    const own = journalLine('r9', { event: 'run', what: 'reinit' });
    writeFileSync(join(directory, 'journal.jsonl'), readFileSync(join(directory, 'journal.jsonl'), 'utf8') + own);
    writeFileSync(planFile, changed);
    await (await SecretStore.open((await openProject(planFile)).directory)).set(
      'db/app',
      new Secret('the-second-password'),
    );
    await pack();
    expect(await unpack()).toMatchObject({ what: 'replaced', replaced: null });
    expect(readFileSync(join(there(), 'orders.yaml'), 'utf8')).toBe(changed);
    expect(await secretAt(there(), 'db/app')).toBe('the-second-password');
    expect(readFileSync(join(directory, 'journal.jsonl'), 'utf8')).toContain('r9');
    expect(readdirSync(join(there(), '.quorate'))).toEqual(['.gitignore', 'orders']);
  });

  it.each([
    ['its plan', 'plan', () => writeFileSync(join(there(), 'orders.yaml'), changed)],
    [
      'a secret',
      'secrets',
      async () =>
        (await SecretStore.open((await openedAt(there())).directory)).set('db/new', new Secret('a-new-password')),
    ],
    ['what was deployed', 'deployed', async () => writeDeployedPlan((await openedAt(there())).directory, changed)],
  ] as const)(
    'is left alone where %s is newer, unless that is said, and then a copy stays',
    async (_, part, change) => {
      await pack();
      await unpack();
      await change();
      expect((await keptState(join(there(), 'orders.yaml')))?.changed).toEqual([part]);
      await expect(unpack()).rejects.toMatchObject({ code: 'unpack-newer', kind: 'no', details: { parts: [part] } });
      expect((await keptState(join(there(), 'orders.yaml')))?.changed).toEqual([part]);
      const { what, replaced } = await unpack({ overwrite: true });
      expect(what).toBe('replaced');
      expect(existsSync(join(replaced ?? '', 'folder', 'secrets.json'))).toBe(true);
      expect(existsSync(join(replaced ?? '', 'orders.yaml'))).toBe(true);
      expect((await keptState(join(there(), 'orders.yaml')))?.changed).toEqual([]);
    },
  );

  it('is left alone where the pack is older than the one that it comes from', async () => {
    await pack();
    const old = readFileSync(packed);
    writeFileSync(planFile, changed);
    await pack();
    await unpack();
    writeFileSync(packed, old);
    await expect(unpack()).rejects.toMatchObject({ code: 'unpack-newer' });
  });

  it('keeps a plan file of git where that is said', async () => {
    await pack();
    mkdirSync(there());
    writeFileSync(join(there(), 'orders.yaml'), changed);
    await expect(unpack()).rejects.toMatchObject({ code: 'unpack-newer', details: { parts: ['plan'] } });
    expect((await unpack({ keepPlan: true })).what).toBe('made');
    expect(readFileSync(join(there(), 'orders.yaml'), 'utf8')).toBe(changed);
    expect((await keptState(join(there(), 'orders.yaml')))?.changed).toEqual(['plan']);
  });

  it('is left alone where it is another one', async () => {
    await pack();
    mkdirSync(there());
    writeFileSync(join(there(), 'orders.yaml'), text);
    await projectId((await openedAt(there())).directory);
    await expect(unpack({ overwrite: true })).rejects.toMatchObject({ code: 'unpack-other' });
    rmSync(there(), { recursive: true });
    mkdirSync(there());
    writeFileSync(join(there(), 'orders.yaml'), text.replace(/^name: .*$/m, 'name: payments'));
    await expect(unpack({ overwrite: true })).rejects.toMatchObject({ code: 'unpack-other' });
  });

  it.each(['before the folder is moved away', 'between old and new', 'before the plan file'])(
    'comes to the end when it was killed %s',
    async (moment) => {
      await pack();
      await unpack();
      const { directory } = await openedAt(there());
      const old = join(folder, 'old');
      cpSync(directory, old, { recursive: true });
      writeFileSync(planFile, changed);
      await pack();
      await unpack();
      const hidden = join(there(), '.quorate', '.orders.before-unpacking');
      if (moment === 'before the plan file') {
        writeFileSync(join(there(), 'orders.yaml'), text);
        cpSync(old, hidden, { recursive: true });
        const { createHash } = await import('node:crypto');
        const digest = (content: string) => createHash('sha256').update(content).digest('hex');
        writeFileSync(
          join(directory, 'unpacking.json'),
          JSON.stringify({ before: digest(text), after: digest(changed) }),
        );
      } else {
        rmSync(directory, { recursive: true });
        renameSync(old, moment === 'between old and new' ? hidden : directory);
        writeFileSync(join(there(), 'orders.yaml'), text);
      }
      await unpack();
      expect(readFileSync(join(there(), 'orders.yaml'), 'utf8')).toBe(changed);
      expect(readdirSync(join(there(), '.quorate'))).toEqual(['.gitignore', 'orders']);
      expect(readdirSync(directory)).not.toContain('unpacking.json');
      expect(await keptState(join(there(), 'orders.yaml'))).toMatchObject({ changed: [] });
    },
  );
});
