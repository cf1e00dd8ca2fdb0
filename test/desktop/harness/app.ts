import { EventEmitter } from 'node:events';
import { recorded } from './recorded.ts';

/** A thing with windows that close or refuse to. */
export interface Closable {
  close(): void;
}

export const openWindows = new Set<Closable>();

class App extends EventEmitter {
  requestSingleInstanceLock(): boolean {
    return process.env['QUORATE_HARNESS_SECOND'] !== '1';
  }

  enableSandbox(): void {
    recorded.sandboxEnabled = true;
  }

  whenReady(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  getLocale(): string {
    return 'en-US';
  }

  quit(): void {
    for (const window of [...openWindows]) window.close();
    // A window that stays has refused: as in Electron the program goes on.
    if (openWindows.size === 0) this.exit(0);
  }

  exit(code: number): void {
    process.exit(code);
  }
}

export const app = new App();

/** Forgets a window that is closed. */
export function windowClosed(window: Closable): void {
  openWindows.delete(window);
  if (openWindows.size === 0) app.emit('window-all-closed');
}
