import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowserShell } from './fixtures/browserShell.ts';
import { chromiumPath } from './fixtures/chromium.ts';
import type { Shell } from './fixtures/shell.ts';
import { violations } from './pages/axe.ts';
import { screenshot } from './pages/screenshot.ts';
import { type Language, WizardPage } from './pages/wizardPage.ts';

const languages: readonly Language[] = ['English', '简体中文'];
const themes = ['light', 'dark'] as const;

describe.skipIf(chromiumPath() === undefined)('every screen', () => {
  let shell: Shell;
  let wizard: WizardPage;

  beforeAll(async () => {
    shell = await startBrowserShell();
    wizard = new WizardPage(shell.page);
    await shell.page.emulateMedia({ reducedMotion: 'reduce' });
    await shell.page.getByRole('heading', { name: 'Quorate' }).waitFor();
  });
  afterAll(() => shell?.end());

  const look = async (name: string): Promise<string[]> => {
    await screenshot(shell.page, name);
    return (await violations(shell.page)).map((one) => `${name}: ${one}`);
  };

  it('is accessible by axe: the start, light and dark, in both languages', async () => {
    const found: string[] = [];
    for (const language of languages) {
      await wizard.speak(language);
      for (const colorScheme of themes) {
        await shell.page.emulateMedia({ colorScheme });
        found.push(...(await look(`start-${colorScheme}-${language}`)));
      }
    }
    expect(found).toEqual([]);
  });

  it.each(languages)('is accessible by axe: every step, light and dark, in %s', async (language) => {
    const found: string[] = [];
    if ((await wizard.steps.count()) === 0) await wizard.openDemo();
    await wizard.speak(language);
    const count = await wizard.steps.count();
    expect(count).toBeGreaterThanOrEqual(5);
    for (let index = 0; index < count; index++) {
      await wizard.goTo(index);
      for (const colorScheme of themes) {
        await shell.page.emulateMedia({ colorScheme });
        await wizard.settled();
        found.push(...(await look(`${index + 1}-${colorScheme}-${language}`)));
      }
    }
    expect(found).toEqual([]);
  });

  it('fits the smallest window without scrolling sideways, and uses a large one', async () => {
    for (const size of [
      { width: 1024, height: 700 },
      { width: 1920, height: 1080 },
    ]) {
      await shell.page.setViewportSize(size);
      const count = await wizard.steps.count();
      for (let index = 0; index < count; index++) {
        await wizard.goTo(index);
        await screenshot(shell.page, `${index + 1}-${size.width}`);
        const wide = await shell.page.evaluate('document.documentElement.scrollWidth');
        expect(wide, `step ${index + 1} at ${size.width}`).toBeLessThanOrEqual(size.width);
      }
    }
  });

  it('left the console without an error, a warning or a breach of the content security policy', () => {
    expect(shell.complaints).toEqual([]);
  });
});
