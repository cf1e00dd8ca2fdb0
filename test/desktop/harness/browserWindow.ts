import { EventEmitter } from 'node:events';
import { app, openWindows, windowClosed } from './app.ts';
import { recorded } from './recorded.ts';
import { WebContents } from './webContents.ts';

export class BrowserWindow extends EventEmitter {
  static readonly all = new Set<BrowserWindow>();
  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.all];
  }

  readonly webContents: WebContents;
  focused = true;
  #destroyed = false;

  constructor(options: { webPreferences: Record<string, unknown> }) {
    super();
    const { webPreferences } = options;
    if (webPreferences['contextIsolation'] !== true || webPreferences['sandbox'] !== true)
      throw new Error('the harness stands in for an isolated and sandboxed window alone');
    recorded.webPreferences = webPreferences;
    this.webContents = new WebContents(String(webPreferences['preload']));
    BrowserWindow.all.add(this);
    openWindows.add(this);
    app.emit('web-contents-created', {}, this.webContents);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.load(url);
  }

  close(): void {
    let refused = false;
    this.emit('close', {
      preventDefault() {
        refused = true;
      },
    });
    if (refused || this.#destroyed) return;
    this.#destroyed = true;
    this.webContents.destroy();
    BrowserWindow.all.delete(this);
    this.emit('closed');
    windowClosed(this);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isFocused(): boolean {
    return this.focused;
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {
    this.emit('restore');
  }

  show(): void {
    this.emit('show');
  }

  focus(): void {
    this.focused = true;
    this.emit('focus');
  }
}
