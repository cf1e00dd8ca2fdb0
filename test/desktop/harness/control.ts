import { app } from './app.ts';
import { BrowserWindow } from './browserWindow.ts';
import { ipcMain } from './ipcMain.ts';
import { recorded } from './recorded.ts';
import { session } from './session.ts';
import { openQuestions } from './system.ts';
import { foreignPages } from './webContents.ts';

/** What a test can ask of the program from outside, as a user or an attacker would. */
export interface Commands {
  recorded(): typeof recorded;
  /** The user closes the window. */
  closeWindow(): void;
  quit(): void;
  startAgain(): void;
  setFocused(focused: boolean): void;
  /** The user answers the question on the screen with a button. */
  answer(button: number): boolean;
  /** Whether the session would let a page have a permission. */
  permission(permission: string, url: string): { requested: boolean; checked: boolean; device: boolean };
  /** Whether a request would be stopped. */
  cancels(url: string): boolean;
  /** A message comes in from a frame; the sender is this window's page unless `otherContents`. @returns how many answers went out */
  forge(
    sender: { url: string; subframe: boolean; gone: boolean; otherContents: boolean },
    channel: string,
    message: unknown,
  ): Promise<number>;
  /** The program loads its page, whatever page is there now. */
  load(url: string): Promise<void>;
  /** Puts a page of another origin where the window can be led to. */
  putForeignPage(url: string, html: string): void;
}

function window(): BrowserWindow {
  const [first] = BrowserWindow.getAllWindows();
  if (first === undefined) throw new Error('there is no window');
  return first;
}

const commands: Commands = {
  recorded: () => recorded,
  closeWindow: () => window().close(),
  quit: () => app.quit(),
  startAgain: () => void app.emit('second-instance', {}, []),
  setFocused(focused) {
    window().focused = focused;
  },
  answer(button) {
    const question = openQuestions.shift();
    question?.(button);
    return question !== undefined;
  },
  permission(permission, url) {
    let requested = false;
    const { defaultSession } = session;
    const answer = (granted: boolean) => {
      requested = granted;
    };
    defaultSession.requestHandler(window().webContents, permission, answer, { requestingUrl: url });
    const origin = url.replace(/\/$/, '');
    return {
      requested,
      checked: defaultSession.checkHandler(window().webContents, permission, origin),
      device: defaultSession.deviceHandler({ deviceType: 'usb', origin }),
    };
  },
  cancels(url) {
    let cancelled = false;
    session.defaultSession.beforeRequest({ url }, ({ cancel }) => {
      cancelled = cancel;
    });
    return cancelled;
  },
  async forge({ url, subframe, gone, otherContents }, channel, message) {
    const before = recorded.sent;
    const senderFrame = gone ? null : { url, parent: subframe ? { url, parent: null } : null };
    ipcMain.emit(channel, { sender: otherContents ? {} : window().webContents, senderFrame }, message);
    // A call takes a few turns of the loop; one that is refused takes none.
    await new Promise((resolve) => setTimeout(resolve, 300));
    return recorded.sent - before;
  },
  load: (url) => window().loadURL(url),
  putForeignPage(url, html) {
    foreignPages.set(url, html);
  },
};

process.on('message', async ({ id, name, args }: { id: number; name: keyof Commands; args: never[] }) => {
  try {
    const run = commands[name] as (...values: never[]) => unknown;
    process.send?.({ id, value: await run(...args) });
  } catch (error) {
    process.send?.({ id, error: String(error) });
  }
});
process.on('disconnect', () => process.exit(0));
