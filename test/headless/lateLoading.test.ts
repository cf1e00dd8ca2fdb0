import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { describedVerbIds } from '../../core/procedures/describedVerbs.ts';
import { verbs } from '../../electron/headless/verbs.ts';
import { quorate, root } from './commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'quorate-late-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Packages that only verbs on hosts need; they are outside the program's own files, so what was loaded of them can be seen. */
const late = ['ssh2', 'pg', 'etcd3', '@peculiar/x509', 'ws'];

/** The late packages that a command loads, and its exit status. */
function loads(args: readonly string[]): { readonly status: number | null; readonly packages: readonly string[] } {
  const observer = join(folder, 'observer.cjs');
  const report = join(folder, 'loaded.json');
  writeFileSync(
    observer,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(report)}, JSON.stringify(Object.keys(require.cache))));`,
  );
  const { status } = spawnSync(process.execPath, ['--require', observer, join(root, '.build', 'quorate.mjs'), ...args]);
  const loaded = JSON.parse(readFileSync(report, 'utf8')) as readonly string[];
  return { status, packages: late.filter((name) => loaded.some((path) => path.includes(`/node_modules/${name}/`))) };
}

describe('the command line', () => {
  it('lists each verb as the verb describes itself', async () => {
    for (const verb of verbs) {
      const program = new Command();
      (await verb.load())(program, async () => {});
      const [command] = program.commands;
      const takes = command?.registeredArguments.map((argument) => {
        const word = `${argument.name()}${argument.variadic ? '...' : ''}`;
        return argument.required ? `<${word}>` : `[${word}]`;
      });
      expect({ name: command?.name(), about: command?.description() }).toEqual({ name: verb.name, about: verb.about });
      // A verb that takes nothing by itself has verbs of its own; one may have both.
      if (verb.takes === undefined) expect(command?.commands.length).toBeGreaterThan(0);
      expect(takes?.join(' ')).toBe(verb.takes ?? '');
    }
  });

  it('lists every procedure that describes itself', () => {
    expect(verbs.map(({ name }) => name)).toEqual(expect.arrayContaining(describedVerbIds));
  });

  it('loads for a verb only what it needs', () => {
    const { stdout } = quorate(['new', '--host', 'n1=10.0.0.1', '--host', 'n2=10.0.0.2', '--host', 'n3=10.0.0.3']);
    const plan = join(folder, 'orders.yaml');
    writeFileSync(plan, stdout);
    for (const args of [
      ['--version'],
      ['--help'],
      ['validate', plan],
      ['simulate', plan, '--all', '1'],
      ['timing', plan],
    ])
      expect(loads(args)).toEqual({ status: 0, packages: [] });
    // The check itself sees what is loaded.
    expect(loads(['import', '--from', '127.0.0.1', '--port', '1']).packages).toContain('ssh2');
  });
});
