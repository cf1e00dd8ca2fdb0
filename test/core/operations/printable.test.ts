import { describe, expect, it } from 'vitest';
import { printable } from '../../../core/shell/printable.ts';

describe('printable', () => {
  it.each([
    ['plain text\n\twith lines and Ümläuts 中文', 'plain text\n\twith lines and Ümläuts 中文'],
    ['\u001b[31mred\u001b[0m \u001b]0;title\u0007', 'red \ufffd]0;title\ufffd'],
    ['a\r\nb\rc\0\u009b2J', 'a\nb\ufffdc\ufffd\ufffd2J'],
    ['evil\u202etxt.exe', 'evil\ufffdtxt.exe'],
  ])('makes %j fit to show', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('leaves out the middle of what is too long', () => {
    expect(printable(`begin${'x'.repeat(5000)}end`, 10)).toBe('begin\n[... 4998 characters left out ...]\nxxend');
  });
});
