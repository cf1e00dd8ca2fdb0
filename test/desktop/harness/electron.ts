// What the window uses of Electron's main process, over a Chromium that is already running. Bundled, this stands in for the module 'electron'.
import './control.ts';

export { app } from './app.ts';
export { BrowserWindow } from './browserWindow.ts';
export { ipcMain } from './ipcMain.ts';
export { protocol, session } from './session.ts';
export { dialog, Menu, Notification, nativeTheme, shell } from './system.ts';
