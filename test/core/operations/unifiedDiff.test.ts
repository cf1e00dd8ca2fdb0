import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../../core/operations/unifiedDiff.ts';

describe('unifiedDiff', () => {
  it('shows changes with three lines around them', () => {
    const before = 'a\nb\nc\nd\ne\nf\ng\nh\n';
    expect(unifiedDiff(before, before.replace('e\n', 'E\nE2\n'))).toBe(
      '@@ -2,7 +2,8 @@\n b\n c\n d\n-e\n+E\n+E2\n f\n g\n h\n',
    );
    expect(unifiedDiff('', 'x\n')).toBe('@@ -0,0 +1 @@\n+x\n');
    expect(unifiedDiff('x\n', 'x\n')).toBe('');
  });

  it('makes what patch(1) turns back into the new text', () => {
    const directory = mkdtempSync(join(tmpdir(), 'quorate-diff-'));
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 30 })
      .map((lines) => lines.map((line) => `${line}\n`).join(''));
    try {
      fc.assert(
        fc.property(text, text, (before, after) => {
          fc.pre(before !== after && before !== '' && after !== '');
          const path = join(directory, 'file');
          writeFileSync(path, before);
          execFileSync('patch', ['-s', path], { input: `--- file\n+++ file\n${unifiedDiff(before, after)}` });
          expect(execFileSync('cat', [path], { encoding: 'utf8' })).toBe(after);
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
