import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../../core/operations/unifiedDiff.ts';

/** Applies a unified diff as patch(1) does: context and removed lines must be where the hunk says. */
function applyDiff(before: string, diff: string): string {
  const source = before.split('\n').slice(0, -1);
  const result: string[] = [];
  let at = 0;
  for (const line of diff.split('\n').slice(0, -1)) {
    const header = /^@@ -(\d+)(?:,(\d+))? /.exec(line);
    if (header) {
      const start = Number(header[1]) - (header[2] === '0' ? 0 : 1);
      result.push(...source.slice(at, start));
      at = start;
      continue;
    }
    if (line.startsWith('+')) result.push(line.slice(1));
    else {
      expect(source[at]).toBe(line.slice(1));
      if (line.startsWith(' ')) result.push(line.slice(1));
      at++;
    }
  }
  return [...result, ...source.slice(at)].map((line) => `${line}\n`).join('');
}

describe('unifiedDiff', () => {
  it('shows changes with three lines around them', () => {
    const before = 'a\nb\nc\nd\ne\nf\ng\nh\n';
    expect(unifiedDiff(before, before.replace('e\n', 'E\nE2\n'))).toBe(
      '@@ -2,7 +2,8 @@\n b\n c\n d\n-e\n+E\n+E2\n f\n g\n h\n',
    );
    expect(unifiedDiff('', 'x\n')).toBe('@@ -0,0 +1 @@\n+x\n');
    expect(unifiedDiff('x\n', 'x\n')).toBe('');
  });

  it('turns the old text into the new one', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 40 })
      .map((lines) => lines.map((line) => `${line}\n`).join(''));
    fc.assert(
      fc.property(text, text, fc.nat(4), (before, after, context) => {
        expect(applyDiff(before, unifiedDiff(before, after, context))).toBe(after);
      }),
    );
  });
});
