import { describe, expect, it } from 'vitest';
import { isPageUrl, pageUrlFor } from '../../electron/desktop/page.ts';

describe("the page's address", () => {
  it('asks for the project that the command line names, whatever the name is', () => {
    expect(pageUrlFor(['quorate'])).toBe('quorate://wizard/');
    expect(pageUrlFor(['electron', '.', '--project', 'orders'])).toBe('quorate://wizard/?project=orders');
    const odd = pageUrlFor(['quorate', '--project', '../a&b#c']);
    expect(isPageUrl(odd)).toBe(true);
    expect(new URL(odd).searchParams.get('project')).toBe('../a&b#c');
    expect(pageUrlFor(['quorate', '--project'])).toBe('quorate://wizard/');
  });
});
