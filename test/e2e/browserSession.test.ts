import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowserShell } from './fixtures/browserShell.ts';
import { chromiumPath } from './fixtures/chromium.ts';
import { reload, type Shell } from './fixtures/shell.ts';
import { WizardPage } from './pages/wizardPage.ts';

interface Asked {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** What a page sees of a tab that it has opened. */
interface Tab {
  readonly sessionStorage: { getItem(key: string): string | null };
  readonly location: { readonly href: string };
}

/** Runs in the page of somebody else, on another port of this machine: what it can get out of the wizard. */
async function attack(wizard: string): Promise<readonly string[]> {
  const got: string[] = [];
  const note = (what: string) => (found: unknown) => void got.push(`${what}: ${String(found)}`);
  const nothing = () => undefined;
  for (const path of ['/session', '/session/check'])
    await fetch(`${wizard}${path}`, { method: 'POST', body: '', credentials: 'include' })
      .then((answer) => answer.text())
      .then(note(path), nothing);
  await new Promise<void>((resolve) => {
    const socket = new WebSocket(`${wizard.replace('http', 'ws')}/api?connectionParams=1`);
    socket.onopen = () => note('socket')('opened');
    socket.onmessage = (message) => note('socket')(message.data);
    socket.onclose = () => resolve();
  });
  const { open } = globalThis as unknown as { open(url: string): Tab | null };
  const opened = open(wizard);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  for (const read of [() => opened?.sessionStorage.getItem('quorate-session'), () => opened?.location.href]) {
    try {
      const found = read();
      if (found) note('window')(found);
    } catch {
      // The browser keeps origins apart.
    }
  }
  return got;
}

describe.skipIf(chromiumPath() === undefined)('the session of the browser shell', () => {
  let shell: Shell;
  let other: Server;
  let elsewhere: string;
  const asked: Asked[] = [];

  beforeAll(async () => {
    other = createServer((request, response) => {
      asked.push({ url: request.url ?? '', headers: request.headers });
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>elsewhere</title>');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    shell = await startBrowserShell();
    await shell.page.getByRole('heading', { name: 'Quorate' }).waitFor();
  });
  afterAll(async () => {
    await shell?.end();
    await new Promise((resolve) => other.close(resolve));
  });

  it('leaves no ticket in the address and no cookie in the browser, and outlives a reload', async () => {
    expect(new URL(shell.page.url())).toMatchObject({ pathname: '/', search: '', hash: '' });
    expect(await shell.page.context().cookies()).toEqual([]);
    await reload(shell.page);
    await shell.page.getByText('No projects yet').waitFor();
    expect(await shell.page.context().cookies()).toEqual([]);
  });

  it('is not for a tab that brings no ticket: it says so', async () => {
    const { origin } = new URL(shell.page.url());
    const tab = await shell.page.context().newPage();
    for (const address of [origin, `${origin}/#ticket=guessed`]) {
      await tab.goto(address);
      await tab.getByRole('heading', { name: 'This address is used up or incomplete' }).waitFor();
    }
    await tab.close();
  });

  it('gives nothing to another port of this machine, nor to a page that comes from there', async () => {
    const { origin } = new URL(shell.page.url());
    const token = await shell.page.evaluate(`sessionStorage.getItem('quorate-session')`);
    expect(token).toMatch(/^[\w-]{43}$/);
    const tab = await shell.page.context().newPage();
    await tab.goto(elsewhere);
    expect(await tab.evaluate(attack, origin)).toEqual([]);
    await tab.close();
    // The very tab of the wizard, led there by a link.
    await shell.page.goto(`${elsewhere}/led`);
    expect(asked.map(({ url }) => url)).toContain('/led');
    for (const { url, headers } of asked) {
      expect(headers).not.toHaveProperty('cookie');
      expect(`${url} ${JSON.stringify(headers)}`).not.toContain(token);
    }
    expect(await shell.page.evaluate(`sessionStorage.getItem('quorate-session')`)).toBeNull();
    await shell.page.goBack();
    await shell.page.getByText('No projects yet').waitFor();
  });

  it('is let in before it opens its socket, however long that takes, and needs no second one', async () => {
    let sockets = 0;
    const slow = await startBrowserShell({}, undefined, async (page) => {
      page.on('websocket', () => {
        sockets += 1;
      });
      await page.route('**/session', async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 1500));
        await route.continue();
      });
    });
    try {
      await slow.page.getByRole('button', { name: 'Create project' }).waitFor();
      await slow.page.getByRole('textbox', { name: 'New project' }).fill('quick');
      await slow.page.getByRole('button', { name: 'Create project' }).click();
      await slow.page.getByRole('navigation').waitFor();
      expect(sockets).toBe(1);
    } finally {
      await slow.end();
    }
  });

  it('shows every screen, and is let in, though the network changes and cuts off each thing that is loaded once', async () => {
    const cut = new Set<string>();
    const cutOnce = async (page: Page, pattern: string) => {
      await page.route(pattern, async (route) => {
        const url = route.request().url();
        if (cut.has(url)) return route.continue();
        cut.add(url);
        return route.abort('internetdisconnected');
      });
    };
    const unsteady = await startBrowserShell({}, undefined, (page) => cutOnce(page, '**/session/check'));
    try {
      const { page } = unsteady;
      const wizard = new WizardPage(page);
      await wizard.createProject('unsteady');
      await cutOnce(page, '**/assets/*.js');
      for (let index = 0; index < (await wizard.steps.count()); index++) {
        await wizard.goTo(index);
        await wizard.main.getByRole('heading', { level: 1 }).waitFor();
      }
      expect(cut.size).toBeGreaterThan(8);
    } finally {
      await unsteady.end();
    }
  });
});
