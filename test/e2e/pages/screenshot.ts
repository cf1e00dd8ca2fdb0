import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Where pictures of the screens are kept: outside the project. */
export const screenshotFolder = process.env['QUORATE_SCREENSHOTS'] ?? join(tmpdir(), 'quorate-screenshots');

export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(screenshotFolder, { recursive: true });
  await page.screenshot({ path: join(screenshotFolder, `${name}.png`), animations: 'disabled' });
}
