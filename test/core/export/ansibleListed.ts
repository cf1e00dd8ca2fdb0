import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';

export const ansible = spawnSync('ansible-inventory', ['--version']).status === 0;

export interface Listed {
  readonly _meta: { readonly hostvars: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  readonly [group: string]: unknown;
}

/** What Ansible itself understands of an inventory. */
export function listed(file: { readonly path: string; readonly text: string }): Listed {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-ansible-'));
  try {
    const path = join(folder, file.path);
    writeFileSync(path, file.text);
    const run = spawnSync('ansible-inventory', ['-i', path, '--list'], {
      encoding: 'utf8',
      cwd: folder,
      env: {
        ...process.env,
        ANSIBLE_LOCAL_TEMP: folder,
        HOME: folder,
        ANSIBLE_INVENTORY_UNPARSED_FAILED: 'true',
        // Ansible lets Python try whether a value is a literal; what the interpreter remarks of it now and then is no complaint of Ansible's.
        PYTHONWARNINGS: 'ignore::SyntaxWarning',
      },
    });
    if (run.status !== 0) throw new Error(run.stderr);
    // Pigsty's own names of clusters have hyphens: Ansible keeps them and says so.
    expect(
      run.stderr.replace(/^\[WARNING\]: Invalid characters were found in group names but not replaced,[^[]*/m, ''),
    ).toBe('');
    return JSON.parse(run.stdout) as Listed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const hostsOf = (inventory: Listed, group: string) =>
  (inventory[group] as { hosts?: string[] } | undefined)?.hosts ?? [];
