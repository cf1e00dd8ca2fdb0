import { EventEmitter } from 'node:events';

/** What the page sends arrives here. */
export const ipcMain = new EventEmitter();
