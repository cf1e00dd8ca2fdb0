import { describe, expect, it } from 'vitest';
import { fillTemplate } from '../../../core/render/fillTemplate.ts';

const fill = (template: string, values: Parameters<typeof fillTemplate>[2]) =>
  fillTemplate({ t: template }, 't', values);

describe('fillTemplate', () => {
  it('fills values and blocks, and leaves secrets and value text alone', () => {
    expect(
      fill('a {{one}} {{secret:x/y}}\n{{more}}\n{{none}}\nb\n', {
        one: '$& {{two}}',
        more: { lines: ['c', 'd'] },
        none: { lines: [] },
      }),
    ).toBe('a $& {{two}} {{secret:x/y}}\nc\nd\nb\n');
  });

  it.each([
    ['a value that is missing', '{{one}}', {}, 'asks for one'],
    ['a value named like a method of objects', '{{constructor}}', {}, 'asks for constructor'],
    ['a value that is not used', 'text', { one: 1 }, 'does not use one'],
    ['a block inside a line', 'a {{one}}', { one: { lines: ['x'] } }, 'must stand alone'],
    ['a line break in a value', '{{one}}', { one: 'a\nb' }, 'one line'],
    ['a line break in a block', '{{one}}\n', { one: { lines: ['a\rb'] } }, 'one line'],
  ])('refuses %s', (_, template, values, message) => {
    expect(() => fill(template, values as Parameters<typeof fillTemplate>[2])).toThrow(message);
  });

  it('refuses a template that is not there', () => {
    expect(() => fillTemplate({}, 't', {})).toThrow('t is missing');
  });
});
