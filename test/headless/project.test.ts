import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quorate } from './commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'quorate-handover-'));
const at = (name: string) => join(folder, name);
const plan = at('orders.yaml');
let identity: string;

beforeAll(async () => {
  const made = quorate([
    'new',
    '--name',
    'orders',
    '--host',
    'n1=10.0.0.1',
    '--host',
    'n2=10.0.0.2',
    '--host',
    'n3=10.0.0.3',
  ]);
  expect(made.code, made.stderr).toBe(0);
  writeFileSync(plan, made.stdout);
  identity = await generateIdentity();
  writeFileSync(at('key.txt'), `# anna's\n${identity}\n`);
  writeFileSync(
    at('team.txt'),
    `# anna\n${await identityToRecipient(identity)}\n# ben\n${await identityToRecipient(await generateIdentity())}\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Shown {
  readonly id: string;
  readonly deployed: string;
  readonly kept: { readonly file: string; readonly changed: readonly string[] } | null;
}

const shown = (file: string) => JSON.parse(quorate(['project', 'show', file, '--json']).stdout) as Shown;

describe('quorate project', () => {
  it('says that a project was never kept elsewhere, packs it for named keys, and says what changed since', () => {
    expect(quorate(['project', 'show', plan]).stdout).toContain('Kept elsewhere: never');
    const packed = quorate(['project', 'pack', plan, '--out', at('orders.pack'), '--recipients-file', at('team.txt')]);
    expect(packed.code, packed.stderr).toBe(0);
    expect(shown(plan).kept).toMatchObject({ file: at('orders.pack'), changed: [] });
    writeFileSync(plan, `${readFileSync(plan, 'utf8')}# later\n`);
    expect(quorate(['project', 'show', plan]).stdout).toContain('Changed since: the plan. Pack it again.');
  });

  it('unpacks it with one of the keys, as the same project', () => {
    const refused = quorate(['project', 'unpack', at('orders.pack'), '--to', at('there')]);
    expect([refused.code, existsSync(at('there'))]).toEqual([2, false]);
    expect(refused.stderr).toContain('--identity');
    const unpacked = quorate([
      'project',
      'unpack',
      at('orders.pack'),
      '--to',
      at('there'),
      '--identity',
      at('key.txt'),
      '--json',
    ]);
    expect(unpacked.code, unpacked.stderr).toBe(0);
    expect(JSON.parse(unpacked.stdout)).toMatchObject({
      what: 'made',
      planFile: at('there/orders.yaml'),
      bundle: null,
    });
    expect(shown(at('there/orders.yaml')).id).toBe(shown(plan).id);
    const again = quorate(['project', 'unpack', at('orders.pack'), '--identity', at('key.txt')], { cwd: folder });
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('the plan changed here since')]);
  });

  it('asks for a passphrase where nobody is there to give one', () => {
    const { code, stderr } = quorate(['project', 'pack', plan, '--out', at('other.pack')]);
    expect([code, existsSync(at('other.pack'))]).toEqual([2, false]);
    expect(stderr).toContain('QUORATE_PACK_KEY');
  });
});
