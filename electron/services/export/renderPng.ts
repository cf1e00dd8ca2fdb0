import { access, constants, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Problem } from '../../../core/problem.ts';
import { runProgram } from '../lab/runProgram.ts';

/** Names of browsers that draw without a window. */
const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/**
 * Draws an SVG of our own as a PNG, with the browser of this machine.
 * @throws Problem `png-needs-browser` (usage) where there is none, `program-failed` when it could not draw
 */
export async function renderPng(svg: string): Promise<Buffer> {
  const browser = await findBrowser();
  if (browser === undefined)
    throw new Problem(
      'png-needs-browser',
      'usage',
      'A PNG is drawn by Chromium or Chrome, and neither is on this machine: install chromium, save the picture in the window, or take the SVG.',
    );
  const [, width = '1200', height = '800'] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'quorate-png-'));
  try {
    const source = join(folder, 'picture.svg');
    const target = join(folder, 'picture.png');
    await writeFile(source, svg, { mode: 0o600 });
    await runProgram(browser, [
      '--headless',
      '--disable-gpu',
      // The superuser gets no sandbox from it; the picture is our own and runs nothing.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--hide-scrollbars',
      '--force-device-scale-factor=2',
      `--user-data-dir=${join(folder, 'profile')}`,
      `--window-size=${width},${height}`,
      `--screenshot=${target}`,
      `file://${source}`,
    ]);
    return await readFile(target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first of the browsers in PATH. */
export async function findBrowser(): Promise<string | undefined> {
  for (const name of browsers)
    for (const folder of (process.env.PATH ?? '').split(delimiter).filter((one) => one.startsWith('/'))) {
      const path = join(folder, name);
      const found = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (found) return path;
    }
  return undefined;
}
