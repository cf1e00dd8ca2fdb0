import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kernelSettingsScript, restoreKernelScript } from '../../../core/operations/kernelOperations.ts';
import { operationFunctions } from '../../../core/operations/operationFunctions.ts';

let root: string;
const before = { overcommit_memory: '0', overcommit_ratio: '50', swappiness: '60' };

/** A kernel of 1 GiB without swap that shows itself in files. */
function kernel(settings: Readonly<Record<string, string>>, committedKib: number): void {
  for (const [name, value] of Object.entries(settings)) writeFileSync(join(root, 'proc/sys/vm', name), `${value}\n`);
  const lines = [`MemTotal: 1048576 kB`, `SwapTotal: 0 kB`, `Committed_AS: ${committedKib} kB`, `Hugetlb: 0 kB`];
  writeFileSync(join(root, 'proc/meminfo'), `${lines.join('\n')}\n`);
}

const run = (script: string) =>
  execFileSync('bash', ['-c', `set -euo pipefail\n${operationFunctions}\n${script}`], {
    env: { PATH: process.env.PATH, STATE: join(root, 'state') },
    encoding: 'utf8',
  });
const apply = () => run(kernelSettingsScript(join(root, 'sysctl.conf'), join(root, 'proc')));
const restore = () => run(restoreKernelScript(join(root, 'proc')));
const now = () =>
  Object.fromEntries(
    Object.keys(before).map((name) => [name, readFileSync(join(root, 'proc/sys/vm', name), 'utf8').trim()]),
  );

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kernel-'));
  for (const directory of ['proc/sys/vm', 'state']) mkdirSync(join(root, directory), { recursive: true });
  const template = readFileSync(join(process.cwd(), 'templates/sysctl.conf.tmpl'), 'utf8');
  writeFileSync(join(root, 'sysctl.conf'), template);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('kernel settings', () => {
  it('take effect, a second time too, and a removal gives the first ones back', () => {
    kernel(before, 100_000);
    expect(apply()).toBe('');
    expect(now()).toEqual({ overcommit_memory: '2', overcommit_ratio: '90', swappiness: '1' });
    expect(apply()).toBe('');
    expect(restore()).toBe('');
    expect(now()).toEqual(before);
  });

  it('leave the limit of memory to the next boot where it is exceeded already, and are given back after it', () => {
    kernel(before, 900_000);
    expect(apply()).toContain('vm.overcommit_memory stays 0 until the next boot');
    expect(now()).toEqual({ overcommit_memory: '0', overcommit_ratio: '90', swappiness: '1' });
    kernel({ overcommit_memory: '2' }, 100_000);
    restore();
    expect(now()).toEqual(before);
  });

  it('give back nothing that is not theirs, whatever stands in the notes', () => {
    kernel({ ...before, drop_caches: '0' }, 100_000);
    writeFileSync(join(root, 'state/sysctl'), 'vm.drop_caches=3\nvm.swappiness=$(id)\nvm.overcommit_ratio=70\n');
    restore();
    expect(now()).toEqual({ ...before, overcommit_ratio: '70' });
    expect(readFileSync(join(root, 'proc/sys/vm/drop_caches'), 'utf8')).toBe('0\n');
  });

  it('change nothing on a host that has none of them', () => {
    kernel({}, 100_000);
    expect(apply()).toBe('');
    expect(restore()).toBe('');
  });
});
