import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { walDisk } from '../../../core/facts/walDisk.ts';

const ask = (directories: readonly string[]) => {
  const { command, parse } = walDisk(directories);
  return parse(execFileSync('bash', ['-c', command], { encoding: 'utf8' }));
};
const sizeOf = (path: string) => {
  const { blocks, bsize } = statfsSync(path);
  return blocks * bsize;
};

describe('the disk that holds WAL', () => {
  const here = mkdtempSync(join(tmpdir(), 'quorate-wal-'));
  afterAll(() => rmSync(here, { recursive: true, force: true }));

  it('is that of the first directory that exists', () => {
    expect(ask(['/nonexistent/pg_wal', here])).toBe(sizeOf(here));
  });

  // A memory file system is a disk of its own everywhere.
  it('is where the likeliest one will be while none exists', () => {
    expect(ask(['/dev/shm/quorate/wal', '/nonexistent/pg_wal'])).toBe(sizeOf('/dev/shm'));
    expect(ask(['/nonexistent/pg_wal', '/dev/shm/quorate/wal'])).toBe(sizeOf('/'));
  });

  it('is unknown where there is no member', () => {
    expect(ask([])).toBeNaN();
  });
});
