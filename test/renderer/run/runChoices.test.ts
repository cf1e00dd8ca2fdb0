import { describe, expect, it } from 'vitest';
import { choicesAfter } from '../../../renderer/wizard/deploy/runChoices.ts';

describe('what a run that follows another one is started with', () => {
  const before = { without: ['n3'], accept: ['disk'] };

  it('is what was chosen before', () => {
    expect(choicesAfter(before)).toEqual(before);
  });

  it('leaves out one more host and still accepts what was accepted', () => {
    expect(choicesAfter(before, { without: ['n2', 'n3'] })).toEqual({ without: ['n3', 'n2'], accept: ['disk'] });
  });

  it('accepts one more check and still leaves out what was left out', () => {
    expect(choicesAfter(before, { accept: ['clock'] })).toEqual({ without: ['n3'], accept: ['disk', 'clock'] });
  });
});
