import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { type CDPSession, chromium, type Frame, type Page, type Route } from 'playwright-core';
import { ipcMain } from './ipcMain.ts';
import { bindingName, pageSource, preloadSource, worldName } from './preloadWorld.ts';
import { recorded } from './recorded.ts';
import { fromChromium, schemeHandlers, session, toChromium } from './session.ts';

type OpenHandler = (details: { url: string }) => { action: 'deny' | 'allow' };

/** A page of another origin that the test puts under an address. */
export const foreignPages = new Map<string, string>();

/** The contents of a window: one page of the Chromium that runs. */
export class WebContents extends EventEmitter {
  readonly session = session.defaultSession;
  readonly #ready: Promise<{ page: Page; cdp: CDPSession }>;
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  #preloadContext: number | undefined;
  #loading: string | undefined;
  #destroyed = false;

  constructor(preload: string) {
    super();
    this.#ready = this.#create(preload);
    this.#ready.catch((error: unknown) => {
      process.stderr.write(`the harness has no page: ${String(error)}\n`);
      process.exit(1);
    });
  }

  async load(url: string): Promise<void> {
    const { page } = await this.#ready;
    this.#loading = url;
    await page.goto(toChromium(url));
    this.#loading = undefined;
    this.emit('did-finish-load');
  }

  send(channel: string, ...args: unknown[]): void {
    recorded.sent += 1;
    const contextId = this.#preloadContext;
    if (contextId === undefined) return;
    const expression = `__harnessDeliver(${JSON.stringify(channel)}, ${JSON.stringify(args)})`;
    // A page that was left meanwhile takes no message, as in Electron.
    this.#ready.then(({ cdp }) => cdp.send('Runtime.evaluate', { contextId, expression })).catch(() => undefined);
  }

  async executeJavaScript(source: string): Promise<unknown> {
    const { page } = await this.#ready;
    return page.evaluate(source);
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  destroy(): void {
    this.#destroyed = true;
    this.#ready.then(({ page }) => page.close()).catch(() => undefined);
  }

  async #create(preload: string): Promise<{ page: Page; cdp: CDPSession }> {
    const browser = await chromium.connectOverCDP(process.env['QUORATE_HARNESS_CHROMIUM'] ?? '');
    browser.on('disconnected', () => process.exit(0));
    const context = browser.contexts()[0];
    if (context === undefined) throw new Error('Chromium has no context');
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    const tag = `harness-${randomBytes(12).toString('hex')}-`;
    const mainFrameId = (await cdp.send('Page.getFrameTree')).frameTree.frame.id;
    cdp.on('Runtime.executionContextCreated', ({ context: made }) => {
      if (made.name === worldName && made.auxData?.['frameId'] === mainFrameId) this.#preloadContext = made.id;
    });
    cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === bindingName) this.#received(payload, page.mainFrame());
    });
    cdp.on('Page.windowOpen', ({ url }) => this.#openHandler({ url: fromChromium(url) }));
    page.on('popup', (popup) => void popup.close());
    await cdp.send('Runtime.enable');
    await cdp.send('Page.enable');
    await cdp.send('Runtime.addBinding', { name: bindingName, executionContextName: worldName });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: pageSource(tag) });
    const source = preloadSource(readFileSync(preload, 'utf8'), tag);
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName });
    await page.route(
      () => true,
      (route) => this.#answer(route, page),
    );
    return { page, cdp };
  }

  #received(payload: string, frame: Frame): void {
    const { channel, args } = JSON.parse(payload) as { channel: string; args: unknown[] };
    const senderFrame = { url: fromChromium(frame.url()), parent: null };
    ipcMain.emit(channel, { sender: this, senderFrame }, ...args);
  }

  async #answer(route: Route, page: Page): Promise<void> {
    const request = route.request();
    const url = fromChromium(request.url());
    const foreign = foreignPages.get(url);
    if (foreign !== undefined) return route.fulfill({ contentType: 'text/html', body: foreign });
    if (request.isNavigationRequest() && this.#refuses(url, request.frame() === page.mainFrame(), page))
      return route.abort('aborted');
    const { cancel } = await new Promise<{ cancel: boolean }>((resolve) =>
      this.session.beforeRequest({ url }, resolve),
    );
    if (cancel) return route.abort('blockedbyclient');
    const handler = schemeHandlers.get(new URL(url).protocol.slice(0, -1));
    // Nothing here reaches a network.
    if (handler === undefined) return route.abort('addressunreachable');
    const response = await handler({ url, method: request.method() });
    return route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  /** Asks the program about a navigation that the page wants; loading and reloading are not asked about. */
  #refuses(url: string, main: boolean, page: Page): boolean {
    if (main && (url === this.#loading || url === fromChromium(page.url()))) return false;
    let refused = false;
    const event = {
      url,
      isMainFrame: main,
      preventDefault() {
        refused = true;
      },
    };
    this.emit('will-frame-navigate', event);
    if (main) this.emit('will-navigate', event, url);
    return refused;
  }
}
