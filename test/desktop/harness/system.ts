import { EventEmitter } from 'node:events';
import { recorded } from './recorded.ts';

export const shell = {
  async openExternal(url: string): Promise<void> {
    recorded.externalAddresses.push(url);
  },
};

/** Answers that the test gives to the questions that are open. */
export const openQuestions: ((response: number) => void)[] = [];

export const dialog = {
  showMessageBox(
    _window: unknown,
    options: { message: string; detail: string; buttons: string[] },
  ): Promise<{ response: number }> {
    recorded.dialogs.push(options);
    return new Promise((resolve) => openQuestions.push((response) => resolve({ response })));
  },
};

export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true;
  }

  readonly #options: { title: string; body: string };

  constructor(options: { title: string; body: string }) {
    super();
    this.#options = options;
  }

  show(): void {
    recorded.notifications.push(this.#options);
  }
}

export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu(menu: unknown): void {
    recorded.menus.push(menu);
  },
};

export const nativeTheme = { shouldUseDarkColors: false };
