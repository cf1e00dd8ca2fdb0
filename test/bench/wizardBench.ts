import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright-core';
import { createShellContext } from '../../electron/headless/createShell.ts';
import { programRoot } from '../../electron/headless/programRoot.ts';
import { serveWizard } from '../../electron/headless/serve/serveWizard.ts';
import { chromiumPath, startChromium } from '../e2e/fixtures/chromium.ts';
import { largePlanText } from './largePlan.ts';
import { type Measured, say } from './measured.ts';

const logLines = 100_000;

/** The wizard in this machine's Chromium; what blocks is counted in tasks of more than 50 ms, the browser's own measure of "too long". */
export async function benchWizard(): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-bench-'));
  const { buildRendererWhenStale } = (await import(`${programRoot}/scripts/buildRenderer.mjs`)) as {
    buildRendererWhenStale(): Promise<void>;
  };
  await buildRendererWhenStale();
  const results = [await initialScript()];
  if (chromiumPath() === undefined) {
    say('The wizard was not measured in a browser: there is no Chromium.');
    return results;
  }
  const before = process.env['QUORATE_PROJECTS'];
  process.env['QUORATE_PROJECTS'] = folder;
  const context = createShellContext({ acceptNewHostKeys: false, interactive: false });
  const server = await serveWizard(context, 0);
  const browserProgram = await startChromium();
  try {
    const planFile = await project(folder, 'large', largePlanText(60));
    await project(folder, 'hundred', largePlanText(20));
    // A run of the past, with all that its hosts printed.
    context.live.runs.start('deploy', planFile, async ({ emit }) => {
      for (let line = 0; line < logLines; line += 50) {
        const lines = Array.from(
          { length: 50 },
          (_, index) => `line ${line + index} of what a host prints while it works`,
        );
        emit({ type: 'deploy', event: { code: 'output', id: 'step', host: `n${line % 300}`, lines } });
      }
      return { outcome: 'stopped' };
    });
    const browser = await chromium.connectOverCDP(browserProgram.endpoint);
    const page = await (browser.contexts()[0] ?? (await browser.newContext())).newPage();
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.addInitScript(observer);
    results.push(await firstScreen(page, server.newAddress()));
    results.push(await typing(page), await log(page), ...(await failing(page)));
    await browser.close();
    return results;
  } finally {
    await browserProgram.end();
    await server.close();
    if (before === undefined) delete process.env['QUORATE_PROJECTS'];
    else process.env['QUORATE_PROJECTS'] = before;
    await rm(folder, { recursive: true, force: true });
  }
}

/** Notes every long task, how long each event waited for its picture, and when the first screen could be used. */
const observer = `
  globalThis.longTasks = [];
  globalThis.waits = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) longTasks.push(one.duration);
  }).observe({ type: 'longtask' });
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (one.name === 'pointerup' || one.name === 'click') waits.push(one.duration);
  }).observe({ type: 'event', durationThreshold: 16 });
  new MutationObserver((_, self) => {
    if (document.querySelector('form input') === null) return;
    self.disconnect();
    requestAnimationFrame(() => setTimeout(() => { globalThis.usableAt = performance.now(); }));
  }).observe(document, { childList: true, subtree: true });
`;

async function project(folder: string, name: string, planText: string): Promise<string> {
  const file = join(folder, name, 'plan.yaml');
  await mkdir(join(folder, name));
  await writeFile(file, planText);
  return file;
}

async function initialScript(): Promise<Measured> {
  const folder = join(programRoot, '.build', 'renderer');
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const names = [...page.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map((match) => match[1] ?? '');
  const sizes = await Promise.all(names.map(async (name) => gzipSync(await readFile(join(folder, name))).length));
  return {
    name: 'initial JavaScript of the wizard, compressed',
    value: sizes.reduce((sum, size) => sum + size, 0) / 1000,
    unit: 'kB',
    atMost: 400,
    detail: `${names.length} files`,
  };
}

async function firstScreen(page: Page, address: string): Promise<Measured> {
  await page.goto(address);
  await page.getByRole('textbox').first().waitFor();
  // Once more, as on any other day: the first load pays for the start of the browser.
  await page.reload();
  await page.waitForTimeout(500);
  const milliseconds = await page.evaluate<number>('globalThis.usableAt');
  return { name: 'first screen usable', value: milliseconds / 1000, unit: 's', atMost: 1 };
}

async function open(page: Page, name: string, step: number): Promise<void> {
  if ((await page.getByRole('navigation').count()) > 0) await page.getByRole('button', { name: 'Projects' }).click();
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await page.getByRole('navigation').getByRole('button').nth(step).click();
  await page.getByRole('main').getByRole('heading').first().waitFor();
  await page.waitForTimeout(1000);
}

const forget = (page: Page) => page.evaluate('longTasks.length = 0; waits.length = 0; 0');

/** Tasks that kept the page from answering for more than 50 ms. */
async function longTasks(page: Page, name: string): Promise<Measured> {
  await page.waitForTimeout(300);
  const tasks = await page.evaluate<number[]>('longTasks');
  return {
    name,
    value: tasks.length,
    unit: 'tasks over 50 ms',
    atMost: 0,
    detail: `longest ${Math.round(Math.max(0, ...tasks))} ms`,
  };
}

async function typing(page: Page): Promise<Measured> {
  await open(page, 'large', 1);
  const cell = page.getByRole('main').getByRole('table').getByRole('textbox').nth(1);
  await cell.click();
  await forget(page);
  await page.keyboard.press('End');
  await page.keyboard.type('0123456789', { delay: 80 });
  return longTasks(page, 'typing in a table of 300 hosts');
}

async function log(page: Page): Promise<Measured> {
  await open(page, 'large', 6);
  const frame = page.getByRole('log');
  await frame.waitFor();
  await page.getByText('100000 lines').or(page.getByText('100,000 lines')).waitFor({ timeout: 60_000 });
  await frame.hover();
  await forget(page);
  for (let turn = 0; turn < 40; turn++) {
    await page.mouse.wheel(0, turn % 2 === 0 ? -20_000 : 5000);
    await page.waitForTimeout(25);
  }
  return longTasks(page, `scrolling through ${logLines} lines of a deployment`);
}

async function failing(page: Page): Promise<Measured[]> {
  await open(page, 'hundred', 4);
  const host = page.getByRole('button', { name: /^Host n17,/ });
  await host.waitFor();
  await host.click();
  await page.waitForTimeout(500);
  await forget(page);
  for (let turn = 0; turn < 6; turn++) {
    await host.click();
    await page.waitForTimeout(400);
  }
  const waits = await page.evaluate<number[]>('waits');
  return [
    {
      name: 'failing a host in a diagram of 100, until it is drawn',
      value: Math.max(0, ...waits),
      unit: 'ms',
      atMost: 100,
      detail: `worst of ${waits.length} events; median ${[...waits].sort((a, b) => a - b)[waits.length >> 1] ?? 0} ms`,
    },
  ];
}
