import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, Menu, protocol, session } from 'electron';
import type { Context } from '../api/context.ts';
import { createLiveWork } from '../api/liveWork.ts';
import { credentialsFromEnvironment } from '../services/hosts/credentials.ts';
import { guardClosing } from './closing.ts';
import { serveIpc } from './ipcLink.ts';
import { menuTemplate } from './menu.ts';
import { tellOfEnds } from './notifying.ts';
import { pageScheme, pageUrlFor, servePage } from './page.ts';
import { secureContents, secureSession } from './security.ts';
import { openWindow } from './window.ts';

// This file lies bundled in .build/desktop.
const here = dirname(fileURLToPath(import.meta.url));
const programRoot = dirname(dirname(here));

/** A second start of the program shows the window of the first: two programs must not change the same hosts. */
if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  // Electron takes these before it is ready, and never again.
  protocol.registerSchemesAsPrivileged([pageScheme]);
  app.enableSandbox();
  app.on('web-contents-created', (_, contents) => secureContents(contents));
  app.on('second-instance', () => show(BrowserWindow.getAllWindows()[0]));
  app.on('window-all-closed', () => app.quit());
  app.whenReady().then(open, fail);
}

async function open(): Promise<void> {
  const context: Context = {
    programRoot,
    live: createLiveWork(),
    // New host keys are confirmed in the page; the program itself accepts none.
    access: {
      acceptNewHostKeys: false,
      confirmHostKey: async () => false,
      credentials: credentialsFromEnvironment(process.env),
    },
  };
  secureSession(session.defaultSession);
  await servePage(protocol, join(programRoot, '.build', 'renderer'));
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform)));
  const window = openWindow(join(here, 'preload.cjs'));
  serveIpc(window, context);
  guardClosing(window, context.live.runs);
  tellOfEnds(window, context.live.runs);
  await window.loadURL(pageUrlFor(process.argv));
}

function show(window: BrowserWindow | undefined): void {
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

function fail(thrown: unknown): void {
  process.stderr.write(
    `Quorate cannot open its window: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`,
  );
  app.exit(1);
}
