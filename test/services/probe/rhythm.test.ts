import { describe, expect, it } from 'vitest';
import { Rhythm } from '../../../electron/services/probe/rhythm.ts';

function rhythm(...times: readonly number[]): Rhythm {
  const made = new Rhythm(50);
  for (const at of times) made.worked(at);
  return made;
}

describe('the longest time without success in a span', () => {
  it('is nothing while it works at its usual pace', () => {
    expect(rhythm(0, 50, 100, 150, 200).longest(40, 180, 200)).toBe(0);
  });

  it('belongs to the span in which it began', () => {
    const one = rhythm(0, 50, 2050, 2100, 2150);
    expect(one.longest(0, 1000, 2150)).toBe(1.95);
    expect(one.longest(2040, 2140, 2150)).toBe(0);
  });

  it('is the whole span where nothing worked in it', () => {
    const one = rhythm(0, 50, 5050, 5100);
    expect(one.longest(1000, 3000, 5100)).toBe(1.95);
    expect(one.longest(3000, 5000, 5100)).toBe(1.95);
  });

  it('goes on to the end where it never worked again', () => {
    expect(rhythm(0, 50).longest(0, 4000, 4050)).toBe(3.95);
    expect(rhythm(0, 50).longest(1000, 4000, 5000)).toBe(2.95);
    expect(rhythm().longest(1000, 4000, 4000)).toBe(2.95);
  });
});
